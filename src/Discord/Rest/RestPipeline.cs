using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;

namespace CommunityIntel.Discord.Rest;

/// <summary>Sends one request to its end: permit, retries, errors as exceptions.</summary>
internal sealed partial class RestPipeline(HttpClient http, IRestRateLimiter limiter, string? botToken, TimeProvider time, ILogger log)
{
    private const int MaxAttempts = 3;
    private const int MaxRateLimitedAttempts = 5;

    /// <summary>Discord turns away clients without one of this form (Discord API reference, User Agent).</summary>
    public static readonly string UserAgent =
        $"DiscordBot (https://github.com/community-intelligence, {typeof(RestPipeline).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0"})";

    private volatile bool _isTokenRefused;

    public async Task<T> ReadAsync<T>(
        RestRoute route, string query, Func<HttpContent?> content, JsonTypeInfo<T> type, string? reason, CancellationToken ct)
    {
        var (status, body) = await SendAsync(route, query, content, reason, ct);
        try
        {
            return JsonSerializer.Deserialize(body, type) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new ServerErrorException($"{route}: the answer cannot be read at {e.Path ?? "$"}.", status, e);
        }
    }

    /// <returns>The body of a success; empty for 204.</returns>
    /// <exception cref="DiscordRestException">Refused, or in vain.</exception>
    /// <exception cref="HttpRequestException">Discord cannot be reached.</exception>
    /// <exception cref="TaskCanceledException">Discord does not answer, or cancelled.</exception>
    public async Task<(HttpStatusCode Status, byte[] Body)> SendAsync(
        RestRoute route, string query, Func<HttpContent?> content, string? reason, CancellationToken ct)
    {
        for (int failures = 0, limited = 0; ;)
        {
            if (_isTokenRefused && !route.IsInteraction)
                throw new UnauthorizedException($"{route}: not sent, Discord has refused the bot token.", HttpStatusCode.Unauthorized, 0);
            using var request = Request(route, query, content(), reason);
            using var permit = await limiter.AcquireAsync(route, ct);
            HttpStatusCode status;
            byte[] body;
            RestAnswer answer;
            try
            {
                using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, ct);
                body = await response.Content.ReadAsByteArrayAsync(ct);
                status = response.StatusCode;
                answer = RestAnswer.From(response, status == HttpStatusCode.TooManyRequests ? RateLimitOf(body) : null);
            }
            catch (Exception e) when (IsUnreachable(e, ct) && route.IsRepeatable && ++failures < MaxAttempts)
            {
                LogUnreachable(route.Key, (e as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown);
                permit.Dispose();
                await Task.Delay(Backoff(failures), time, ct);
                continue;
            }
            permit.Complete(answer);
            DiscordMetrics.RestResponses.Add(1, new KeyValuePair<string, object?>("status", (int)status));
            if ((int)status is >= 200 and < 300)
                return (status, body);
            if (answer.IsRateLimited)
            {
                if (++limited > MaxRateLimitedAttempts)
                    throw new RateLimitException($"{route}: rate limited {limited} times.", answer.RetryAfter ?? TimeSpan.Zero);
                continue;
            }
            if ((int)status >= 500 && route.IsRepeatable && ++failures < MaxAttempts)
            {
                await Task.Delay(Backoff(failures), time, ct);
                continue;
            }
            if (status == HttpStatusCode.Unauthorized && !route.IsInteraction)
                _isTokenRefused = true;
            throw Failure(route, status, body);
        }
    }

    private HttpRequestMessage Request(RestRoute route, string query, HttpContent? content, string? reason)
    {
        var request = new HttpRequestMessage(route.Method, route.Path + query) { Content = content };
        request.Headers.UserAgent.ParseAdd(UserAgent);
        if (!route.IsInteraction && !string.IsNullOrEmpty(botToken))
            request.Headers.Authorization = new AuthenticationHeaderValue("Bot", botToken);
        if (!string.IsNullOrEmpty(reason))
            request.Headers.Add("X-Audit-Log-Reason", Uri.EscapeDataString(reason.Length > 400 ? reason[..400] : reason));
        return request;
    }

    private static Exception Failure(RestRoute route, HttpStatusCode status, byte[] body)
    {
        var error = ErrorOf(body);
        var message = $"{route}: {(int)status}, code {error.Code}: {error.Message ?? "no message"}";
        return status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new UnauthorizedException(message, status, error.Code),
            HttpStatusCode.NotFound => new NotFoundException(message, error.Code),
            >= HttpStatusCode.InternalServerError => new ServerErrorException(message, status),
            _ => new BadRequestException(message, status, error.Code, error.Errors),
        };
    }

    private static ErrorBody ErrorOf(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, RestJson.Default.ErrorBody) ?? new ErrorBody();
        }
        catch (JsonException)
        {
            return new ErrorBody { Message = "not JSON" };
        }
    }

    private static RateLimitBody? RateLimitOf(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, RestJson.Default.RateLimitBody);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>No answer: refused, broken off, or the client's own time-out.</summary>
    private static bool IsUnreachable(Exception e, CancellationToken ct) =>
        e is HttpRequestException || (e is TaskCanceledException && !ct.IsCancellationRequested);

    private static TimeSpan Backoff(int failures) =>
        TimeSpan.FromMilliseconds(250 * Math.Pow(2, failures) * (0.5 + (Random.Shared.NextDouble() / 2)));

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Route}: Discord cannot be reached ({Error}); trying again")]
    private partial void LogUnreachable(string route, HttpRequestError error);
}

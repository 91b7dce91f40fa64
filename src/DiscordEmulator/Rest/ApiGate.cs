using System.Globalization;
using System.Text.Json;
using CommunityIntel.DiscordEmulator.Gateway;
using CommunityIntel.DiscordEmulator.Hosting;
using CommunityIntel.DiscordEmulator.Json;
using CommunityIntel.DiscordEmulator.OAuth;

namespace CommunityIntel.DiscordEmulator.Rest;

/// <summary>What every REST call passes: prepared faults, authorization, the global limit, its bucket.</summary>
public sealed class ApiGate(DiscordEmulatorOptions options, Grants grants, RateLimits limits, RestFaults faults, GatewayMetrics metrics) : IEndpointFilter
{
    public const string Prefix = "/api/v10";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var fault = faults.Take(http.Request);
        var result = fault is { AfterEffect: false } ? null : await RefuseAsync(http) ?? await next(context);
        if (fault is not null) result = await FailAsync(http, fault);
        metrics.Requests.WithLabels(http.Request.Method, ((result as ApiReply)?.Status ?? 200).ToString(CultureInfo.InvariantCulture)).Inc();
        return result;
    }

    private async ValueTask<object?> RefuseAsync(HttpContext http)
    {
        var endpoint = http.GetEndpoint()!;
        var byToken = endpoint.Metadata.GetMetadata<TokenRoute>() is not null;
        if (!byToken)
        {
            var caller = Caller.Read(http.Request, options, grants);
            if (caller is null || (!caller.IsBot && endpoint.Metadata.GetMetadata<BearerRoute>() is null)) return Refused.Unauthorized;
            http.Items[typeof(Caller)] = caller;
        }
        if (!options.RateLimits) return null;
        if (!byToken && Caller.Of(http).IsBot && limits.TakeGlobal() is { } wait) return TooMany(http, "global", wait.TotalSeconds);
        return await CountAsync(http, (RouteEndpoint)endpoint, byToken);
    }

    private async ValueTask<ApiReply?> CountAsync(HttpContext http, RouteEndpoint endpoint, bool byToken)
    {
        var route = http.Request.Method + " " + endpoint.RoutePattern.RawText![Prefix.Length..];
        var values = http.Request.RouteValues;
        var major = (values["channelId"] ?? values["guildId"] ?? (values["applicationId"] + "/" + values["token"])).ToString()!;
        if (!byToken && Caller.Of(http).Grant is { } grant) major = grant.AccessToken;
        var bucket = limits.Take(route, major);
        var headers = http.Response.Headers;
        headers["X-RateLimit-Limit"] = bucket.Limit.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Remaining"] = bucket.Remaining.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Reset"] = (bucket.ResetAt.ToUnixTimeMilliseconds() / 1000.0).ToString("F3", CultureInfo.InvariantCulture);
        headers["X-RateLimit-Reset-After"] = bucket.ResetAfter.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture);
        headers["X-RateLimit-Bucket"] = RateLimits.Hash(route);
        if (bucket.Exceeded) return TooMany(http, "user", bucket.ResetAfter.TotalSeconds);
        if (route == "PATCH /channels/{channelId}" && ulong.TryParse(values["channelId"]?.ToString(), out var channelId) && await RenamesAsync(http) && limits.TakeRename(channelId) is { } wait)
            return TooMany(http, "shared", wait.TotalSeconds);
        return null;
    }

    private static async ValueTask<bool> RenamesAsync(HttpContext http)
    {
        http.Request.EnableBuffering();
        try
        {
            using var document = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            return document.RootElement.ValueKind == JsonValueKind.Object && (document.RootElement.TryGetProperty("name", out _) || document.RootElement.TryGetProperty("topic", out _));
        }
        catch (JsonException)
        {
            return false;
        }
        finally
        {
            http.Request.Body.Position = 0;
        }
    }

    private static async ValueTask<IResult> FailAsync(HttpContext http, RestFault fault)
    {
        if (fault.Status == 0)
        {
            var gone = new TaskCompletionSource();
            await using var _ = http.RequestAborted.Register(gone.SetResult);
            await gone.Task;
            return Results.Empty;
        }

        if (fault.Status != StatusCodes.Status429TooManyRequests) return ApiReply.Error(fault.Status, 0, $"{fault.Status}: Prepared failure");
        if (fault.Scope != "cloudflare") return TooMany(http, fault.Scope ?? "user", fault.RetryAfter);
        http.Response.Headers.RetryAfter = Math.Ceiling(fault.RetryAfter).ToString(CultureInfo.InvariantCulture);
        return Results.Text("<html><body>You are being rate limited.</body></html>", "text/html", statusCode: 429);
    }

    private static ApiReply TooMany(HttpContext http, string scope, double seconds)
    {
        var headers = http.Response.Headers;
        headers.RetryAfter = Math.Ceiling(seconds).ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Scope"] = scope;
        if (scope == "global") headers["X-RateLimit-Global"] = "true";
        headers.Via = "1.1 emulator";
        return ApiReply.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("message", "You are being rate limited.");
            json.WriteNumber("retry_after", Math.Round(Math.Max(0.001, seconds), 3));
            json.WriteBoolean("global", scope == "global");
            json.WriteNumber("code", 0);
            json.WriteEndObject();
        }, StatusCodes.Status429TooManyRequests);
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace CommunityIntel.Discord.Tests.Rest;

/// <summary>Discord's HTTP end without a socket: the test says what each request is answered.</summary>
public sealed class ScriptedHandler(Func<HttpRequestMessage, int, HttpResponseMessage> answer) : HttpMessageHandler
{
    private readonly ConcurrentQueue<(string Request, string? Authorization)> _seen = new();
    private int _count;

    public IReadOnlyCollection<(string Request, string? Authorization)> Seen => _seen;

    public static HttpResponseMessage Json(string json, HttpStatusCode status = HttpStatusCode.OK, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }

    public static (string, string)[] Limit(string bucket, int limit, int remaining, double resetAfter) =>
    [
        ("X-RateLimit-Bucket", bucket),
        ("X-RateLimit-Limit", $"{limit}"),
        ("X-RateLimit-Remaining", $"{remaining}"),
        ("X-RateLimit-Reset-After", FormattableString.Invariant($"{resetAfter}")),
    ];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _seen.Enqueue(($"{request.Method} {request.RequestUri!.PathAndQuery}", request.Headers.Authorization?.ToString()));
        return Task.FromResult(answer(request, Interlocked.Increment(ref _count)));
    }
}

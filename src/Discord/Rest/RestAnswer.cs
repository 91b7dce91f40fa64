using System.Globalization;
using System.Net;
using System.Net.Http;

namespace CommunityIntel.Discord.Rest;

/// <summary>What an answer says about limits; everything may be absent.</summary>
/// <param name="Bucket">Opaque; routes with the same one share a limit per major parameter.</param>
/// <param name="RetryAfter">Of a 429; from the body (finer) or the header.</param>
/// <param name="Scope"><c>user</c>, <c>global</c> or <c>shared</c>; of a 429.</param>
/// <param name="IsFromDiscord">False for an answer of Cloudflare: a 429 without JSON.</param>
public sealed record RestAnswer(
    HttpStatusCode Status,
    string? Bucket = null,
    int? Limit = null,
    int? Remaining = null,
    TimeSpan? ResetAfter = null,
    TimeSpan? RetryAfter = null,
    string? Scope = null,
    bool IsGlobal = false,
    bool IsFromDiscord = true)
{
    public bool IsRateLimited => Status == HttpStatusCode.TooManyRequests;

    /// <summary>Counts towards the 10,000 in ten minutes after which Cloudflare bans an address.</summary>
    public bool IsInvalidRequest =>
        Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden || (IsRateLimited && Scope != "shared");

    internal static RestAnswer From(HttpResponseMessage response, RateLimitBody? body) => new(
        response.StatusCode,
        Header(response, "X-RateLimit-Bucket"),
        (int?)Number(response, "X-RateLimit-Limit"),
        (int?)Number(response, "X-RateLimit-Remaining"),
        Seconds(Number(response, "X-RateLimit-Reset-After")),
        Seconds(body?.RetryAfter ?? Number(response, "Retry-After")),
        Header(response, "X-RateLimit-Scope"),
        body?.Global == true || Header(response, "X-RateLimit-Global") is "true",
        response.StatusCode != HttpStatusCode.TooManyRequests || body is not null);

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static double? Number(HttpResponseMessage response, string name) =>
        double.TryParse(Header(response, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && double.IsFinite(value) && value is >= 0 and <= int.MaxValue
            ? value
            : null;

    private static TimeSpan? Seconds(double? seconds) =>
        seconds is { } value && value is >= 0 and < 100_000_000 ? TimeSpan.FromSeconds(value) : null;
}

using System.Globalization;
using System.Text;
using CommunityIntel.Web.Hosting;

namespace CommunityIntel.Web.Vitals;

/// <summary>
/// Where browsers say how long a page took to show its first content: one number in milliseconds, without cookies, for no page and nobody in
/// particular. Anybody may send anything here; what is no such number is left aside, and one address may only send so many.
/// </summary>
public static class VitalsEndpoints
{
    public const string Path = "/vitals";

    /// <summary>Digits of <see cref="LongestMs"/>.</summary>
    private const int LongestBody = 5;

    /// <summary>A page that was looked at later than this was waiting in a tab behind others.</summary>
    private const int LongestMs = 60_000;

    public static void MapVitals(this IEndpointRouteBuilder endpoints) => endpoints.MapPost(Path, TakeAsync).RequireRateLimiting(RateLimits.Vitals).DisableAntiforgery();

    private static async Task<IResult> TakeAsync(HttpRequest request, CancellationToken cancellation)
    {
        var body = new byte[LongestBody + 1];
        var length = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellation);
        if (length > LongestBody || !int.TryParse(Encoding.ASCII.GetString(body, 0, length), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) || milliseconds is 0 or > LongestMs)
            return Results.BadRequest();
        VitalsMetrics.Painted(TimeSpan.FromMilliseconds(milliseconds));
        return Results.NoContent();
    }
}

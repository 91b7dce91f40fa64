using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using CommunityIntel.Web.SignIn;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace CommunityIntel.Web.Hosting;

/// <summary>How much one person, or one address that nobody signed in from, may ask in a minute. Who asks for more gets 429 with Retry-After.</summary>
public static class RateLimits
{
    public const string SignIns = "sign-ins", Pages = "pages", Downloads = "downloads", Vitals = "vitals";

    /// <summary>An IPv6 customer has at least all addresses with these first bytes.</summary>
    private const int Ipv6PrefixBytes = 8;

    private static readonly TimeSpan Refill = TimeSpan.FromSeconds(1), Window = TimeSpan.FromMinutes(1);

    public static void AddRateLimits(this IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = TellWhen;
        limiter.AddPolicy(SignIns, context => RateLimitPartition.GetFixedWindowLimiter(AddressOf(context), _ => new() { PermitLimit = Options(context).SignInsPerMinute, Window = Window }));
        // One for each page that may be read.
        limiter.AddPolicy(Vitals, context => RateLimitPartition.GetFixedWindowLimiter(AddressOf(context), _ => new() { PermitLimit = Options(context).PagesPerMinute, Window = Window }));
        limiter.AddPolicy(Pages, context => Bucket(context, Options(context).PagesPerMinute));
        limiter.AddPolicy(Downloads, context => Bucket(context, Options(context).DownloadsPerMinute));
    });

    // A minute's worth at once, and from then on as it comes back.
    private static RateLimitPartition<string> Bucket(HttpContext context, int perMinute)
    {
        // The page that explains a refusal is not refused.
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null)
            return RateLimitPartition.GetNoLimiter("");
        return RateLimitPartition.GetTokenBucketLimiter(WhoAsks(context), _ => new()
        {
            TokenLimit = perMinute,
            TokensPerPeriod = Math.Max(1, perMinute / (int)(Window / Refill)),
            ReplenishmentPeriod = perMinute < Window / Refill ? Window / perMinute : Refill,
        });
    }

    private static string WhoAsks(HttpContext context) => context.User.UserId() is { } userId ? userId.ToString(CultureInfo.InvariantCulture) : AddressOf(context);

    private static string AddressOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, Ipv6PrefixBytes)) : address.ToString();
    }

    private static ValueTask TellWhen(OnRejectedContext refused, CancellationToken cancellation)
    {
        if (refused.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
            refused.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return ValueTask.CompletedTask;
    }

    private static WebOptions Options(HttpContext context) => context.RequestServices.GetRequiredService<IOptions<WebOptions>>().Value;
}

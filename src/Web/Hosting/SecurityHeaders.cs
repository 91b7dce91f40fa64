using CommunityIntel.Web.SignIn;
using Microsoft.Extensions.Options;

namespace CommunityIntel.Web.Hosting;

/// <summary>
/// Nothing inline runs and nothing inline styles: pages draw with classes and SVG attributes, so that the policy needs
/// neither nonces nor hashes. JSON blocks are not scripts and pass.
/// </summary>
public sealed class SecurityHeaders(RequestDelegate next, DiscordAddresses discord, IOptions<WebOptions> options)
{
    /// <summary>Where a form to pay is answered with the way to; browsers look at it as at the form's own target (CSP, form-action).</summary>
    private const string StripePages = "https://checkout.stripe.com https://billing.stripe.com";

    private readonly string policy = string.Join("; ",
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self'" + (discord.CdnOrigin is { } cdn ? " " + cdn : ""),
        "connect-src 'self'",
        "manifest-src 'self'",
        string.Join(' ', ["form-action 'self'", StripePages, .. options.Value.PaymentOrigins]),
        "base-uri 'self'",
        "frame-ancestors 'none'");

    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.OnStarting(static state =>
        {
            var (response, policy) = ((HttpResponse, string))state;
            var headers = response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            if (response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true)
                headers.CacheControl = "no-store";
            return Task.CompletedTask;
        }, (context.Response, policy));
        return next(context);
    }
}

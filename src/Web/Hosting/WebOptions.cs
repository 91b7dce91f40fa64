using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace CommunityIntel.Web.Hosting;

/// <summary>Section <c>Web</c>.</summary>
public sealed class WebOptions : IValidatableObject
{
    public const string Section = "Web";

    /// <summary>
    /// Where browsers reach the dashboard, https://stats.example.org; Discord sends them back there. Without it only a
    /// loopback host works, at the address that the browser asked for.
    /// </summary>
    public Uri? PublicBaseUri { get; set; }

    /// <summary>Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed: IP addresses, or networks such as 10.0.0.0/8; empty = none.</summary>
    public IList<string> KnownProxies { get; } = [];

    /// <summary>Metrics answer on this port only; 0 = on every port.</summary>
    [Range(0, 65535)]
    public int MetricsPort { get; set; }

    /// <summary>Sign-ins that one address may start in a minute.</summary>
    [Range(1, 100_000)]
    public int SignInsPerMinute { get; set; } = 60;

    /// <summary>Pages and forms that one person, or one address that nobody signed in from, may ask for in a minute.</summary>
    [Range(1, 10_000_000)]
    public int PagesPerMinute { get; set; } = 300;

    /// <summary>Files that one person may download in a minute.</summary>
    [Range(1, 10_000_000)]
    public int DownloadsPerMinute { get; set; } = 30;

    /// <summary>Discord user ids of those who run this deployment: they see /operator, which exists for nobody else.</summary>
    public IList<long> OperatorIds { get; } = [];

    /// <summary>The front page shows what plans cost: for deployments that sell them. Unless it is set, those that have a key of Stripe's.</summary>
    public bool ShowsPrices { get; set; }

    /// <summary>Where to ask for a plan that is sold by agreement, mailto:sales@example.org or a page; null = it is said in words.</summary>
    public Uri? ContactUri { get; set; }

    /// <summary>Origins beside Stripe's own of the pages where people pay, https://pay.example.org: forms may lead to them.</summary>
    public IList<string> PaymentOrigins { get; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicBaseUri is { } uri && (!uri.IsAbsoluteUri || uri.Scheme is not ("http" or "https")))
            yield return new("Web:PublicBaseUri must be an absolute http or https address.", [nameof(PublicBaseUri)]);
        if (KnownProxies.Any(proxy => !IPAddress.TryParse(proxy, out _) && !IPNetwork.TryParse(proxy, out _)))
            yield return new("Web:KnownProxies must be IP addresses or networks.", [nameof(KnownProxies)]);
        if (OperatorIds.Any(id => id <= 0))
            yield return new("Web:OperatorIds must be ids of Discord users.", [nameof(OperatorIds)]);
        if (ContactUri is { } contact && (!contact.IsAbsoluteUri || contact.Scheme is not ("https" or "http" or "mailto")))
            yield return new("Web:ContactUri must be an absolute https, http or mailto address.", [nameof(ContactUri)]);
        if (PaymentOrigins.Any(origin => !IsOrigin(origin)))
            yield return new("Web:PaymentOrigins must be http or https origins without a path.", [nameof(PaymentOrigins)]);
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https") && string.Equals(uri.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase);
}

[OptionsValidator]
public sealed partial class WebOptionsValidator : IValidateOptions<WebOptions>;

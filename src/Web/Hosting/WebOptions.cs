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

    /// <summary>Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed; empty = none.</summary>
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

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicBaseUri is { } uri && (!uri.IsAbsoluteUri || uri.Scheme is not ("http" or "https")))
            yield return new("Web:PublicBaseUri must be an absolute http or https address.", [nameof(PublicBaseUri)]);
        if (KnownProxies.Any(proxy => !IPAddress.TryParse(proxy, out _)))
            yield return new("Web:KnownProxies must be IP addresses.", [nameof(KnownProxies)]);
    }
}

[OptionsValidator]
public sealed partial class WebOptionsValidator : IValidateOptions<WebOptions>;

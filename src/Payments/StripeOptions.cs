namespace CommunityIntel.Payments;

/// <summary>Section <c>Billing:Stripe</c>. Without a key nothing is sold through Stripe.</summary>
public sealed class StripeOptions
{
    public const string Section = "Billing:Stripe";

    /// <summary>A secret or restricted key: sk_test_…, rk_test_…, sk_live_… or rk_live_…. Its mode is the deployment's.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The signing secret of the webhook endpoint, whsec_…; the web needs it, and of several (while one is replaced) all, with commas between them.</summary>
    public string? WebhookSecret { get; set; }

    /// <summary>Where Stripe's API answers; null = Stripe itself. http only on loopback.</summary>
    public Uri? ApiBase { get; set; }

    /// <summary>Seconds for one request.</summary>
    public int TimeoutSeconds { get; set; } = 10;

    public bool IsConfigured => !string.IsNullOrEmpty(ApiKey);

    public bool IsLive => ApiKey?.Contains("_live_", StringComparison.Ordinal) == true;

    /// <summary>All that is wrong. No secret is in it.</summary>
    public IEnumerable<string> Faults()
    {
        if (IsConfigured && !(ApiKey!.StartsWith("sk_test_", StringComparison.Ordinal) || ApiKey.StartsWith("rk_test_", StringComparison.Ordinal) || ApiKey.StartsWith("sk_live_", StringComparison.Ordinal) || ApiKey.StartsWith("rk_live_", StringComparison.Ordinal)))
            yield return "Billing:Stripe:ApiKey must be a secret or restricted key of Stripe: it begins with sk_test_, rk_test_, sk_live_ or rk_live_";
        if (ApiBase is { } uri && !(uri.IsAbsoluteUri && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))))
            yield return "Billing:Stripe:ApiBase must be an https address, or an http one on loopback";
        if (IsLive && ApiBase is not null) yield return "Billing:Stripe:ApiBase must not be set with a live key: it would leave for somewhere else than Stripe";
        if (!string.IsNullOrEmpty(WebhookSecret) && WebhookSecrets.Any(s => !s.StartsWith("whsec_", StringComparison.Ordinal))) yield return "Billing:Stripe:WebhookSecret must be signing secrets of Stripe, which begin with whsec_";
        if (TimeoutSeconds is < 1 or > 80) yield return "Billing:Stripe:TimeoutSeconds must be between 1 and 80";
    }

    public IReadOnlyList<string> WebhookSecrets => WebhookSecret?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}

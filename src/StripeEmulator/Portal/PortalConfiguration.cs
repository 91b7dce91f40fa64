using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Portal;

internal sealed class PortalConfiguration : StripeObject
{
    public override string Object => "billing_portal.configuration";

    public bool Active { get; set; } = true;

    public BusinessProfile BusinessProfile { get; set; } = new(null, null, null);

    public string? DefaultReturnUrl { get; set; }

    public PortalFeatures Features { get; set; } = new();

    public bool IsDefault { get; init; }

    public LoginPage LoginPage { get; set; } = new(false);

    public Dictionary<string, string> Metadata { get; init; } = [];

    public string? Name { get; set; }

    public long Updated { get; set; }
}

internal sealed record BusinessProfile(string? Headline, string? PrivacyPolicyUrl, string? TermsOfServiceUrl);

internal sealed record LoginPage(bool Enabled)
{
    public string? Url => null;
}

internal sealed record PortalFeatures
{
    public CustomerUpdateFeature CustomerUpdate { get; init; } = new(false, []);

    public SwitchFeature InvoiceHistory { get; init; } = new(false);

    public SwitchFeature PaymentMethodUpdate { get; init; } = new(false);

    public CancelFeature SubscriptionCancel { get; init; } = new(false, "at_period_end", "none", new CancellationReasons(false, []));

    public UpdateFeature SubscriptionUpdate { get; init; } = new(false, [], [], "none");
}

internal sealed record SwitchFeature(bool Enabled);

internal sealed record CustomerUpdateFeature(bool Enabled, List<string> AllowedUpdates);

/// <param name="Mode"><c>at_period_end</c> or <c>immediately</c>.</param>
internal sealed record CancelFeature(bool Enabled, string Mode, string ProrationBehavior, CancellationReasons CancellationReason);

internal sealed record CancellationReasons(bool Enabled, List<string> Options);

internal sealed record UpdateFeature(bool Enabled, List<string> DefaultAllowedUpdates, List<PortalProduct> Products, string ProrationBehavior)
{
    public string? BillingCycleAnchor => null;

    public PeriodEndSchedule ScheduleAtPeriodEnd => new([]);

    public string TrialUpdateBehavior { get; init; } = "continue_trial";
}

internal sealed record PeriodEndSchedule(List<string> Conditions);

internal sealed record PortalProduct(string Product, List<string> Prices);

internal sealed class PortalSession : StripeObject
{
    public override string Object => "billing_portal.session";

    public required string Configuration { get; init; }

    public required string Customer { get; init; }

    public PortalFlow? Flow { get; init; }

    public string? Locale { get; init; }

    public string? OnBehalfOf => null;

    public string? ReturnUrl { get; init; }

    public required PagePath Url { get; init; }
}

/// <param name="Type"><c>subscription_update subscription_cancel subscription_update_confirm payment_method_update</c>.</param>
internal sealed record PortalFlow(string Type, AfterCompletion AfterCompletion)
{
    public FlowSubscription? SubscriptionCancel { get; init; }

    public FlowSubscription? SubscriptionUpdate { get; init; }

    public FlowConfirm? SubscriptionUpdateConfirm { get; init; }
}

internal sealed record FlowSubscription(string Subscription);

internal sealed record FlowConfirm(string Subscription, List<FlowItem> Items);

internal sealed record FlowItem(string Id, string Price, long Quantity);

/// <param name="Type"><c>portal_homepage</c>, <c>redirect</c> or <c>hosted_confirmation</c>.</param>
internal sealed record AfterCompletion(string Type, FlowRedirect? Redirect)
{
    public string? HostedConfirmation => null;
}

internal sealed record FlowRedirect(string ReturnUrl);

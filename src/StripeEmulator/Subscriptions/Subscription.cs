using System.Text.Json.Serialization;
using CommunityIntel.StripeEmulator.Prices;
using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Subscriptions;

internal sealed class Subscription : StripeObject
{
    // Stripe docs, How subscriptions work: the first payment may take 23 hours.
    private const long IncompleteSeconds = 23 * 60 * 60;

    public override string Object => "subscription";

    public AutomaticTax AutomaticTax => new(false);

    /// <summary>Periods are counted from here.</summary>
    public long BillingCycleAnchor { get; set; }

    public BillingMode BillingMode => new(Created);

    public long? CancelAt { get; set; }

    public bool CancelAtPeriodEnd { get; set; }

    public long? CanceledAt { get; set; }

    public CancellationDetails CancellationDetails { get; set; } = new(null, null, null);

    public string CollectionMethod => "charge_automatically";

    public required string Currency { get; init; }

    public required string Customer { get; init; }

    public string? DefaultPaymentMethod { get; set; }

    public string? Description { get; set; }

    public List<string> Discounts { get; init; } = [];

    public long? EndedAt { get; set; }

    public required ListOf<SubscriptionItem> Items { get; init; }

    public string? LatestInvoice { get; set; }

    public Dictionary<string, string> Metadata { get; init; } = [];

    public PaymentSettings PaymentSettings => new();

    public PendingUpdate? PendingUpdate { get; set; }

    public long StartDate { get; init; }

    /// <summary><c>incomplete incomplete_expired trialing active past_due unpaid paused canceled</c>.</summary>
    public required string Status { get; set; }

    public long? TrialEnd { get; set; }

    public TrialSettings TrialSettings { get; set; } = new(new TrialEndBehavior("create_invoice"));

    public long? TrialStart { get; set; }

    /// <summary>When <c>trial_will_end</c> is due.</summary>
    [Unsent]
    public long? TrialNoticeAt { get; set; }

    /// <summary>When <c>invoice.upcoming</c> is due.</summary>
    [Unsent]
    public long? UpcomingAt { get; set; }

    /// <summary>Pays for <see cref="PendingUpdate"/>.</summary>
    [Unsent]
    public string? PendingInvoice { get; set; }

    [JsonIgnore]
    public long PeriodStart => Items.Data[0].CurrentPeriodStart;

    [JsonIgnore]
    public long PeriodEnd => Items.Data[0].CurrentPeriodEnd;

    [JsonIgnore]
    public Recurrence Recurrence => Items.Data[0].Price.Recurring!;

    [JsonIgnore]
    public bool HasEnded => Status is "canceled" or "incomplete_expired";

    public override long? DueAt => Status switch
    {
        "canceled" or "incomplete_expired" or "paused" => null,
        "incomplete" => Created + IncompleteSeconds,
        _ => new[] { PeriodEnd, CancelAt, TrialNoticeAt, UpcomingAt, PendingUpdate?.ExpiresAt }.Min(),
    };

    /// <summary>Moves every item to a period.</summary>
    public void SetPeriod(long start, long end, long upcomingNotice)
    {
        foreach (var item in Items.Data) (item.CurrentPeriodStart, item.CurrentPeriodEnd) = (start, end);
        UpcomingAt = end - upcomingNotice > start ? end - upcomingNotice : null;
    }
}

internal sealed class SubscriptionItem : StripeObject
{
    public override string Object => "subscription_item";

    public long BilledUntil => CurrentPeriodEnd;

    public long CurrentPeriodEnd { get; set; }

    public long CurrentPeriodStart { get; set; }

    public List<string> Discounts => [];

    public Dictionary<string, string> Metadata { get; init; } = [];

    public required Price Price { get; set; }

    public required long Quantity { get; set; }

    public required string Subscription { get; init; }

    /// <summary>Minor units for a whole period, before discounts.</summary>
    public long AmountIn(string currency) => Price.AmountIn(currency)!.Value * Quantity;

    public SubscriptionItem With(Price price, long quantity) => new()
    {
        Id = Id,
        Created = Created,
        CurrentPeriodStart = CurrentPeriodStart,
        CurrentPeriodEnd = CurrentPeriodEnd,
        Metadata = Metadata,
        Price = price,
        Quantity = quantity,
        Subscription = Subscription,
    };
}

internal sealed record AutomaticTax(bool Enabled)
{
    public string? DisabledReason => null;

    public string? Liability => null;
}

internal sealed record BillingMode(long UpdatedAt)
{
    public string Type => "classic";
}

internal sealed record CancellationDetails(string? Comment, string? Feedback, string? Reason);

internal sealed record PaymentSettings
{
    public string SaveDefaultPaymentMethod => "off";

    public List<string>? PaymentMethodTypes => null;
}

/// <summary>A change that waits for its payment.</summary>
internal sealed record PendingUpdate(long ExpiresAt, List<SubscriptionItem> SubscriptionItems)
{
    public long? TrialEnd => null;

    public long? BillingCycleAnchor => null;
}

internal sealed record TrialSettings(TrialEndBehavior EndBehavior);

/// <param name="MissingPaymentMethod"><c>create_invoice</c>, <c>cancel</c> or <c>pause</c>.</param>
internal sealed record TrialEndBehavior(string MissingPaymentMethod);

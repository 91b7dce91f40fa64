namespace CommunityIntel.Domain.Billing;

/// <summary>Stripe's own words. Numbers are stored.</summary>
public enum SubscriptionStatus
{
    /// <summary>The first payment was not made yet: nothing is granted.</summary>
    Incomplete = 0,
    IncompleteExpired = 1,
    Trialing = 2,
    Active = 3,
    PastDue = 4,
    Canceled = 5,

    /// <summary>Stripe gave up to collect.</summary>
    Unpaid = 6,

    /// <summary>A trial ended without a way to pay.</summary>
    Paused = 7,
}

/// <summary>
/// A subscription as Stripe said it is. Times are Unix ms. <c>Plan</c> null = of a price that is none of ours: it grants nothing. <c>Quantity</c>: guilds paid for.
/// <c>AmountMinor</c>: for one of them and interval, before discounts. <c>CancelsAtMs</c>: it ends then; null = it renews. <c>UnpaidSinceMs</c>: when the open invoice was made,
/// if it is past due or unpaid. <c>GuildId</c>: the guild that it was bought for, 0 = none was named.
/// </summary>
public sealed record Subscription(
    string Id, SubscriptionStatus Status, Plan? Plan, BillingInterval Interval, int Quantity, long AmountMinor, string Currency,
    long StartedAtMs, long PeriodEndsAtMs, long? TrialEndsAtMs, long? CancelsAtMs, long? EndedAtMs, long? UnpaidSinceMs, long GuildId)
{
    /// <summary>What it gives is given at <paramref name="nowMs"/>: it is paid, being tried, or unpaid for less than the grace.</summary>
    public bool HoldsAt(long nowMs) => Status is SubscriptionStatus.Trialing or SubscriptionStatus.Active
        || (Status is SubscriptionStatus.PastDue or SubscriptionStatus.Unpaid && UnpaidSinceMs + (PlanTable.GraceDays * 86_400_000L) > nowMs);

    /// <summary>It is not over, whether or not it is paid.</summary>
    public bool IsLive => Status is SubscriptionStatus.Trialing or SubscriptionStatus.Active or SubscriptionStatus.PastDue or SubscriptionStatus.Unpaid or SubscriptionStatus.Paused;

    /// <summary>
    /// As seen at <paramref name="nowMs"/> after <paramref name="before"/>: what Stripe says is over, or unpaid, is so now, whatever its clock says.
    /// </summary>
    public Subscription SeenAt(long nowMs, Subscription? before) => this with
    {
        StartedAtMs = StartedAtMs > nowMs ? before?.StartedAtMs ?? nowMs : StartedAtMs,
        EndedAtMs = EndedAtMs is { } ended && ended > nowMs ? before?.EndedAtMs ?? nowMs : EndedAtMs,
        UnpaidSinceMs = UnpaidSinceMs is { } since && since > nowMs ? before?.UnpaidSinceMs ?? nowMs : UnpaidSinceMs,
    };
}

namespace CommunityIntel.StripeEmulator.Subscriptions;

/// <summary>New items for a subscription, or a new period, worked out before anything is changed.</summary>
/// <param name="Items">All items that there will be.</param>
/// <param name="Restarts">A new period begins at <paramref name="At"/>, because the interval changes or the trial ends.</param>
/// <param name="At">Unix seconds; prorations count from here.</param>
/// <param name="PeriodEnd">Of the period that is under way after the change.</param>
/// <param name="TrialEnd">A new end of the trial; <paramref name="At"/> ends it; null leaves it as it is.</param>
/// <param name="Behavior">Stripe's <c>proration_behavior</c>.</param>
internal sealed record SubscriptionChange(Subscription Of, List<SubscriptionItem> Items, bool Restarts, long At, long PeriodEnd, long? TrialEnd, string Behavior)
{
    public bool Prorates => Behavior != "none";

    /// <summary>What it costs is billed at once, not with the next renewal.</summary>
    public bool BillsAtOnce => Restarts || Behavior == "always_invoice";
}

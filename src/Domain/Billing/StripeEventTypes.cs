namespace CommunityIntel.Domain.Billing;

/// <summary>
/// Which of Stripe's events may change what somebody has. All others are ignored knowingly: a refund or a dispute takes nothing by itself, who decides to end the subscription cancels it.
/// </summary>
public static class StripeEventTypes
{
    /// <summary>Those that the webhook endpoint is told.</summary>
    public static IReadOnlyList<string> OfInterest { get; } =
    [
        "checkout.session.completed",
        "customer.deleted",
        "customer.subscription.created", "customer.subscription.updated", "customer.subscription.deleted", "customer.subscription.paused", "customer.subscription.resumed",
        "customer.subscription.trial_will_end",
        "invoice.paid", "invoice.payment_failed", "invoice.voided", "invoice.marked_uncollectible",
    ];

    public static bool MayChangeSomething(string type) => OfInterest.Contains(type, StringComparer.Ordinal);
}

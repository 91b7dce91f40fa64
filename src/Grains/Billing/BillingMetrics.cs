using System.Diagnostics.Metrics;

namespace CommunityIntel.Grains.Billing;

/// <summary>Meter <c>CommunityIntel.Billing</c>.</summary>
internal static class BillingMetrics
{
    private static readonly Meter Meter = new("CommunityIntel.Billing");
    private static readonly Counter<long> Events = Meter.CreateCounter<long>("stripe_events_received", description: "Signed events that Stripe sent, by type, duplicates included.");
    private static readonly Counter<long> Changes = Meter.CreateCounter<long>("entitlement_changes", description: "Changes of what guilds are entitled to, by the plan that holds then.");

    public static void Received(string type) => Events.Add(1, new KeyValuePair<string, object?>("type", Domain.Billing.StripeEventTypes.MayChangeSomething(type) ? type : "other"));

    public static void PlanChanged(string plan) => Changes.Add(1, new KeyValuePair<string, object?>("plan", plan));
}

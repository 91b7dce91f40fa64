using System.Diagnostics.Metrics;

namespace CommunityIntel.Grains.Digests;

/// <summary>Meter <c>CommunityIntel.Digests</c>.</summary>
internal static class DigestMetrics
{
    private static readonly Meter Meter = new("CommunityIntel.Digests");
    private static readonly Counter<long> Digests = Meter.CreateCounter<long>("digests_made", description: "Digests made, by who wrote them.");
    private static readonly Gauge<double> Budget = Meter.CreateGauge<double>("model_budget_used", description: "Share of a budget for language models that is used: of a provider's requests of the day, or of the month's money.");

    public static void Made(string maker) => Digests.Add(1, new KeyValuePair<string, object?>("maker", maker));

    public static void BudgetUsed(string what, double share) => Budget.Record(share, new KeyValuePair<string, object?>("budget", what));
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CommunityIntel.Grains.Digests;

/// <summary>Meter <c>CommunityIntel.Digests</c>.</summary>
internal static class DigestMetrics
{
    /// <summary>What was said longer ago may be another silo's to say by now.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    private static readonly Meter Meter = new("CommunityIntel.Digests");
    private static readonly Counter<long> Digests = Meter.CreateCounter<long>("digests_made", description: "Digests made, by who wrote them.");
    private static readonly ConcurrentDictionary<string, (double Share, long At)> Used = new();

    static DigestMetrics() => Meter.CreateObservableGauge(
        "model_budget_used", UsedNow, description: "Share of a budget for language models that is used: of a provider's requests of the day, or of the month's money.");

    public static void Made(string maker) => Digests.Add(1, new KeyValuePair<string, object?>("maker", maker));

    public static void BudgetUsed(string what, double share) => Used[what] = (share, Stopwatch.GetTimestamp());

    private static IEnumerable<Measurement<double>> UsedNow() =>
        Used.Where(used => Stopwatch.GetElapsedTime(used.Value.At) < Fresh).Select(used => new Measurement<double>(used.Value.Share, new KeyValuePair<string, object?>("budget", used.Key)));
}

using System.Diagnostics.Metrics;

namespace CommunityIntel.Grains.Shards;

internal static class ShardMetrics
{
    private static readonly Meter Meter = new("CommunityIntel.Shards");
    private static readonly Gauge<int> Remaining = Meter.CreateGauge<int>("identify_remaining", description: "Identifies left of today's budget, as Discord last said.");
    private static readonly Gauge<int> Total = Meter.CreateGauge<int>("identify_total", description: "Identifies that Discord allows in a day.");

    public static void IdentifyBudget(int remaining, int total)
    {
        Remaining.Record(remaining);
        Total.Record(total);
    }
}

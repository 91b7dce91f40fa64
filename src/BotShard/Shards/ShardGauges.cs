using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CommunityIntel.BotShard.Shards;

/// <summary>Meter <c>CommunityIntel.BotShard</c>, what this worker runs.</summary>
internal static class ShardGauges
{
    private static readonly Meter Meter = new("CommunityIntel.BotShard");
    private static double s_connectedAfter;

    static ShardGauges() => Meter.CreateObservableGauge("connected_after_seconds", AfterStart, "s", "From the start of the process until every shard that it was given heard Discord.");

    public static void Watch(Func<int> wanted, Func<int> connected)
    {
        Meter.CreateObservableGauge("shards_wanted", wanted, description: "Shards that this worker was given, those of a coming or leaving set and those that it hands over included.");
        Meter.CreateObservableGauge("shards_connected", connected, description: "Shards of this worker that hear Discord, those of a coming set left out.");
    }

    /// <summary>Only the first time counts.</summary>
    public static void Connected()
    {
        if (Volatile.Read(ref s_connectedAfter) > 0) return;
        using var process = Process.GetCurrentProcess();
        Volatile.Write(ref s_connectedAfter, (DateTime.Now - process.StartTime).TotalSeconds);
    }

    private static IEnumerable<Measurement<double>> AfterStart() => Volatile.Read(ref s_connectedAfter) is > 0 and var seconds ? [new(seconds)] : [];
}

using System.Diagnostics;
using CommunityIntel.Lab.Processes;

namespace CommunityIntel.Benchmarks.Pipeline;

/// <summary>
/// Counters of a cluster at one moment, summed over the members of a kind. CPU in seconds; the most memory that each process
/// held, in bytes; latency buckets by upper bound in seconds.
/// </summary>
internal sealed record Reading(
    long Timestamp, double Events, double Batches, double Commits, double WorkerCpu, double SiloCpu, double PostgresCpu, double DiscordCpu,
    IReadOnlyDictionary<string, long> PeakBytes, IReadOnlyList<(double UpTo, double Count)> Latency)
{
    public static async Task<Reading> TakeAsync(ProductCluster cluster, CancellationToken cancellation)
    {
        var postgres = cluster.Postgres.ProcessId;
        var peaks = cluster.Of(MemberKind.Worker).Concat(cluster.Of(MemberKind.Silo)).ToDictionary(m => m.Name, m => m.Process!.PeakResidentBytes);
        peaks["postgres"] = ProcessTree.ProportionalBytes(postgres);
        return new Reading(
            Stopwatch.GetTimestamp(),
            await SumAsync(cluster, MemberKind.Worker, "communityintel_botshard_events_durable", cancellation),
            await SumAsync(cluster, MemberKind.Worker, "communityintel_botshard_batches_durable", cancellation),
            await SumAsync(cluster, MemberKind.Silo, "communityintel_storage_commits", cancellation),
            Cpu(cluster, MemberKind.Worker),
            Cpu(cluster, MemberKind.Silo),
            ProcessTree.CpuSeconds(postgres),
            Cpu(cluster, MemberKind.Discord),
            peaks,
            await LatencyAsync(cluster, cancellation));
    }

    /// <summary>One metric over all members of a kind.</summary>
    public static async Task<double> SumAsync(ProductCluster cluster, MemberKind kind, string metric, CancellationToken cancellation)
    {
        var sum = 0d;
        foreach (var member in cluster.Of(kind)) sum += await member.MetricAsync(metric, cancellation);
        return sum;
    }

    private static double Cpu(ProductCluster cluster, MemberKind kind) => cluster.Of(kind).Sum(m => m.Process!.CpuTime.TotalSeconds);

    private static async Task<IReadOnlyList<(double UpTo, double Count)>> LatencyAsync(ProductCluster cluster, CancellationToken cancellation)
    {
        var all = new List<(double UpTo, double Count)>();
        foreach (var worker in cluster.Of(MemberKind.Worker)) all.AddRange(await worker.BucketsAsync("communityintel_botshard_ack_seconds_bucket", cancellation));
        return [.. all.GroupBy(b => b.UpTo).Select(g => (g.Key, g.Sum(b => b.Count)))];
    }
}

using System.Diagnostics;
using CommunityIntel.Lab.Processes;

namespace CommunityIntel.Benchmarks.Memory;

/// <summary>The arrival of many guilds at once: how long, and the most that was seen of resident memory and activations.</summary>
internal sealed record Burst(TimeSpan Length, long WorkerBytes, long SiloBytes, int Activations, double SiloCpuSeconds)
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(500);

    public static async Task<Burst> WatchAsync(ProductCluster cluster, Func<Task> arrival, CancellationToken cancellation)
    {
        var (worker, silo) = (cluster.Member(MemberKind.Worker).Process!, cluster.Member(MemberKind.Silo).Process!);
        var (started, cpu) = (Stopwatch.GetTimestamp(), silo.CpuTime);
        var (ofWorker, ofSilo, activations) = (0L, 0L, 0);
        var arriving = arrival();
        while (!arriving.IsCompleted)
        {
            ofWorker = Math.Max(ofWorker, worker.ResidentBytes);
            ofSilo = Math.Max(ofSilo, silo.ResidentBytes);
            activations = Math.Max(activations, await MemoryReading.ActivationsAsync(cluster));
            await Task.WhenAny(arriving, Task.Delay(Often, cancellation));
        }

        await arriving;
        return new Burst(Stopwatch.GetElapsedTime(started), ofWorker, ofSilo, activations, (silo.CpuTime - cpu).TotalSeconds);
    }
}

using System.Diagnostics;
using CommunityIntel.Lab.Processes;

namespace CommunityIntel.Benchmarks.Pipeline;

/// <summary>Counters of all processes at one moment. CPU in seconds, memory in bytes; latency buckets by upper bound in seconds.</summary>
internal sealed record Reading(
    long Timestamp, double Events, double Batches, double Commits, double WorkerCpu, double SiloCpu, double PostgresCpu, double DiscordCpu,
    long WorkerRss, long SiloRss, long PostgresRss, IReadOnlyList<(double UpTo, double Count)> Latency)
{
    public static async Task<Reading> TakeAsync(PipelineProcesses p, CancellationToken cancellation) => new(
        Stopwatch.GetTimestamp(),
        await p.WorkerMetricAsync("communityintel_botshard_events_durable", cancellation),
        await p.WorkerMetricAsync("communityintel_botshard_batches_durable", cancellation),
        await p.SiloMetricAsync("communityintel_storage_commits", cancellation),
        p.Worker.CpuTime.TotalSeconds,
        p.Silo.CpuTime.TotalSeconds,
        ProcessTree.CpuSeconds(p.PostgresProcessId),
        p.Discord.CpuTime.TotalSeconds,
        p.Worker.PeakResidentBytes,
        p.Silo.PeakResidentBytes,
        ProcessTree.ProportionalBytes(p.PostgresProcessId),
        await p.WorkerBucketsAsync("communityintel_botshard_ack_seconds_bucket", cancellation));
}

/// <summary>A process and its children, read from /proc.</summary>
internal static class ProcessTree
{
    private const double TicksPerSecond = 100;

    /// <summary>User and system time, that of ended children included.</summary>
    public static double CpuSeconds(int root) => Members(root).Sum(pid =>
    {
        var fields = Stat(pid);
        var own = double.Parse(fields[11], null) + double.Parse(fields[12], null);
        return (pid == root ? own + double.Parse(fields[13], null) + double.Parse(fields[14], null) : own) / TicksPerSecond;
    });

    /// <summary>Memory with shared pages divided among those who share them (PSS).</summary>
    public static long ProportionalBytes(int root) => Members(root).Sum(pid =>
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/smaps_rollup").FirstOrDefault(l => l.StartsWith("Pss:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], null) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    });

    private static IEnumerable<int> Members(int root)
    {
        yield return root;
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var pid)) continue;
            string[] fields;
            try
            {
                fields = Stat(pid);
            }
            catch (IOException)
            {
                continue;
            }

            if (fields[1] == $"{root}") yield return pid;
        }
    }

    // The fields after the name, which may hold spaces: state, parent, …
    private static string[] Stat(int pid)
    {
        var text = File.ReadAllText($"/proc/{pid}/stat");
        return text[(text.LastIndexOf(')') + 2)..].Split(' ');
    }
}

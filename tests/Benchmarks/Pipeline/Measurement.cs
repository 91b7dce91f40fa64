using System.Diagnostics;

namespace CommunityIntel.Benchmarks.Pipeline;

/// <summary>CPU µs per durable event, by process.</summary>
internal sealed record CpuPerEvent(double Worker, double Silo, double Postgres, double Product, double LocalDiscord);

/// <summary>From taking an event off the socket to its durable acknowledgement, in ms; bounds of histogram buckets.</summary>
internal sealed record AckLatency(double P50, double P99);

/// <summary>What happened between two readings.</summary>
internal sealed record Measurement(
    double EventsPerSecond, CpuPerEvent Cpu, double EventsPerBatch, double EventsPerCommit, AckLatency Latency, Dictionary<string, long> PeakRssMb)
{
    public static Measurement Between(Reading before, Reading after)
    {
        var events = Math.Max(1, after.Events - before.Events);
        var seconds = Stopwatch.GetElapsedTime(before.Timestamp, after.Timestamp).TotalSeconds;
        double PerEvent(double from, double to) => Math.Round((to - from) * 1e6 / events, 2);
        var (worker, silo, postgres) = (PerEvent(before.WorkerCpu, after.WorkerCpu), PerEvent(before.SiloCpu, after.SiloCpu), PerEvent(before.PostgresCpu, after.PostgresCpu));
        return new Measurement(
            events / seconds,
            new CpuPerEvent(worker, silo, postgres, Math.Round(worker + silo + postgres, 2), PerEvent(before.DiscordCpu, after.DiscordCpu)),
            Math.Round(events / Math.Max(1, after.Batches - before.Batches), 1),
            Math.Round(events / Math.Max(1, after.Commits - before.Commits), 1),
            new AckLatency(Quantile(before, after, 0.5), Quantile(before, after, 0.99)),
            after.PeakBytes.ToDictionary(p => p.Key, p => p.Value >> 20));
    }

    private static double Quantile(Reading before, Reading after, double q)
    {
        var start = before.Latency.ToDictionary(b => b.UpTo, b => b.Count);
        var buckets = after.Latency.Select(b => (b.UpTo, Count: b.Count - start.GetValueOrDefault(b.UpTo))).OrderBy(b => b.UpTo).ToList();
        if (buckets.Count == 0) return 0;
        var wanted = buckets[^1].Count * q;
        var (lastBound, lastCount) = (0d, 0d);
        foreach (var (upTo, count) in buckets)
        {
            if (count >= wanted)
                return double.IsInfinity(upTo) ? lastBound * 1000 : Math.Round((lastBound + ((upTo - lastBound) * (wanted - lastCount) / Math.Max(1, count - lastCount))) * 1000, 1);
            (lastBound, lastCount) = (upTo, count);
        }

        return lastBound * 1000;
    }
}

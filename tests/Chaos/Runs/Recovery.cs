using CommunityIntel.Chaos.Faults;

namespace CommunityIntel.Chaos.Runs;

/// <param name="Worst">The oldest event's age at its worst between fault and recovery (s).</param>
internal sealed record RecoveryOf(string Kind, int Count, double MedianSeconds, double MaxSeconds, double Worst);

/// <summary>
/// How long a fault is felt: from its beginning, however long it was made to last, until the oldest event that is not durable
/// is younger than the limit, for a second and a half on end. The limit is two seconds, or three times what it was at its
/// worst before the first fault. A fault into an earlier one's recovery is recovered when everything is.
/// </summary>
internal static class Recovery
{
    private const double LeastLimitSeconds = 2;
    private const long SteadyMs = 1_500;

    public static double Limit(IReadOnlyList<Sample> samples, long firstFaultAt) =>
        Math.Max(LeastLimitSeconds, 3 * samples.Where(s => s.At < firstFaultAt).TakeLast(20).Select(s => s.OldestSeconds).DefaultIfEmpty(0).Max());

    public static IReadOnlyList<RecoveryOf> Of(IReadOnlyCollection<Injected> faults, IReadOnlyList<Sample> samples)
    {
        if (faults.Count == 0) return [];
        var limit = Limit(samples, faults.Min(f => f.StartedAt));
        return [.. faults.GroupBy(f => f.Fault.Kind).OrderBy(g => g.Key).Select(group =>
        {
            var times = group.Select(f => Seconds(f, samples, limit)).OrderBy(t => t.Seconds).ToList();
            return new RecoveryOf(Faults.Faults.Name(group.Key), times.Count, times[times.Count / 2].Seconds, times[^1].Seconds, times.Max(t => t.Worst));
        })];
    }

    private static (double Seconds, double Worst) Seconds(Injected fault, IReadOnlyList<Sample> samples, double limit)
    {
        // The effect shows when the next events are due: the first second does not count as recovered.
        long? since = null;
        var (worst, felt) = (0.0, false);
        foreach (var sample in samples.Where(s => s.At >= fault.StartedAt))
        {
            worst = Math.Max(worst, sample.OldestSeconds);
            if (sample.OldestSeconds >= limit)
            {
                (since, felt) = (null, true);
                continue;
            }

            since ??= sample.At;
            var end = fault.StartedAt + (long)fault.Fault.Length.TotalMilliseconds;
            if (sample.At - since >= SteadyMs && (felt || sample.At >= end + (long)(limit * 1000)))
                return (felt ? (since.Value - fault.StartedAt) / 1000.0 : 0, worst);
        }

        return (((samples.Count == 0 ? fault.StartedAt : samples[^1].At) - fault.StartedAt) / 1000.0, worst);
    }
}

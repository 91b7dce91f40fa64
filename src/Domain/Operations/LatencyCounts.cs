namespace CommunityIntel.Domain.Operations;

/// <summary>How many took how long: <c>Counts[i]</c> took at most <see cref="Bounds"/>[i] seconds and longer than the bound before; the last one longer than all. Sums of several are sums of counts.</summary>
public sealed record LatencyCounts(IReadOnlyList<int> Counts)
{
    /// <summary>Seconds; the thresholds are among them, so that nothing is guessed there. After the last, 15 minutes, Discord takes no answer any more.</summary>
    public static IReadOnlyList<double> Bounds { get; } = [0.05, 0.1, 0.25, 0.5, 1, 1.5, Thresholds.CommandSeconds, 2.5, SwitchOver.LatencyThresholdSeconds, 5, Thresholds.CriticalSeconds, 30, 60, 900];

    public static LatencyCounts None { get; } = new(new int[Bounds.Count + 1]);

    public int Total => Counts.Sum();

    public static int PlaceOf(double seconds)
    {
        var place = 0;
        while (place < Bounds.Count && seconds > Bounds[place]) place++;
        return place;
    }

    public LatencyCounts With(LatencyCounts other) => new([.. Counts.Zip(other.Counts, (mine, theirs) => mine + theirs)]);

    /// <summary>The bound that a share (0 to 1) of them kept, in seconds; null = there were none. Longer than all bounds counts as the last.</summary>
    public double? Within(double share)
    {
        var (total, sum) = (Total, 0);
        if (total == 0) return null;
        for (var place = 0; place < Bounds.Count; place++)
        {
            sum += Counts[place];
            if (sum >= share * total) return Bounds[place];
        }

        return Bounds[^1];
    }
}

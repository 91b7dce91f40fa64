namespace CommunityIntel.Grains.Activity;

/// <summary>Reports, each computed once per <see cref="Lifetime"/> however many ask. Lives with the activation.</summary>
internal sealed class ReportCache<TKey, TReport>(TimeProvider time) where TKey : notnull
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private const int MostKept = 32;

    private readonly Dictionary<TKey, (Task<TReport> Report, DateTimeOffset At, long Commits)> _kept = [];

    /// <summary>What was kept is not given out any more.</summary>
    public void Forget() => _kept.Clear();

    /// <summary>A kept report is good until something was written that it shows, and for its lifetime whatever was.</summary>
    /// <param name="commits">How many commits there were until now.</param>
    /// <param name="isOutdated">Whether something that the report shows was written after so many commits.</param>
    /// <param name="compute">Computes the report as of the instant that it is given.</param>
    public Task<TReport> GetAsync(TKey key, long commits, Func<long, bool> isOutdated, Func<DateTimeOffset, Task<TReport>> compute)
    {
        var now = time.GetUtcNow();
        if (_kept.TryGetValue(key, out var kept) && !kept.Report.IsFaulted && (now - kept.At < Lifetime || !isOutdated(kept.Commits))) return kept.Report;
        if (_kept.Count >= MostKept) _kept.Clear();
        var report = compute(now);
        _kept[key] = (report, now, commits);
        return report;
    }
}

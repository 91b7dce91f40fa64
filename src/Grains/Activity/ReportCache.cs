namespace CommunityIntel.Grains.Activity;

/// <summary>Reports, each computed once per <see cref="Lifetime"/> however many ask. Lives with the activation.</summary>
internal sealed class ReportCache<TKey, TReport>(TimeProvider time) where TKey : notnull
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private const int MostKept = 32;

    private readonly Dictionary<TKey, (Task<TReport> Report, DateTimeOffset At, long Commits)> _kept = [];

    /// <summary>A kept report is good while nothing was written since (<paramref name="commits"/> is the same), or for its lifetime.</summary>
    /// <param name="compute">Computes the report as of the instant that it is given.</param>
    public Task<TReport> GetAsync(TKey key, long commits, Func<DateTimeOffset, Task<TReport>> compute)
    {
        var now = time.GetUtcNow();
        if (_kept.TryGetValue(key, out var kept) && !kept.Report.IsFaulted && (kept.Commits == commits || now - kept.At < Lifetime)) return kept.Report;
        if (_kept.Count >= MostKept) _kept.Clear();
        var report = compute(now);
        _kept[key] = (report, now, commits);
        return report;
    }
}

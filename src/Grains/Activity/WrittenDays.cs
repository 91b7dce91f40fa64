using CommunityIntel.Domain.Guilds;

namespace CommunityIntel.Grains.Activity;

/// <summary>
/// When which local days of a guild were last written to, counted in commits since the activation. A report of whole days stays right until one of them is
/// written to: what is said now is said today. Lives with the activation.
/// </summary>
public sealed class WrittenDays
{
    private readonly Dictionary<DateOnly, long> _days = [];
    private long _allDays;

    public long Commits { get; private set; }

    public void Committed(GuildChanges changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        Commits++;
        foreach (var hour in changes.Hours.Keys) _days[hour.Date] = Commits;
        foreach (var day in changes.MemberDays.Keys) _days[day.Date] = Commits;
        // Names that reports show, times without data, and people whose days go.
        if (changes.Channels.Count > 0 || changes.Gaps.Count > 0 || changes.GapChannels.Count > 0 || changes.Forgotten.Count > 0) _allDays = Commits;
    }

    /// <summary>Any day may say something else from now on.</summary>
    public void CommittedEverywhere() => _allDays = ++Commits;

    /// <summary>Whether a day between two was written to after so many commits.</summary>
    public bool AnySince(long commits, DateOnly first, DateOnly last) => _allDays > commits || _days.Any(day => day.Value > commits && day.Key >= first && day.Key <= last);
}

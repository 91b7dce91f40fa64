using static CommunityIntel.Domain.Lifecycle.LifecycleRules;

namespace CommunityIntel.Domain.Lifecycle;

/// <summary>
/// What is known of somebody's presence in a guild, in its local days. This is the rule in words of days; it is computed for all at once in SQL, and nobody's
/// stage is ever kept or told.
/// </summary>
/// <param name="ActiveDays">On which they wrote or were in voice, in any order.</param>
/// <param name="JoinedOn">When they joined last; null = before the bot listened.</param>
/// <param name="LeftOn">When they left last; null = never.</param>
/// <param name="HasLeft">They did not come back since.</param>
public sealed record MemberHistory(IReadOnlyCollection<DateOnly> ActiveDays, DateOnly? JoinedOn, DateOnly? LeftOn, bool HasLeft)
{
    /// <summary>The stage at the end of a day; null when they had not been seen by then.</summary>
    public LifecycleStage? StageAsOf(DateOnly last)
    {
        if (!WasSeen(DateOnly.MinValue, last)) return null;
        if (HasLeftBy(last)) return LifecycleStage.Gone;
        var first = last.AddDays(1 - Now);
        if (!WasSeen(DateOnly.MinValue, first.AddDays(-1))) return LifecycleStage.New;
        if (Enumerable.Range(0, Now / Week).All(week => WasActive(first.AddDays(week * Week), first.AddDays((week * Week) + Week - 1)))) return LifecycleStage.Regular;
        if (WasActive(first, last)) return WasSeen(first.AddDays(-Away), first.AddDays(-1)) ? LifecycleStage.Active : LifecycleStage.Returning;
        return WasSeen(last.AddDays(1 - Present), last) ? LifecycleStage.Paused : LifecycleStage.Gone;
    }

    // Discord does not always tell that somebody came back: who is active again has.
    private bool HasLeftBy(DateOnly last) => LeftOn <= last && (HasLeft || JoinedOn > last) && !WasActive(LeftOn.Value.AddDays(1), last);

    private bool WasActive(DateOnly from, DateOnly until) => ActiveDays.Any(day => day >= from && day <= until);

    private bool WasSeen(DateOnly from, DateOnly until) => WasActive(from, until) || (JoinedOn >= from && JoinedOn <= until);
}

using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Web.Guilds;

namespace CommunityIntel.Web.Activity;

/// <summary>
/// A range and the range of the same length before it. <c>FirstDay</c>: nothing was recorded before; null = nothing at
/// all yet. <c>Today</c> is still running, so that both ranges end before it; <c>Running</c> is what it brought so far,
/// <c>RunningGaps</c> when nobody listened.
/// </summary>
public sealed record ActivityComparison(
    ActivityReport Current, ActivityReport? Previous, DateOnly? FirstDay, DateOnly Today, ActivityDay? Running = null,
    IReadOnlyList<ActivityGap>? RunningGaps = null)
{
    /// <summary>Yesterday: full days are compared with full days. Only on a guild's very first day there is nothing but today.</summary>
    public static DateOnly LastDay(DateOnly? firstDay, DateOnly today) => firstDay < today ? today.AddDays(-1) : today;

    /// <summary>Full days beside full days, and what today brought so far; null when the guild does not answer.</summary>
    /// <param name="ask">The report between two local dates.</param>
    public static async Task<ActivityComparison?> AskAsync(GuildProfile profile, OverviewChoice choice, Func<DateOnly, DateOnly, Task<GuildReading<ActivityReport>>> ask)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(choice);
        ArgumentNullException.ThrowIfNull(ask);
        var (first, last) = choice.DaysOf(profile);
        var now = ask(first, last);
        var before = ask(first.AddDays(-choice.Length), first.AddDays(-1));
        var today = last < profile.Today ? ask(profile.Today, profile.Today) : null;
        if ((await now).Value is not { } current || (await before).Value is not { } previous)
            return null;
        var running = today is null ? null : (await today).Value;
        return new(current, previous, profile.FirstDay, profile.Today, running?.Days[0], running?.Gaps);
    }

    /// <summary>Only a fully recorded period is compared with, and one that the guild's plan shows whole: half of one would always look like growth.</summary>
    public ActivityReport? Comparable => Previous is not null && Previous.Days.Count == Current.Days.Count && IsRecorded(Previous.From) ? Previous : null;

    public bool IsRecorded(DateOnly date) => FirstDay is { } first && date >= first;

    /// <summary>The bot came within the range, so that its start is empty.</summary>
    public bool StartsLate => FirstDay is { } first && first > Current.From;
}

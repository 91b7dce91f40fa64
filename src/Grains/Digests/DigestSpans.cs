using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.Grains.Activity;
using NodaTime;

namespace CommunityIntel.Grains.Digests;

/// <summary>When a guild's digests are made, by its own clock.</summary>
internal static class DigestSpans
{
    private const int DaysPerWeek = 7, FirstMinute = 5, LongestSpread = 300, MinutesPerHour = 60;

    public static DateOnly FirstDayOf(DigestSpan span, DateOnly day) => span == DigestSpan.Week ? day.AddDays(-(((int)day.DayOfWeek + 6) % DaysPerWeek)) : day;

    public static DateOnly LastDayOf(DigestSpan span, DateOnly firstDay) => span == DigestSpan.Week ? firstDay.AddDays(DaysPerWeek - 1) : firstDay;

    /// <summary>Spans that are over, newest first, whose digest the settings ask for: yesterday, and last week.</summary>
    public static IEnumerable<(DigestSpan Span, DateOnly FirstDay)> Due(DigestSettings settings, DateOnly today)
    {
        if (settings.IsDaily) yield return (DigestSpan.Day, today.AddDays(-1));
        if (settings.IsWeekly) yield return (DigestSpan.Week, FirstDayOf(DigestSpan.Week, today).AddDays(-DaysPerWeek));
    }

    /// <summary>
    /// The local minute of the day from which a guild's digests are made: spread over the night, so that not all guilds of a zone ask at once, and before
    /// the hour at which they appear.
    /// </summary>
    public static int MakingMinute(long guildId, int hour)
    {
        var room = Math.Clamp((hour * MinutesPerHour) - (2 * FirstMinute), 0, LongestSpread);
        return FirstMinute + (room == 0 ? 0 : (int)((guildId >> 22) % room));
    }

    /// <summary>The instant of a local minute of a day; where the clock jumps over it, the first after.</summary>
    public static DateTimeOffset At(ZonedCalendar calendar, DateOnly day, int minute) =>
        calendar.Zone.ResolveLocal(LocalDate.FromDateOnly(day) + LocalTime.FromMinutesSinceMidnight(minute), NodaTime.TimeZones.Resolvers.LenientResolver).ToDateTimeOffset();

    /// <summary>The next instant after <paramref name="now"/> at which something is to be made or posted; null = nothing is planned.</summary>
    public static DateTimeOffset? NextAfter(DateTimeOffset now, long guildId, DigestSettings settings, ZonedCalendar calendar)
    {
        if (!settings.IsDaily && !settings.IsWeekly) return null;
        var today = calendar.DateOf(now);
        return Enumerable.Range(0, DaysPerWeek + 1).Select(i => today.AddDays(i)).Where(day => settings.IsDaily || day.DayOfWeek == DayOfWeek.Monday)
            .SelectMany(day => (DateTimeOffset[])[At(calendar, day, MakingMinute(guildId, settings.Hour)), At(calendar, day, settings.Hour * MinutesPerHour)])
            .Where(at => at > now).Min();
    }
}

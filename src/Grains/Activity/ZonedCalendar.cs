using CommunityIntel.Domain.Activity;
using CommunityIntel.Domain.TimeZones;
using NodaTime;
using NodaTime.TimeZones;

namespace CommunityIntel.Grains.Activity;

/// <summary>Local hours of an IANA time zone. An hour that a DST change cuts is two, one on each side.</summary>
public sealed class ZonedCalendar(DateTimeZone zone) : ILocalCalendar
{
    /// <summary>Stays in voice may have begun long before.</summary>
    private static readonly Duration Around = Duration.FromDays(370);

    private static readonly DateTime BeginningOfTime = DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc);

    public DateTimeZone Zone { get; } = zone;

    /// <summary>The zone of that IANA id, or UTC when tzdata does not know it.</summary>
    public static ZonedCalendar Of(string timeZone) => new(DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone) ?? DateTimeZone.Utc);

    /// <summary>A first guess from a guild's language, until its managers choose.</summary>
    public static string ZoneFor(string preferredLocale) => preferredLocale == "fr" ? "Europe/Paris" : "UTC";

    public LocalHour HourOf(long unixMs)
    {
        var instant = Instant.FromUnixTimeMilliseconds(unixMs);
        ZoneInterval interval = Zone.GetZoneInterval(instant);
        var local = instant.InZone(Zone).LocalDateTime;
        var intoHour = local.TimeOfDay.TickOfDay % NodaConstants.TicksPerHour;
        var start = instant.Minus(Duration.FromTicks(intoHour));
        var end = start.Plus(Duration.FromHours(1));
        if (interval.HasStart) start = Instant.Max(start, interval.Start);
        if (interval.HasEnd) end = Instant.Min(end, interval.End);
        var first = start.InZone(Zone).TimeOfDay;
        return new LocalHour(local.Date.ToDateOnly(), start.ToUnixTimeMilliseconds(), end.ToUnixTimeMilliseconds(), (first.Hour * 60) + first.Minute);
    }

    public DateOnly DateOf(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(Zone).Date.ToDateOnly();

    /// <summary>The instant, in UTC, at which a local day begins; its first one where the clock jumps over midnight.</summary>
    public DateTime StartOf(DateOnly date) => Zone.AtStartOfDay(LocalDate.FromDateOnly(date)).ToDateTimeUtc();

    /// <summary>The next days of a change, by the clocks that days are counted with while events come: PostgreSQL may know another year's.</summary>
    public static RecountedDays NextOf(ZoneChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var (before, after) = (Of(change.OldZone), Of(change.NewZone));
        var (first, last) = change.Days;
        var (from, until) = (after.StartOf(first), after.StartOf((last ?? change.Last).AddDays(1)));
        return new RecountedDays(first, from, last is null ? null : until, before.OffsetsBetween(from, until), after.OffsetsBetween(from, until));
    }

    /// <summary>The clock between two instants in UTC, and for a while around them.</summary>
    public ClockOffsets OffsetsBetween(DateTime from, DateTime until)
    {
        var intervals = Zone.GetZoneIntervals(Instant.FromDateTimeUtc(from).Minus(Around), Instant.FromDateTimeUtc(until).Plus(Around)).ToList();
        return new ClockOffsets(
            [BeginningOfTime, .. intervals.Skip(1).Select(interval => interval.Start.ToDateTimeUtc())], [.. intervals.Select(interval => interval.WallOffset.Seconds)]);
    }

    /// <summary>Monday 0 h = 0, Sunday 23 h = 167.</summary>
    public int HourOfWeek(DateTime utc)
    {
        var local = Instant.FromDateTimeUtc(utc).InZone(Zone).LocalDateTime;
        return (((int)local.DayOfWeek - 1) * 24) + local.Hour;
    }
}

namespace CommunityIntel.Domain.Activity;

/// <summary>
/// A guild's clock on the wall. Hours are named by the instant at which they begin, so that zones with half hours
/// and days of 23 or 25 hours count right.
/// </summary>
public interface ILocalCalendar
{
    /// <summary>The local hour that holds the instant; both bounds in Unix milliseconds, end excluded.</summary>
    LocalHour HourOf(long unixMs);
}

/// <summary>
/// One local hour: its local date, the instants (Unix ms) at which it begins and ends, and the minute of the local day at which it
/// begins. An hour that a clock change cuts is two.
/// </summary>
public readonly record struct LocalHour(DateOnly Date, long StartMs, long EndMs, int StartMinute)
{
    private const long MinuteMs = 60_000;

    public bool Holds(long unixMs) => unixMs >= StartMs && unixMs < EndMs;

    /// <summary>The local minute of an instant that the hour holds.</summary>
    public LocalMinute MinuteOf(long unixMs) => new(Date, StartMinute + (int)((unixMs - StartMs) / MinuteMs));

    /// <summary>The instant at which that minute ends (Unix ms).</summary>
    public long EndOfMinute(long unixMs) => Math.Min(EndMs, StartMs + ((((unixMs - StartMs) / MinuteMs) + 1) * MinuteMs));
}

/// <summary>What the clock on the wall shows: a local date, and the minute of that day.</summary>
public readonly record struct LocalMinute(DateOnly Date, int OfDay);

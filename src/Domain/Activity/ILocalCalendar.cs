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

/// <summary>One local hour: its local date, and the instants (Unix ms) at which it begins and ends.</summary>
public readonly record struct LocalHour(DateOnly Date, long StartMs, long EndMs)
{
    public bool Holds(long unixMs) => unixMs >= StartMs && unixMs < EndMs;
}

namespace CommunityIntel.Domain.TimeZones;

/// <summary>
/// A guild's days are being counted again in another time zone (IANA ids): <c>First</c> to <c>Last</c>, of which those after <c>Next</c> are done.
/// </summary>
public sealed record ZoneChange(string OldZone, string NewZone, DateOnly First, DateOnly Last, DateOnly Next)
{
    /// <summary>Days that are counted again at once.</summary>
    private const int DaysAtOnce = 28;

    /// <summary>The days that are next: to <c>Next</c>, and of the newest on everything since.</summary>
    public (DateOnly First, DateOnly? Last) Days => (
        Next.DayNumber - First.DayNumber < DaysAtOnce ? First : Next.AddDays(1 - DaysAtOnce),
        Next == Last ? null : Next);

    /// <summary>From 0 to 1.</summary>
    public double Done => (double)(Last.DayNumber - Next.DayNumber) / (Last.DayNumber - First.DayNumber + 1);
}

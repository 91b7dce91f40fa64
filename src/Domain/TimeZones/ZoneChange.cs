namespace CommunityIntel.Domain.TimeZones;

/// <summary>
/// A guild's days are being counted again in another time zone (IANA ids): <c>First</c> to <c>Last</c>, of which those after <c>Next</c> are done.
/// </summary>
public sealed record ZoneChange(string OldZone, string NewZone, DateOnly First, DateOnly Last, DateOnly Next)
{
    /// <summary>From 0 to 1.</summary>
    public double Done => (double)(Last.DayNumber - Next.DayNumber) / (Last.DayNumber - First.DayNumber + 1);
}

using CommunityIntel.Domain.TimeZones;

namespace CommunityIntel.Storage.MovingIn;

/// <summary>How to take over.</summary>
public sealed record MoveOptions
{
    /// <summary>Rows that are read and written at once. More is hardly faster, and a guild that is in use waits longer.</summary>
    public int RowsAtOnce { get; init; } = 20_000;

    /// <summary>Only what is new since the last whole pass.</summary>
    public bool IsDelta { get; init; }

    /// <summary>The zone (IANA id) of guilds that the product does not know yet.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The clock of a zone, over all the time there is of Discord.</summary>
    public required Func<string, ClockOffsets> ClockOf { get; init; }
}

/// <summary>How far a table is. <c>Expected</c> is what was counted when the pass began or went on; <c>Moved</c> those that were not here.</summary>
public readonly record struct MoveStep(string Table, long Seen, long Moved, long Expected, bool IsEnd);

namespace CommunityIntel.GrainInterfaces.Activity;

/// <summary>
/// Nobody listened between two instants (UTC). Joins, leaves and voice of that time are unknown whatever <c>State</c> says;
/// messages were looked for afterwards and <c>FoundMessages</c> of them counted.
/// </summary>
[GenerateSerializer, Immutable, Alias("ActivityGap")]
public sealed record ActivityGap(
    [property: Id(0)] DateTimeOffset From,
    [property: Id(1)] DateTimeOffset Until,
    [property: Id(2)] ActivityGapState State,
    [property: Id(3)] ActivityGapShortfall Shortfall,
    [property: Id(4)] int FoundMessages,
    [property: Id(5)] DateOnly FirstDay,
    [property: Id(6)] DateOnly LastDay);

[GenerateSerializer, Alias("ActivityGapState")]
public enum ActivityGapState
{
    /// <summary>Messages are being looked for.</summary>
    Open = 0,

    /// <summary>All messages were found.</summary>
    Filled = 1,

    /// <summary>Messages are missing: see <see cref="ActivityGapShortfall"/>.</summary>
    Partial = 2,
}

/// <summary>Why messages are missing.</summary>
[Flags, GenerateSerializer, Alias("ActivityGapShortfall")]
public enum ActivityGapShortfall
{
    None = 0,
    MissingAccess = 1,
    ChannelDeleted = 2,
    OverBudget = 4,
    NothingReadable = 8,
    BotAbsent = 16,
}

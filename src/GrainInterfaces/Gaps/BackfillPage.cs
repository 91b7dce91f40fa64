using CommunityIntel.GrainInterfaces.Guilds;

namespace CommunityIntel.GrainInterfaces.Gaps;

/// <summary>
/// Messages of one channel that were missed, by rising id. <c>Cursor</c>: everything up to this id has been looked at.
/// Sending the same page again is harmless: what is at or below the stored cursor is dropped.
/// </summary>
[GenerateSerializer, Immutable, Alias("BackfillPage")]
public sealed record BackfillPage(
    [property: Id(0)] long GapId,
    [property: Id(1)] long ChannelId,
    [property: Id(2)] IReadOnlyList<BackfilledMessage> Messages,
    [property: Id(3)] long Cursor,
    [property: Id(4)] BackfillEnd End,
    [property: Id(5)] DateTimeOffset FetchedAt);

/// <summary>A message that was missed; its time is its snowflake's. The name is the user's: REST knows no nicknames.</summary>
[GenerateSerializer, Immutable, Alias("BackfilledMessage")]
public readonly record struct BackfilledMessage(
    [property: Id(0)] long MessageId,
    [property: Id(1)] long AuthorId,
    [property: Id(2)] AuthorKind AuthorKind,
    [property: Id(3)] string? AuthorName,
    [property: Id(4)] string? AuthorAvatar);

/// <summary>What came of asking for a channel's next messages.</summary>
[GenerateSerializer, Alias("BackfillEnd")]
public enum BackfillEnd
{
    /// <summary>There is more to ask for.</summary>
    More = 0,

    /// <summary>The page reaches the gap's or the channel's end.</summary>
    Reached = 1,

    /// <summary>Discord has no message above the cursor at all.</summary>
    Empty = 2,

    /// <summary>403: the bot may not see the channel.</summary>
    MissingAccess = 3,

    /// <summary>404: the channel is gone.</summary>
    Deleted = 4,

    /// <summary>The gap has cost as much as it may.</summary>
    OverBudget = 5,
}

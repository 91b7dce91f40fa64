namespace CommunityIntel.Domain.Gaps;

/// <summary>Whether a gap's messages were looked for. Numbers are stored.</summary>
public enum GapState
{
    Open = 0,

    /// <summary>Every message that Discord still has was counted.</summary>
    Filled = 1,

    /// <summary>Some could not be: see <see cref="GapShortfall"/>.</summary>
    Partial = 2,
}

/// <summary>Why messages of a gap are missing. Numbers are stored.</summary>
[Flags]
public enum GapShortfall
{
    None = 0,

    /// <summary>The bot may not see a channel any more.</summary>
    MissingAccess = 1,
    ChannelDeleted = 2,

    /// <summary>More messages than one gap may cost.</summary>
    OverBudget = 4,

    /// <summary>A channel says that something was written, and shows nothing: READ_MESSAGE_HISTORY is missing, or it was deleted.</summary>
    NothingReadable = 8,

    /// <summary>The bot was not a member: nobody asked it to count.</summary>
    BotAbsent = 16,
}

/// <summary>How far a channel was looked through. Numbers are stored.</summary>
public enum GapChannelState
{
    Open = 0,
    Filled = 1,
    MissingAccess = 2,
    Deleted = 3,
    OverBudget = 4,
    NothingReadable = 5,
}

/// <summary>
/// Nobody listened to the guild between <c>FromMs</c> and <c>UntilMs</c> (Unix ms). <c>Id</c> is <c>UntilMs</c>. Messages are looked
/// for above <c>AfterMessageId</c>; <c>Found</c> of those <c>Examined</c> were new.
/// </summary>
public sealed record Gap(long Id, long FromMs, long UntilMs, long AfterMessageId, GapState State, GapShortfall Shortfall, int Examined, int Found)
{
    /// <summary>Discord's clock and ours differ, and ids are given out a little before events are sent: looked for this much around (ms).</summary>
    public const long MarginMs = 10_000;

    /// <summary>No message above this id belongs to the gap.</summary>
    public long LastMessageId => Snowflake.At(DateTimeOffset.FromUnixTimeMilliseconds(UntilMs + MarginMs));
}

/// <summary>A channel of a gap. <c>Cursor</c>: the last message id examined. <c>LastMessageId</c>: as the snapshot told; 0 = not told.</summary>
public sealed record GapChannel(long ChannelId, long Cursor, GapChannelState State, long LastMessageId);

/// <summary>A gap that is still looked through, with all its channels.</summary>
public sealed record OpenGap(Gap Gap, IReadOnlyList<GapChannel> Channels);

/// <summary>The last GUILD_CREATE applied, and its session. <c>SessionId</c> empty = none.</summary>
public sealed record Snapshot(string SessionId, long TakenAtMs)
{
    public static Snapshot None { get; } = new("", 0);
}

/// <summary>A message found afterwards. <c>IsMember</c> false: a webhook wrote it.</summary>
public readonly record struct FoundMessage(long MessageId, long AuthorId, bool FromBot, bool IsMember, string? Name, string? Avatar);

/// <summary>A message by a person that is stored.</summary>
public readonly record struct PersonsMessage(long MessageId, long ChannelId, long AuthorId);

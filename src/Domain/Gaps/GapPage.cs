namespace CommunityIntel.Domain.Gaps;

/// <summary>What came of asking for a channel's next messages.</summary>
public enum GapPageEnd
{
    /// <summary>There is more.</summary>
    More = 0,

    /// <summary>The page reaches beyond the gap, or the channel's end.</summary>
    Reached = 1,

    /// <summary>Discord has no message above the cursor at all.</summary>
    Empty = 2,
    MissingAccess = 3,
    Deleted = 4,
    OverBudget = 5,
}

/// <summary>
/// Messages of one channel above the cursor so far, all up to <c>Cursor</c>, which becomes the new one. At or below the old
/// cursor they were examined before and are dropped; so is everything above the gap.
/// </summary>
public sealed record GapPage(long GapId, long ChannelId, IReadOnlyList<FoundMessage> Messages, long Cursor, GapPageEnd End);

using CommunityIntel.GrainInterfaces.Guilds;
using Orleans.Concurrency;

namespace CommunityIntel.GrainInterfaces.Xp;

/// <summary>Where a guild's members stand. The guild's own grain; the key is the guild id.</summary>
[Alias("IGuildBoardsGrain")]
public interface IGuildBoardsGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// A page of a board. XP of all times is of this moment; other boards are at most a few seconds old, in a guild of more than
    /// 10 000 members minutes, and list the first 10 000. Throws <see cref="StorageUnavailableException"/>.
    /// </summary>
    [Alias("GetBoard"), AlwaysInterleave]
    Task<BoardPage> GetBoardAsync(BoardQuestion question);

    /// <summary>
    /// Members of that board by a part of their name, whatever the case; in a guild of more than 10 000 members by its beginning.
    /// Throws <see cref="StorageUnavailableException"/>.
    /// </summary>
    [Alias("FindOnBoard"), AlwaysInterleave]
    Task<BoardPage> FindOnBoardAsync(BoardSearch search);

    /// <summary>
    /// Where a member stands by XP of all times, for that reader (null = nobody in particular); null when they have neither written nor
    /// talked, or chose not to appear to that reader by name. Throws <see cref="StorageUnavailableException"/>.
    /// </summary>
    [Alias("GetRankFor"), AlwaysInterleave]
    Task<MemberRank?> GetRankForAsync(long userId, long? reader);

    /// <summary>
    /// What a member did in the last 91 days and where they stand; null when they have neither written nor talked, or chose not
    /// to appear to that reader by name. Throws <see cref="StorageUnavailableException"/>.
    /// </summary>
    [Alias("GetMember"), AlwaysInterleave]
    Task<MemberProfile?> GetMemberAsync(long userId, long? reader);
}

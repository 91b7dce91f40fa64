namespace CommunityIntel.GrainInterfaces.Gaps;

/// <summary>What is still to be caught up with, and which guilds are taken to be there, by shard. Stateless, from the database; key 0.</summary>
[Alias("IGapsGrain")]
public interface IGapsGrain : IGrainWithIntegerKey
{
    /// <summary>The oldest open gaps (at most <paramref name="most"/>, 1 to 200) of a shard's guilds, with their open channels.</summary>
    /// <exception cref="Guilds.StorageUnavailableException">Ask again later.</exception>
    [Alias("FindOpen")]
    Task<IReadOnlyList<GuildGap>> FindOpenAsync(int shardId, int shardCount, int most);

    /// <summary>Guilds of a shard that the bot is taken to be in, by rising id above <paramref name="after"/>; at most <paramref name="most"/>, 1 to 1 000.</summary>
    /// <exception cref="Guilds.StorageUnavailableException">Ask again later.</exception>
    [Alias("FindPresent")]
    Task<IReadOnlyList<long>> FindPresentAsync(int shardId, int shardCount, long after, int most);
}

/// <summary>
/// A gap to fill: messages with ids up to <c>LastMessageId</c> are wanted. <c>Examined</c>: how many were looked at so far.
/// </summary>
[GenerateSerializer, Immutable, Alias("GuildGap")]
public sealed record GuildGap(
    [property: Id(0)] long GuildId,
    [property: Id(1)] long GapId,
    [property: Id(2)] long LastMessageId,
    [property: Id(3)] int Examined,
    [property: Id(4)] IReadOnlyList<GuildGapChannel> Channels);

/// <summary>A channel still to be looked through, above <c>Cursor</c>.</summary>
[GenerateSerializer, Immutable, Alias("GuildGapChannel")]
public sealed record GuildGapChannel(
    [property: Id(0)] long ChannelId,
    [property: Id(1)] long Cursor);

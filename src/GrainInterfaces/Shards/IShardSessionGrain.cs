namespace CommunityIntel.GrainInterfaces.Shards;

/// <summary>
/// Remembers a shard's gateway session, so that another process can RESUME it. The key is <see cref="ShardKey"/>.
/// Fenced by the lease's epoch: once a later owner has claimed it, an earlier one writes nothing.
/// </summary>
[Alias("IShardSessionGrain")]
public interface IShardSessionGrain : IGrainWithIntegerKey
{
    /// <summary>Makes this epoch the one that may write, and answers what the last owner left. Null: a later owner has been here.</summary>
    [Alias("Claim")]
    [ResponseTimeout("00:00:05")]
    Task<ShardMemory?> ClaimAsync(long epoch);

    /// <summary>False: a later owner has claimed it and nothing was written.</summary>
    [Alias("Save")]
    [ResponseTimeout("00:00:05")]
    Task<bool> SaveAsync(long epoch, ShardSession session);

    /// <summary>The session is lost; only when it was last alive is kept. False: a later owner has claimed it.</summary>
    [Alias("Clear")]
    [ResponseTimeout("00:00:05")]
    Task<bool> ClearAsync(long epoch);
}

/// <summary><c>Session</c> null = nothing to resume. <c>LastAlive</c>: when a session of this shard was last known to be connected; null = never.</summary>
[GenerateSerializer, Immutable, Alias("ShardMemory")]
public sealed record ShardMemory(
    [property: Id(0)] ShardSession? Session,
    [property: Id(1)] DateTimeOffset? LastAlive);

/// <summary>
/// Everything a RESUME needs. <c>Sequence</c> is acknowledged: all at or below it is durable. <c>AliveAt</c>: the last
/// instant at which all that was heard was acknowledged. <c>Order</c>: a later session of the bot has a higher one.
/// <c>Heard</c>: whether a silence is usual; null = too little was heard to tell.
/// </summary>
[GenerateSerializer, Immutable, Alias("ShardSession")]
public sealed record ShardSession(
    [property: Id(0)] string SessionId,
    [property: Id(1)] string ResumeGatewayUrl,
    [property: Id(2)] long Sequence,
    [property: Id(3)] int ShardId,
    [property: Id(4)] int ShardCount,
    [property: Id(5)] long Intents,
    [property: Id(6)] DateTimeOffset CreatedAt,
    [property: Id(7)] DateTimeOffset AliveAt,
    [property: Id(8)] long Order,
    [property: Id(9)] ShardHeard? Heard = null);

/// <summary>The newest message (snowflake) that a session delivered, how many it usually delivers a second, and the channels that talked last.</summary>
[GenerateSerializer, Immutable, Alias("ShardHeard")]
public sealed record ShardHeard(
    [property: Id(0)] long NewestMessageId,
    [property: Id(1)] double PerSecond,
    [property: Id(2)] long[] ChannelIds);

/// <summary>Grain key of a shard: count in the high 32 bits, id in the low.</summary>
public static class ShardKey
{
    public static long Of(int shardId, int shardCount) => ((long)shardCount << 32) | (uint)shardId;
}

namespace CommunityIntel.GrainInterfaces.Shards;

/// <summary>Remembers a shard's gateway session, so that another process can RESUME it. The key is <see cref="ShardKey"/>.</summary>
[Alias("IShardSessionGrain")]
public interface IShardSessionGrain : IGrainWithIntegerKey
{
    /// <summary>Null when there is no session to resume.</summary>
    [Alias("Load")]
    Task<ShardSession?> LoadAsync();

    [Alias("Save")]
    Task SaveAsync(ShardSession session);

    /// <summary>The session is lost; only when it was last alive is kept.</summary>
    [Alias("Clear")]
    Task ClearAsync();

    /// <summary>When a session of this shard was last known to be connected; null = never.</summary>
    [Alias("LastAlive")]
    Task<DateTimeOffset?> GetLastAliveAsync();
}

/// <summary>Everything a RESUME needs. <c>Sequence</c> is acknowledged: all at or below it is durable. <c>AliveAt</c>: the last instant at which all that was heard was acknowledged.</summary>
[GenerateSerializer, Immutable, Alias("ShardSession")]
public sealed record ShardSession(
    [property: Id(0)] string SessionId,
    [property: Id(1)] string ResumeGatewayUrl,
    [property: Id(2)] long Sequence,
    [property: Id(3)] int ShardId,
    [property: Id(4)] int ShardCount,
    [property: Id(5)] long Intents,
    [property: Id(6)] DateTimeOffset CreatedAt,
    [property: Id(7)] DateTimeOffset AliveAt);

/// <summary>Grain key of a shard: count in the high 32 bits, id in the low.</summary>
public static class ShardKey
{
    public static long Of(int shardId, int shardCount) => ((long)shardCount << 32) | (uint)shardId;
}

namespace CommunityIntel.Domain.Shards;

/// <summary>One shard of a bot that runs <c>Count</c> of them; <c>Id</c> from 0.</summary>
public readonly record struct ShardSlot(int Id, int Count);

/// <summary>What the owner of a shard does with its events.</summary>
public enum ShardMode
{
    /// <summary>Hands them to the guilds.</summary>
    Live = 0,

    /// <summary>A coming shard set: connected, its events acknowledged and dropped, for the live set delivers them.</summary>
    Warming = 1,

    /// <summary>A coming shard set just before the change: its events are kept back, unacknowledged.</summary>
    Holding = 2,

    /// <summary>A leaving shard set: delivers what it has, ends its session and is gone.</summary>
    Retiring = 3,
}

/// <summary>A worker process: <c>Instance</c> is when it started (Unix ms); of two with one name the later one counts.</summary>
public readonly record struct ShardWorkerId(string Name, long Instance);

/// <summary>The right to run a shard; a higher epoch is a later right.</summary>
public readonly record struct ShardLeaseState(ShardWorkerId Worker, long Epoch);

/// <summary>A shard that a worker says it runs.</summary>
public readonly record struct HeldShard(ShardSlot Slot, long Epoch, ShardMode Mode, bool IsConnected, bool IsRetired);

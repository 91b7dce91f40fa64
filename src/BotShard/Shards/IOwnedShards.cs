using CommunityIntel.Discord.Gateway;

namespace CommunityIntel.BotShard.Shards;

/// <summary>The shards that this worker runs right now. A guild's REST calls leave from the worker that owns its shard.</summary>
public interface IOwnedShards
{
    IReadOnlyList<ShardId> Owned { get; }
}

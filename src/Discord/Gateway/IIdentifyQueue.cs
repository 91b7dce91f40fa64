namespace CommunityIntel.Discord.Gateway;

/// <summary>Paces IDENTIFY over all shards of a bot, at start and when reconnecting.</summary>
public interface IIdentifyQueue
{
    /// <summary>Returns when this shard may identify; the caller then does so at once.</summary>
    ValueTask WaitForIdentifyAsync(ShardId shard, CancellationToken ct);
}

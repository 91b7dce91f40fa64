namespace CommunityIntel.Discord.Gateway;

/// <summary>Where a shard's connection stands.</summary>
public enum ShardState
{
    Idle,
    Connecting,
    /// <summary>Connected; its turn in the identify queue has not come.</summary>
    AwaitingIdentify,
    Identifying,
    Resuming,
    /// <summary>Missed events are arriving.</summary>
    Replaying,
    Active,
    /// <summary>Waiting to connect again.</summary>
    Disconnected,
    FatallyClosed,
    Stopped,
}

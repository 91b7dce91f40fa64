namespace CommunityIntel.Discord.Gateway;

/// <summary>
/// All that is needed to RESUME, from this process or another: a value to save.
/// <paramref name="Sequence"/> is the last acknowledged one; everything after it is sent again.
/// </summary>
/// <param name="CreatedAt">When READY came; UTC.</param>
/// <param name="UpdatedAt">The time up to which everything was acknowledged; UTC. A gap after a lost session begins here.</param>
public sealed record GatewaySession(
    string SessionId,
    string? ResumeGatewayUrl,
    long Sequence,
    ShardId Shard,
    DiscordIntents Intents,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);

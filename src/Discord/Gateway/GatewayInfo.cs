using System.Text.Json.Serialization;

namespace CommunityIntel.Discord.Gateway;

/// <summary>The answer of <c>GET /gateway/bot</c>. Changes with the guild count: do not keep it for long.</summary>
public sealed record GatewayInfo
{
    [JsonRequired]
    public required Uri Url { get; init; }

    /// <summary>The shard count that Discord recommends.</summary>
    public int Shards { get; init; } = 1;

    public GatewaySessionStartLimit SessionStartLimit { get; init; } = new();
}

/// <summary>How often a bot may identify.</summary>
public sealed record GatewaySessionStartLimit
{
    public int Total { get; init; } = 1000;

    public int Remaining { get; init; } = 1000;

    /// <summary>Milliseconds.</summary>
    public long ResetAfter { get; init; }

    /// <summary>Shards that may identify within the same five seconds.</summary>
    public int MaxConcurrency { get; init; } = 1;
}

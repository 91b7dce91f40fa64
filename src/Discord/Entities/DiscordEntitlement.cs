using System.Text.Json.Serialization;

namespace CommunityIntel.Discord.Entities;

/// <summary>A right to a SKU (Discord API reference, Entitlement). No event tells its expiry: compare <see cref="EndsAt"/>.</summary>
public sealed record DiscordEntitlement
{
    [JsonRequired]
    public ulong Id { get; init; }

    [JsonRequired]
    public ulong SkuId { get; init; }

    public ulong? ApplicationId { get; init; }

    public ulong? UserId { get; init; }

    public ulong? GuildId { get; init; }

    /// <summary>8: application subscription.</summary>
    public int Type { get; init; }

    public bool Deleted { get; init; }

    public bool Consumed { get; init; }

    public DateTimeOffset? StartsAt { get; init; }

    public DateTimeOffset? EndsAt { get; init; }
}

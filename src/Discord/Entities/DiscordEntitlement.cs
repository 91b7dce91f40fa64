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

    /// <summary>Who has it, or bought it for a guild; with a test entitlement of a guild the application's own id.</summary>
    public ulong? UserId { get; init; }

    /// <summary>Null: it is a user's.</summary>
    public ulong? GuildId { get; init; }

    /// <summary>8: application subscription.</summary>
    public int Type { get; init; }

    public bool Deleted { get; init; }

    public bool Consumed { get; init; }

    public DateTimeOffset? StartsAt { get; init; }

    public DateTimeOffset? EndsAt { get; init; }
}

using System.Text.Json.Serialization;

namespace CommunityIntel.Discord.Entities;

/// <summary>An invite; the counters need MANAGE_GUILD (Discord API reference, Invite Metadata).</summary>
public sealed record DiscordInvite
{
    [JsonRequired]
    public required string Code { get; init; }

    /// <summary>In INVITE_CREATE.</summary>
    public ulong? ChannelId { get; init; }

    /// <summary>In INVITE_CREATE.</summary>
    public ulong? GuildId { get; init; }

    /// <summary>In REST answers.</summary>
    public DiscordChannel? Channel { get; init; }

    public DiscordUser? Inviter { get; init; }

    public int? Uses { get; init; }

    /// <summary>0 for unlimited.</summary>
    public int? MaxUses { get; init; }

    /// <summary>Seconds; 0 for never.</summary>
    public int? MaxAge { get; init; }

    public bool Temporary { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}

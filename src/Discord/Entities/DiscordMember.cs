using System.Text.Json.Serialization;
using CommunityIntel.Discord.Json;

namespace CommunityIntel.Discord.Entities;

/// <summary>A user in a guild (Discord API reference, Guild Member).</summary>
public sealed record DiscordMember
{
    /// <summary>Absent inside messages and in the resolved part of interactions.</summary>
    public DiscordUser? User { get; init; }

    [JsonConverter(typeof(NameConverter))]
    public string? Nick { get; init; }

    public string? Avatar { get; init; }

    /// <summary>Without @everyone.</summary>
    public IReadOnlyList<ulong> Roles { get; init => field = value ?? []; } = [];

    /// <summary>Null for voice guests; UTC.</summary>
    public DateTimeOffset? JoinedAt { get; init; }

    public DateTimeOffset? PremiumSince { get; init; }

    /// <summary>The end of a time-out; in the past: not timed out.</summary>
    public DateTimeOffset? CommunicationDisabledUntil { get; init; }

    /// <summary>Has not passed membership screening.</summary>
    public bool Pending { get; init; }

    /// <summary>With the channel's overwrites; in interactions only.</summary>
    public DiscordPermissions? Permissions { get; init; }

    [JsonIgnore]
    public string? DisplayName => Nick ?? User?.DisplayName;
}

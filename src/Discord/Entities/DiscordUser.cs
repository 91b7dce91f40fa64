using System.Text.Json.Serialization;
using CommunityIntel.Discord.Json;

namespace CommunityIntel.Discord.Entities;

/// <summary>A user as far as we need it (Discord API reference, User).</summary>
public sealed record DiscordUser
{
    [JsonRequired]
    public ulong Id { get; init; }

    [JsonConverter(typeof(NameConverter))]
    public string? Username { get; init; }

    [JsonConverter(typeof(NameConverter))]
    public string? GlobalName { get; init; }

    /// <summary>"0" for users with the new unique names; null when not told.</summary>
    public string? Discriminator { get; init; }

    /// <summary>The avatar's hash; null for the default one.</summary>
    public string? Avatar { get; init; }

    public bool Bot { get; init; }

    public bool System { get; init; }

    /// <summary>The user's language, such as <c>fr</c>; OAuth2 only.</summary>
    public string? Locale { get; init; }

    /// <summary>What Discord shows outside of a guild.</summary>
    [JsonIgnore]
    public string DisplayName => GlobalName ?? Username ?? Snowflake.ToWire(Id);
}

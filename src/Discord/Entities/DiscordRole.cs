using System.Text.Json.Serialization;
using CommunityIntel.Discord.Json;

namespace CommunityIntel.Discord.Entities;

/// <summary>A role (Discord API reference, Role). @everyone has the guild's id.</summary>
public sealed record DiscordRole
{
    [JsonRequired]
    public ulong Id { get; init; }

    [JsonConverter(typeof(NameConverter))]
    public string? Name { get; init; }

    /// <summary>0xRRGGBB; 0 for none.</summary>
    public int? Color { get; init; }

    public int Position { get; init; }

    public DiscordPermissions? Permissions { get; init; }

    /// <summary>Belongs to an integration and cannot be given.</summary>
    public bool Managed { get; init; }
}

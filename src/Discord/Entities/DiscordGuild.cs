using System.Text.Json.Serialization;
using CommunityIntel.Discord.Json;

namespace CommunityIntel.Discord.Entities;

/// <summary>A guild (Discord API reference, Guild; and GUILD_CREATE, which has the lists).</summary>
public sealed record DiscordGuild
{
    [JsonRequired]
    public ulong Id { get; init; }

    /// <summary>In an outage, or not told yet: nothing but the id is known.</summary>
    public bool Unavailable { get; init; }

    [JsonConverter(typeof(NameConverter))]
    public string? Name { get; init; }

    public string? Icon { get; init; }

    public ulong? OwnerId { get; init; }

    /// <summary>A Discord locale such as <c>en-US</c> or <c>fr</c>.</summary>
    public string? PreferredLocale { get; init; }

    public ulong? AfkChannelId { get; init; }

    public ulong? SystemChannelId { get; init; }

    public string? VanityUrlCode { get; init; }

    public int? PremiumTier { get; init; }

    /// <summary>GUILD_CREATE only: when the bot joined; UTC.</summary>
    public DateTimeOffset? JoinedAt { get; init; }

    /// <summary>GUILD_CREATE only.</summary>
    public int? MemberCount { get; init; }

    /// <summary>REST with counts only.</summary>
    public int? ApproximateMemberCount { get; init; }

    /// <summary>REST with counts only.</summary>
    public int? ApproximatePresenceCount { get; init; }

    public IReadOnlyList<DiscordRole> Roles { get; init => field = value ?? []; } = [];

    public IReadOnlyList<DiscordChannel> Channels { get; init => field = value ?? []; } = [];

    /// <summary>Active threads that the bot can see.</summary>
    public IReadOnlyList<DiscordChannel> Threads { get; init => field = value ?? []; } = [];

    /// <summary>Everyone in voice now.</summary>
    public IReadOnlyList<DiscordVoiceState> VoiceStates { get; init => field = [.. (value ?? []).Where(v => v.UserId != 0)]; } = [];

    /// <summary>Without the presences intent only the bot and who is in voice: never the member list.</summary>
    public IReadOnlyList<DiscordMember> Members { get; init => field = value ?? []; } = [];
}

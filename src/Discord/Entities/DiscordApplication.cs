using System.Text.Json.Serialization;

namespace CommunityIntel.Discord.Entities;

/// <summary>Our own application (Discord API reference, Application).</summary>
public sealed record DiscordApplication
{
    [JsonRequired]
    public ulong Id { get; init; }

    public string? Name { get; init; }

    public long? Flags { get; init; }

    public int? ApproximateGuildCount { get; init; }

    /// <summary>Members intent, approved (bit 14) or limited (15).</summary>
    [JsonIgnore]
    public bool MayReadMembers => (Flags & (3 << 14)) is > 0;

    /// <summary>Message content intent, approved (bit 18) or limited (19).</summary>
    [JsonIgnore]
    public bool MayReadMessageContent => (Flags & (3 << 18)) is > 0;
}

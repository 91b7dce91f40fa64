using System.Text.Json.Serialization;
using CommunityIntel.Discord.Json;

namespace CommunityIntel.Discord.Entities;

/// <summary>Channel types (Discord API reference, Channel Types); others may appear.</summary>
public enum DiscordChannelType
{
    Text = 0,
    Dm = 1,
    Voice = 2,
    GroupDm = 3,
    Category = 4,
    Announcement = 5,
    AnnouncementThread = 10,
    PublicThread = 11,
    PrivateThread = 12,
    Stage = 13,
    Directory = 14,
    Forum = 15,
    Media = 16,
}

/// <summary>A channel or thread (Discord API reference, Channel).</summary>
public sealed record DiscordChannel
{
    private const long ObfuscatedFlag = 1 << 17;

    [JsonRequired]
    public ulong Id { get; init; }

    public DiscordChannelType Type { get; init; }

    /// <summary>Absent inside GUILD_CREATE and in DMs.</summary>
    public ulong? GuildId { get; init; }

    [JsonInclude, JsonPropertyName("name"), JsonConverter(typeof(NameConverter))]
    internal string? RawName { get; init; }

    /// <summary>Null when not told, and when the bot may not see the channel.</summary>
    [JsonIgnore]
    public string? Name => IsObfuscated ? null : RawName;

    public ulong? ParentId { get; init; }

    public int? Position { get; init; }

    public ulong? LastMessageId { get; init; }

    public long? Flags { get; init; }

    public IReadOnlyList<DiscordPermissionOverwrite> PermissionOverwrites { get; init => field = value ?? []; } = [];

    /// <summary>Present in threads.</summary>
    public DiscordThreadMetadata? ThreadMetadata { get; init; }

    /// <summary>Only in THREAD_CREATE: the thread is really new.</summary>
    public bool NewlyCreated { get; init; }

    /// <summary>The bot may not see this channel: its name and overwrites are not the real ones (gateway only).</summary>
    [JsonIgnore]
    public bool IsObfuscated => (Flags & ObfuscatedFlag) is > 0;
}

/// <summary>What a role (type 0) or member (type 1) may and may not in a channel.</summary>
public sealed record DiscordPermissionOverwrite
{
    [JsonRequired]
    public ulong Id { get; init; }

    public int Type { get; init; }

    public DiscordPermissions Allow { get; init; }

    public DiscordPermissions Deny { get; init; }
}

public sealed record DiscordThreadMetadata
{
    public bool Archived { get; init; }

    public bool Locked { get; init; }

    public DateTimeOffset? ArchiveTimestamp { get; init; }

    public DateTimeOffset? CreateTimestamp { get; init; }
}

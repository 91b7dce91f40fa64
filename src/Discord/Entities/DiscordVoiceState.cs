namespace CommunityIntel.Discord.Entities;

/// <summary>Where a user is in voice (Discord API reference, Voice State).</summary>
public sealed record DiscordVoiceState
{
    /// <summary>Absent inside GUILD_CREATE and in DMs.</summary>
    public ulong? GuildId { get; init; }

    /// <summary>Null: left.</summary>
    public ulong? ChannelId { get; init; }

    /// <summary>0 when not told, which does not happen in VOICE_STATE_UPDATE.</summary>
    public ulong UserId { get; init; }

    public DiscordMember? Member { get; init; }

    public string? SessionId { get; init; }

    public bool Deaf { get; init; }

    public bool Mute { get; init; }

    public bool SelfDeaf { get; init; }

    public bool SelfMute { get; init; }

    public bool SelfStream { get; init; }

    public bool SelfVideo { get; init; }

    public bool Suppress { get; init; }
}

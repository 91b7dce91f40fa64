namespace CommunityIntel.Domain.Guilds;

/// <summary>A guild's record. <c>FirstDate</c> is the first local date with any activity; null = none yet.
/// <c>BotRemovedAtMs</c> (Unix ms) is set while the bot is gone.</summary>
public sealed record GuildIdentity(
    string Name,
    string? Icon,
    long OwnerId,
    string PreferredLocale,
    int MemberCount,
    bool BotPresent,
    DateOnly? FirstDate,
    long? AfkChannelId = null,
    long? BotRemovedAtMs = null)
{
    public static GuildIdentity Unknown { get; } = new("", null, 0, "en-US", 0, true, null);
}

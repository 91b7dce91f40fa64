namespace CommunityIntel.Domain.Guilds;

/// <summary>How long a guild is kept that the bot was removed from.</summary>
public static class GuildRetention
{
    public static readonly TimeSpan AfterRemoval = TimeSpan.FromDays(30);

    public static DateTimeOffset EndsAt(long removedAtMs) => DateTimeOffset.FromUnixTimeMilliseconds(removedAtMs) + AfterRemoval;

    public static bool IsOver(long removedAtMs, DateTimeOffset now) => now >= EndsAt(removedAtMs);
}

using System.Globalization;

namespace CommunityIntel.BotShard.Outbox;

/// <summary>What the bot says, in the guild's language: French where Discord's locale is <c>fr</c>, English elsewhere.</summary>
internal static class Announcement
{
    /// <summary>Names the member; pings nobody unless the message allows it.</summary>
    public static string OfLevel(long userId, int level, string locale) => locale.StartsWith("fr", StringComparison.OrdinalIgnoreCase)
        ? string.Create(CultureInfo.InvariantCulture, $"🎉 <@{userId}> atteint le niveau {level}.")
        : string.Create(CultureInfo.InvariantCulture, $"🎉 <@{userId}> has reached level {level}.");
}

using CommunityIntel.BotShard.Commands;
using CommunityIntel.Domain.Rewards;
using CommunityIntel.GrainInterfaces.Outbox;

namespace CommunityIntel.BotShard.Outbox;

/// <summary>What the bot says of a level: in the guild's own words, or the product's in the guild's language.</summary>
internal static class Announcement
{
    /// <summary>Names the member; pings nobody unless the message allows it.</summary>
    public static string Of(AnnounceLevelAction a, CommandTexts texts)
    {
        var culture = CommandTexts.CultureOf(a.Locale);
        var usual = texts.In(culture, a.ChannelId == 0 ? "announce.level.direct" : "announce.level");
        return LevelTemplate.Render(a.Template, usual, new LevelNews(a.UserId, a.MemberName, a.Level, a.Xp, a.GuildName, a.RoleNames ?? []), culture);
    }
}

using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Outbox;
using CommunityIntel.Domain.Rewards;
using CommunityIntel.Domain.Xp;

namespace CommunityIntel.Domain.Tests.Guilds;

public sealed class GuildLevelsTests
{
    private static readonly LevelRole Silver = new(1, 901, "Silver");
    private static readonly LevelRole Gold = new(2, 902, "Gold");
    private static readonly LevelMessage Here = LevelMessage.Off with { Place = AnnouncementPlace.WhereItHappened };
    private static readonly LevelRewards Announced = new([], Here);

    [Fact]
    public void Nothing_is_done_on_Discord_unless_it_was_asked_for()
    {
        var guild = Someone(LevelRewards.Off, levelToCome: 5);
        guild.Says(7, Some.Noon);
        guild.Changes.Outbox.Should().BeEmpty();
    }

    [Fact]
    public void A_level_is_announced_once_and_not_the_messages_before_and_after_it()
    {
        var guild = Some.Guild(null, 7);
        guild.RestoreRewards(Announced, default, null);
        var heard = new List<OutboxAction>();
        for (var i = 0; XpCurve.Mee6.LevelOf(guild.Members.Single().Xp) < 2; i++)
        {
            guild.Says(7, Some.Noon + (i * 60_000));
            heard.AddRange(guild.TakeChanges().Outbox.Values);
        }

        heard.Select(Said).Should().Equal((Some.Channel, 1), (Some.Channel, 2));
    }

    [Fact]
    public void Several_levels_in_one_batch_are_one_announcement_of_the_highest()
    {
        var guild = Some.Guild(null, 7);
        guild.RestoreRewards(Announced with { Roles = [Silver, Gold] }, default, null);
        for (var i = 0; XpCurve.Mee6.LevelOf(guild.Members.Single().Xp) < 2; i++) guild.Says(7, Some.Noon + (i * 60_000));

        var told = guild.Changes.Outbox.Values.OfType<AnnounceLevel>().Single();
        told.News.Should().Be(new LevelNews(7, "name", 2, guild.Members.Single().Xp, "", ["Gold"]));
        guild.Changes.Outbox.Values.OfType<SetRoles>().Should().Equal(new SetRoles(7, 2, [901, 902], []));
    }

    [Fact]
    public void A_level_goes_to_the_channel_that_was_chosen_in_the_guilds_own_words()
    {
        var guild = Someone(new([], Here with { Place = AnnouncementPlace.Channel, ChannelId = 777, Template = "{name}!", PingsMember = true }), levelToCome: 3);
        guild.Says(7, Some.Noon);
        guild.Changes.Outbox.Values.Should().Equal(new AnnounceLevel(new LevelNews(7, null, 3, guild.Members.Single().Xp, "", []), 777, "en-US", "{name}!", true));
    }

    [Theory]
    [InlineData(AnnouncementPlace.WhereItHappened, AnnounceChoice.Muted, null), InlineData(AnnouncementPlace.WhereItHappened, AnnounceChoice.Direct, 0L)]
    [InlineData(AnnouncementPlace.DirectOnly, AnnounceChoice.Default, null), InlineData(AnnouncementPlace.DirectOnly, AnnounceChoice.Direct, 0L)]
    [InlineData(AnnouncementPlace.Off, AnnounceChoice.Direct, null)]
    public void A_member_chooses_where_they_hear_of_it_and_whether(AnnouncementPlace place, AnnounceChoice choice, long? channel)
    {
        var guild = Someone(new([], Here with { Place = place }), levelToCome: 3);
        guild.ChooseAnnouncements(7, choice);
        guild.Says(7, Some.Noon);
        guild.Changes.Outbox.Values.OfType<AnnounceLevel>().Select(a => (long?)a.ChannelId).Should().Equal(channel is null ? [] : [channel]);
    }

    [Theory]
    [InlineData(true, 1, 1, 1), InlineData(true, 1, 1, 2, false), InlineData(false, 3, 1, 3), InlineData(false, 3, 1, 4, false), InlineData(false, 1, 5, 4, false), InlineData(false, 1, 5, 5)]
    public void Only_the_levels_that_were_asked_for_are_announced(bool rewardsOnly, int every, int minimum, int level, bool told = true)
    {
        var guild = Someone(new([Silver], Here with { Filter = new LevelFilter(rewardsOnly, every, minimum) }), level);
        guild.Says(7, Some.Noon);
        guild.Changes.Outbox.Values.OfType<AnnounceLevel>().Should().HaveCount(told ? 1 : 0);
    }

    [Theory]
    [InlineData(false, new long[] { 901, 902 }, new long[0])]
    [InlineData(true, new long[] { 902 }, new long[] { 901 })]
    public void A_higher_role_joins_the_lower_one_or_takes_its_place(bool replaces, long[] granted, long[] revoked)
    {
        var guild = Someone(new([Gold with { ReplacesLower = replaces }, Silver, new(9, 909, "Far")], LevelMessage.Off), levelToCome: 2);
        guild.Says(7, Some.Noon);
        guild.Changes.Outbox.Values.Should().Equal(new SetRoles(7, 2, granted, revoked));
    }

    [Fact]
    public void A_level_without_a_role_so_far_changes_no_roles()
    {
        var guild = Someone(new([Gold], LevelMessage.Off), levelToCome: 1);
        guild.Says(7, Some.Noon);
        guild.Changes.Outbox.Should().BeEmpty();
    }

    [Fact]
    public void A_level_from_long_ago_is_no_news_but_earns_its_roles()
    {
        var guild = Someone(Announced with { Roles = [Silver] }, levelToCome: 1);
        var written = Some.MessageAt(Some.Noon);
        guild.MessageCreated(written, Some.Channel, 7, false, true, "name", null, Some.Noon + Guild.NewsMs + 1);
        guild.Changes.Outbox.Values.Should().Equal(new SetRoles(7, 1, [901], []));
    }

    private static (long Channel, int Level) Said(OutboxAction action) => action is AnnounceLevel a ? (a.ChannelId, a.News.Level) : (0, 0);

    // One message before the level.
    private static Guild Someone(LevelRewards rewards, int levelToCome)
    {
        var guild = Some.Guild();
        guild.Remember(new Member(7) { Xp = XpCurve.Mee6.TotalFor(levelToCome) - 1 });
        guild.RestoreRewards(rewards, default, null);
        return guild;
    }
}

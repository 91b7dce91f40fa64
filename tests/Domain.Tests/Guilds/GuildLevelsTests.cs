using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Outbox;
using CommunityIntel.Domain.Xp;

namespace CommunityIntel.Domain.Tests.Guilds;

public sealed class GuildLevelsTests
{
    private static readonly LevelRole Silver = new(1, 901, "Silver");
    private static readonly LevelRole Gold = new(2, 902, "Gold");
    private static readonly LevelRewards Announced = new(AnnouncementPlace.WhereItHappened, null, true, []);

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
        guild.RestoreRewards(Announced);
        var heard = new List<OutboxAction>();
        for (var i = 0; XpCurve.Mee6.LevelOf(guild.Members.Single().Xp) < 2; i++)
        {
            guild.Says(7, Some.Noon + (i * 60_000));
            heard.AddRange(guild.TakeChanges().Outbox.Values);
        }

        heard.Should().Equal(new AnnounceLevel(7, Some.Channel, 1, "en-US"), new AnnounceLevel(7, Some.Channel, 2, "en-US"));
    }

    [Fact]
    public void Several_levels_in_one_batch_are_one_announcement_of_the_highest()
    {
        var guild = Some.Guild(null, 7);
        guild.RestoreRewards(Announced with { Roles = [Silver, Gold] });
        for (var i = 0; XpCurve.Mee6.LevelOf(guild.Members.Single().Xp) < 2; i++) guild.Says(7, Some.Noon + (i * 60_000));

        guild.Changes.Outbox.Values.Should().BeEquivalentTo<OutboxAction>([new AnnounceLevel(7, Some.Channel, 2, "en-US"), new SetRoles(7, 2, [901, 902], [])]);
    }

    [Fact]
    public void A_level_goes_to_the_channel_that_was_chosen()
    {
        var guild = Someone(new(AnnouncementPlace.Channel, 777, true, []), levelToCome: 3);
        guild.Says(7, Some.Noon);
        guild.Changes.Outbox.Values.Should().Equal(new AnnounceLevel(7, 777, 3, "en-US"));
    }

    [Theory]
    [InlineData(true, new long[] { 901, 902 }, new long[0])]
    [InlineData(false, new long[] { 902 }, new long[] { 901 })]
    public void A_higher_role_joins_the_lower_one_or_takes_its_place(bool keeps, long[] granted, long[] revoked)
    {
        var guild = Someone(new(AnnouncementPlace.Off, null, keeps, [Gold, Silver, new(9, 909, "Far")]), levelToCome: 2);
        guild.Says(7, Some.Noon);
        guild.Changes.Outbox.Values.Should().Equal(new SetRoles(7, 2, granted, revoked));
    }

    [Fact]
    public void A_level_without_a_role_so_far_changes_no_roles()
    {
        var guild = Someone(new(AnnouncementPlace.Off, null, true, [Gold]), levelToCome: 1);
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

    [Fact]
    public void Settings_are_a_change_to_be_kept()
    {
        var guild = Some.Guild();
        guild.ChangeRewards(Announced);
        guild.Changes.IsEmpty.Should().BeFalse();
        guild.TakeChanges().Rewards.Should().Be(Announced);
    }

    [Fact]
    public void Settings_that_cannot_be_meant_are_refused()
    {
        LevelRewards[] wrong =
        [
            new(AnnouncementPlace.Channel, null, true, []), new((AnnouncementPlace)9, null, true, []),
            Announced with { Roles = [new(0, 1, "x")] }, Announced with { Roles = [new(1, 1, "x"), new(2, 1, "x")] },
            Announced with { Roles = [.. Enumerable.Range(1, 51).Select(i => new LevelRole(i, i, "x"))] },
        ];
        foreach (var rewards in wrong)
            FluentActions.Invoking(() => Some.Guild().ChangeRewards(rewards)).Should().Throw<ArgumentException>();
    }

    // One message before the level.
    private static Guild Someone(LevelRewards rewards, int levelToCome)
    {
        var guild = Some.Guild();
        guild.Remember(new Member(7) { Xp = XpCurve.Mee6.TotalFor(levelToCome) - 1 });
        guild.RestoreRewards(rewards);
        return guild;
    }
}

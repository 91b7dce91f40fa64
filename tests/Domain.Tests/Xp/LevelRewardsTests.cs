using CommunityIntel.Domain.Xp;
using FsCheck;
using FsCheck.Fluent;

namespace CommunityIntel.Domain.Tests.Xp;

public sealed class LevelRewardsTests
{
    private static readonly LevelRewards Ladder = new(AnnouncementPlace.Off, null, true, [new(10, 3, "Ten"), new(5, 2, "Five"), new(5, 1, "Also five"), new(20, 4, "Twenty")]);

    [Theory]
    [InlineData(4, "", "")]
    [InlineData(5, "1 2", "")]
    [InlineData(9, "1 2", "")]
    [InlineData(10, "1 2 3", "")]
    [InlineData(20, "1 2 3 4", "")]
    public void Roles_add_up_where_lower_ones_are_kept(int level, string granted, string revoked) => Roles(Ladder, level).Should().Be((granted, revoked));

    [Theory]
    [InlineData(4, "", "")]
    [InlineData(5, "1 2", "")]
    [InlineData(10, "3", "1 2")]
    [InlineData(20, "4", "1 2 3")]
    public void Only_the_highest_stay_where_they_replace_each_other(int level, string granted, string revoked) =>
        Roles(Ladder with { KeepsLowerRoles = false }, level).Should().Be((granted, revoked));

    [Fact]
    public void No_role_is_both_given_and_taken_and_none_of_a_higher_level_is_touched() => Prop.ForAll(
        (from levels in Gen.Choose(1, 30).ListOf() from at in Gen.Choose(0, 30) from keeps in Gen.Elements(true, false) select (levels, at, keeps)).ToArbitrary(),
        x =>
        {
            var rewards = new LevelRewards(AnnouncementPlace.Off, null, x.keeps, [.. x.levels.Select((level, i) => new LevelRole(level, i + 1, ""))]);
            var (granted, revoked) = rewards.RolesAt(x.at);
            var earned = rewards.Roles.Where(r => r.Level <= x.at).Select(r => r.RoleId).Order();
            return granted.Concat(revoked).Order().SequenceEqual(earned) && (!x.keeps || revoked.Count == 0);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_level_is_announced_nowhere_where_it_happened_or_in_the_chosen_channel()
    {
        LevelRewards.Off.AnnounceIn(7).Should().BeNull();
        (LevelRewards.Off with { Place = AnnouncementPlace.WhereItHappened, ChannelId = 9 }).AnnounceIn(7).Should().Be(7);
        (LevelRewards.Off with { Place = AnnouncementPlace.Channel, ChannelId = 9 }).AnnounceIn(7).Should().Be(9);
    }

    [Fact]
    public void Rewards_are_off_while_nothing_is_announced_and_no_role_is_given()
    {
        LevelRewards.Off.AreOff.Should().BeTrue();
        (LevelRewards.Off with { Place = AnnouncementPlace.WhereItHappened }).AreOff.Should().BeFalse();
        (LevelRewards.Off with { Roles = [new(1, 1, "")] }).AreOff.Should().BeFalse();
    }

    [Fact]
    public void Settings_at_the_edge_of_what_is_meant_are_taken()
    {
        LevelRewards.Off.Check();
        (LevelRewards.Off with { Place = AnnouncementPlace.Channel, ChannelId = 1 }).Check();
        (LevelRewards.Off with { Roles = [new(1, 1, new string('x', 100)), new(XpCurve.MostLevels, 2, "")] }).Check();
        (LevelRewards.Off with { Roles = [.. Enumerable.Range(1, 50).Select(i => new LevelRole(i, i, ""))] }).Check();
    }

    [Fact]
    public void Settings_that_nobody_means_are_refused_with_what_is_wrong()
    {
        Refused(LevelRewards.Off with { Place = (AnnouncementPlace)9 }, "nowhere, where it happened, or in a channel");
        Refused(LevelRewards.Off with { Place = AnnouncementPlace.Channel }, "channel for announcements is missing");
        Refused(LevelRewards.Off with { Place = AnnouncementPlace.Channel, ChannelId = 0 }, "channel for announcements is missing");
        Refused(LevelRewards.Off with { Roles = [.. Enumerable.Range(1, 51).Select(i => new LevelRole(i, i, ""))] }, "at most 50 roles");
        Refused(LevelRewards.Off with { Roles = [new(0, 1, "")] }, "between 1 and 10000");
        Refused(LevelRewards.Off with { Roles = [new(1, 7, ""), new(XpCurve.MostLevels + 1, 1, "")] }, "between 1 and 10000");
        Refused(LevelRewards.Off with { Roles = [new(1, 0, "")] }, "between 1 and 10000");
        Refused(LevelRewards.Off with { Roles = [new(1, 1, ""), new(2, 2, new string('x', 101))] }, "at most 100 characters");
        Refused(LevelRewards.Off with { Roles = [new(1, 1, ""), new(2, 1, "")] }, "from one level on");

        static void Refused(LevelRewards rewards, string why) => rewards.Invoking(r => r.Check()).Should().Throw<ArgumentException>().WithMessage($"*{why}*");
    }

    private static (string Granted, string Revoked) Roles(LevelRewards rewards, int level)
    {
        var (granted, revoked) = rewards.RolesAt(level);
        return (string.Join(' ', granted), string.Join(' ', revoked));
    }
}

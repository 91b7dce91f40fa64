using CommunityIntel.Domain.Audit;
using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Outbox;
using CommunityIntel.Domain.Privacy;
using CommunityIntel.Domain.Rewards;
using CommunityIntel.Domain.Roles;
using CommunityIntel.Domain.Xp;

namespace CommunityIntel.Domain.Tests.Guilds;

public sealed class GuildRewardsTests
{
    private const long Silver = 901, Gold = 902, Own = 950;
    private static readonly LevelRole[] Ladder = [new(1, Silver, "role 901"), new(2, Gold, "role 902", ReplacesLower: true)];

    [Fact]
    public void A_change_is_kept_noted_and_looks_through_everybody()
    {
        var guild = Seen();
        guild.ChangeRewardRoles([.. Ladder.Reverse().Select(r => r with { Name = "as the page had it" })], By()).Should().BeEmpty();
        var changes = guild.TakeChanges();
        changes.Rewards!.Rewards.Roles.Should().Equal(Ladder);
        changes.Rewards.Versions.Should().Be(new RewardVersions(1, 0));
        changes.Repair.Should().Be(RewardRepair.Of(RepairCause.RewardsChanged, Some.Noon));
        changes.Audit.Should().ContainSingle().Which.Kind.Should().Be(AuditKind.RewardsChanged);

        guild.ChangeLevelMessage(LevelMessage.Off with { Place = AnnouncementPlace.WhereItHappened }, By()).Should().BeEmpty();
        guild.RewardVersions.Should().Be(new RewardVersions(1, 1));
        guild.Changes.Repair.Should().BeNull();
    }

    [Fact]
    public void A_refused_change_changes_nothing()
    {
        var guild = Seen();
        guild.ChangeRewardRoles([.. Ladder, new(3, 4_711, "Nobody's")], By()).Should().ContainSingle();
        guild.ChangeLevelMessage(LevelMessage.Off with { Template = "{nothing}" }, By()).Should().ContainSingle();
        (guild.Changes.IsEmpty, guild.Rewards, guild.RewardVersions).Should().Be((true, LevelRewards.Off, default));
    }

    [Fact]
    public void Looking_through_notes_nothing_of_who_stopped_being_counted()
    {
        var guild = Seen(Has(1, level: 2), Has(2, level: 2));
        guild.ChangeRewardRoles(Ladder, By());
        guild.Choose(1, PrivacyChoices.StopCollecting, null, Some.Noon);
        guild.TakeChanges();
        guild.RepairNext([1, 2], isLast: true, total: 2, Some.Noon + 1);
        guild.Changes.Outbox.Keys.Select(k => k.UserId).Should().Equal(2);
        guild.Changes.Profiles.Should().NotContain(m => m.UserId == 1);
    }

    [Fact]
    public void Looking_through_notes_only_those_whose_roles_differ()
    {
        var guild = Seen(Has(1, level: 0), Has(2, level: 2), Has(3, level: 2, Gold, Own), Has(4, level: 2, Silver, Gold), Has(5, level: 1, Silver));
        guild.ChangeRewardRoles(Ladder, By());
        guild.TakeChanges();
        guild.RepairNext([1, 2, 3], isLast: false, total: 5, Some.Noon + 1);
        guild.RepairNext([4, 5], isLast: true, total: 5, Some.Noon + 2);

        guild.Changes.Outbox.Values.Should().BeEquivalentTo<OutboxAction>([new SetRoles(2, 2, [Gold], [Silver], IsRepair: true), new SetRoles(4, 2, [Gold], [Silver], IsRepair: true)]);
        guild.Repair.Should().Be(new RewardRepair(RepairCause.RewardsChanged, Some.Noon, 0, 5, 2, 5, Some.Noon + 2));
        guild.TakeChanges();
        guild.RepairNext([4], isLast: true, total: 5, Some.Noon + 3);
        guild.Changes.IsEmpty.Should().BeTrue("it has ended");
    }

    [Fact]
    public void What_was_noted_and_not_yet_told_is_not_forgotten_when_levels_go_back()
    {
        var guild = Seen(Has(2, level: 2, Gold));
        guild.ChangeRewardRoles(Ladder, By());
        guild.RepairNext([2], true, 1, Some.Noon);
        guild.ChangeRules(guild.Rules with { Curve = XpCurve.Of(XpCurvePreset.Linear) }, Some.Noon);
        guild.RepairNext([2], true, 1, Some.Noon);
        guild.TakeChanges().Outbox.Values.Should().Equal(new SetRoles(2, 0, [], [Gold], IsRepair: true));

        guild.ChangeRules(guild.Rules with { Curve = XpCurve.Mee6 }, Some.Noon);
        guild.RepairNext([2], true, 1, Some.Noon);
        guild.TakeChanges().Outbox.Values.Should().Equal([new SetRoles(2, 2, [Gold], [Silver], IsRepair: true)], "Discord may have been asked to take it away");
    }

    [Fact]
    public void Who_comes_back_gets_back_what_their_level_gives_and_who_left_gets_nothing()
    {
        var guild = Seen(Has(2, level: 2, Gold));
        guild.ChangeRewardRoles(Ladder, By());
        guild.MemberLeft(2, false, Some.Noon);
        guild.TakeChanges();
        guild.RepairNext([2], true, 1, Some.Noon);
        guild.TakeChanges().Outbox.Should().BeEmpty();

        guild.MemberJoined(2, "again", null, false, Some.Noon + 5, []);
        guild.TakeChanges().Outbox.Values.Should().Equal(new SetRoles(2, 2, [Gold], [Silver]));
        guild.MemberJoined(2, "again", null, false, Some.Noon + 5, []);
        guild.TakeChanges().Outbox.Should().BeEmpty("it is the same join");
    }

    [Fact]
    public void A_role_that_cannot_be_given_any_more_is_skipped_until_it_can()
    {
        var guild = Seen(Has(1, level: 1));
        guild.ChangeRewardRoles([.. Ladder, new(1, 903, "Iron")], By());
        guild.RoleChanged(guild.Roles[903] with { Position = 100 });
        guild.RepairNext([1], true, 1, Some.Noon);
        guild.TakeChanges().Outbox.Values.Should().Equal(new SetRoles(1, 1, [Silver], [], IsRepair: true));

        guild.MemberUpdated(1, "name", null, false, [Silver], Some.Noon);
        guild.RoleChanged(guild.Roles[903] with { Position = 1 });
        guild.StartRepair(RepairCause.Asked, Some.Noon);
        guild.RepairNext([1], true, 1, Some.Noon);
        guild.TakeChanges().Outbox.Values.Should().Equal(new SetRoles(1, 1, [Silver, 903], [], IsRepair: true));
    }

    [Fact]
    public void Roles_follow_what_Discord_says_of_them_and_of_the_bot()
    {
        var guild = Seen();
        guild.TakeChanges();
        guild.RolesListed([.. guild.Roles.Values.Where(r => r.Id != Silver)]);
        guild.Roles[Silver].IsDeleted.Should().BeTrue();
        guild.TakeChanges().Roles.Keys.Should().Equal(Silver);
        guild.RolesListed([.. guild.Roles.Values.Where(r => !r.IsDeleted)]);
        guild.Changes.IsEmpty.Should().BeTrue("it is as it was");

        guild.Remember(new Member(99));
        guild.MemberUpdated(99, "bot", null, true, [Gold, 999], Some.Noon);
        guild.TakeChanges().Bot.Should().Be(new GuildBot(99, [Gold, 999]));
    }

    private static SettingsChange By() => new(new Actor(3, "manager", ActorSource.Dashboard), null, null, Some.Noon);

    private static Member Has(long id, int level, params long[] roles) => new(id) { Name = "name", Xp = XpCurve.Mee6.TotalFor(level), RoleIds = roles };

    private static Guild Seen(params Member[] members)
    {
        var guild = Some.Guild();
        foreach (var member in members) guild.Remember(member);
        guild.RolesListed([.. new long[] { 1, Silver, Gold, 903, Own }.Select((id, i) => new Role(id, $"role {id}", i == 0 ? 0 : 1, 0, false, 0)), new Role(999, "bot", 50, RolePermissions.ManageRoles, true, 0)]);
        guild.BotSeen(99, [999]);
        guild.TakeChanges();
        return guild;
    }
}

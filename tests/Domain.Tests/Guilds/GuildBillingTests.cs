using CommunityIntel.Domain.Audit;
using CommunityIntel.Domain.Billing;
using CommunityIntel.Domain.Digests;
using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Rewards;
using CommunityIntel.Domain.Roles;
using CommunityIntel.Domain.Xp;

namespace CommunityIntel.Domain.Tests.Guilds;

public sealed class GuildBillingTests
{
    private const long Day = 86_400_000;

    [Fact]
    public void Where_nothing_is_sold_everything_is_allowed()
    {
        var guild = Some.Guild();
        guild.RestoreBilling(GuildAccount.None, isSold: false);
        guild.LimitsAt(Some.Noon).Should().Be(PlanTable.Of(Plan.Enterprise));
        Enumerable.Range(1, 500).Should().OnlyContain(i => Sits(guild, i, Some.Noon));
    }

    [Fact]
    public void What_an_older_word_says_changes_nothing_and_what_is_not_named_any_more_ends()
    {
        var guild = Sold();
        guild.PutClaims(ClaimSource.Stripe, "7", 2, [Paid("a"), Paid("b")], Some.Noon).Should().BeTrue();
        guild.PutClaims(ClaimSource.Stripe, "7", 1, [], Some.Noon).Should().BeFalse();
        guild.PutClaims(ClaimSource.Stripe, "7", 2, [Paid("a"), Paid("b")], Some.Noon).Should().BeFalse("the same again");
        guild.EntitlementAt(Some.Noon).Plan.Should().Be(Plan.Pro);
        guild.PutClaims(ClaimSource.Stripe, "7", 3, [], Some.Noon + Day);
        guild.Claims.Should().HaveCount(2).And.OnlyContain(c => c.State == ClaimState.Ended && c.EndsAtMs == Some.Noon + Day);
        guild.EntitlementAt(Some.Noon + Day).Should().BeEquivalentTo(new { Plan = Plan.Free, LostPlan = Plan.Pro });
    }

    [Fact]
    public void Two_who_pay_for_one_guild_are_two_claims_and_one_leaving_takes_nothing_away()
    {
        var guild = Sold();
        guild.PutClaims(ClaimSource.Stripe, "7", 1, [Paid("a")], Some.Noon);
        guild.PutClaims(ClaimSource.Stripe, "8", 1, [Paid("b") with { Holder = "8" }], Some.Noon);
        guild.PutClaims(ClaimSource.Stripe, "7", 2, [], Some.Noon);
        guild.EntitlementAt(Some.Noon).Should().BeEquivalentTo(new { Plan = Plan.Pro, LostPlan = (Plan?)null });
    }

    [Fact]
    public void The_owner_always_has_a_seat_and_others_until_they_are_taken()
    {
        var guild = Sold();
        guild.Updated("g", null, ownerId: 1, "en-US", null, Some.Noon);
        Sits(guild, 2, Some.Noon).Should().BeTrue();
        Sits(guild, 3, Some.Noon).Should().BeTrue();
        Sits(guild, 4, Some.Noon).Should().BeFalse("Free has two");
        Sits(guild, 1, Some.Noon).Should().BeTrue();
        Sits(guild, 2, Some.Noon).Should().BeTrue("it is theirs");
        guild.SeatsAt(Some.Noon).Select(s => s.UserId).Should().BeEquivalentTo([2L, 3], "the owner needs none");
        Sits(guild, 4, Some.Noon + (30 * Day)).Should().BeTrue("nobody used theirs for thirty days");
    }

    [Fact]
    public void After_a_lost_plan_the_last_to_use_their_seats_keep_them_and_who_is_deleted_leaves_theirs()
    {
        var guild = Sold();
        guild.PutClaims(ClaimSource.Stripe, "7", 1, [Paid("a")], Some.Noon);
        for (var i = 2; i < 8; i++) Sits(guild, i, Some.Noon + i).Should().BeTrue();
        guild.PutClaims(ClaimSource.Stripe, "7", 2, [], Some.Noon + 100);
        Enumerable.Range(2, 6).Where(i => guild.HasSeatFor(i, Some.Noon + 100)).Should().Equal(6, 7);
        guild.Forget(7, Some.Noon + 200);
        guild.HasSeatFor(5, Some.Noon + 200).Should().BeTrue();
    }

    [Fact]
    public void A_plan_that_is_won_back_has_everybody_looked_at_for_rewards_that_were_set_aside()
    {
        var guild = Sold();
        guild.RestoreRewards(new LevelRewards([.. Enumerable.Range(11, 8).Select(i => new LevelRole(i - 10, i, $"r{i}"))], LevelMessage.Off), default, null);
        guild.RestoreBilling(GuildAccount.None, isSold: true);
        guild.PutClaims(ClaimSource.Stripe, "7", 1, [Paid("a")], Some.Noon);
        guild.TakeChanges().Repair.Should().NotBeNull();
    }

    [Fact]
    public void Saving_digest_settings_over_the_limit_deletes_no_text()
    {
        var guild = Sold();
        foreach (var id in (long[])[10, 20, 30]) guild.ChannelChanged(new Channel(id, 0, $"c{id}", null, false));
        guild.RestoreDigests(DigestSettings.Usual with { ChannelIds = [10, 20, 30] }, 1);
        guild.RestoreBilling(GuildAccount.None, isSold: true);
        guild.ChangeDigests(guild.Digests with { Hour = 9 }, new SettingsChange(new Actor(9, "Ada", ActorSource.Dashboard), null, null, Some.Noon)).Should().BeEmpty();
        guild.TakeChanges().Digests!.KeptChannelIds.Should().BeEquivalentTo([10L, 20, 30]);
    }

    [Fact]
    public void Text_is_kept_of_as_many_channels_as_the_plan_allows()
    {
        var guild = Sold();
        guild.RestoreDigests(DigestSettings.Usual with { ChannelIds = [10, 20, 30] }, 1);
        guild.RestoreBilling(GuildAccount.None, isSold: true);
        ((long[])[10, 20, 30]).Where(guild.KeepsTextOf).Should().Equal(10, 20);
        guild.PutClaims(ClaimSource.Stripe, "7", 1, [Paid("a")], Some.Noon);
        guild.KeepsTextOf(30).Should().BeTrue();
    }

    [Fact]
    public void Rewards_beyond_a_lost_plan_are_given_for_ninety_days_then_nobody_new_gets_them_and_nobody_loses_theirs()
    {
        var guild = Some.Guild(null, 100, 101);
        guild.RestoreRoles([.. Enumerable.Range(11, 8).Select(i => new Role(i, $"r{i}", i, RolePermissions.None, false, 0)), new Role(99, "bot", 50, RolePermissions.ManageRoles, false, 0)], new GuildBot(9, [99]));
        guild.RestoreRewards(new LevelRewards([.. Enumerable.Range(11, 8).Select(i => new LevelRole(i - 10, i, $"r{i}"))], LevelMessage.Off), default, null);
        guild.RestoreBilling(GuildAccount.None, isSold: true);
        guild.PutClaims(ClaimSource.Operator, "operator", 1, [Paid("a") with { Source = ClaimSource.Operator, EndsAtMs = Some.Noon + Day }], Some.Noon);

        Top(guild, 100, Some.Noon).Should().Contain(18, "Pro has more than eight");
        guild.ReviewEntitlement(Some.Noon + (2 * Day));
        guild.EntitlementAt(Some.Noon + (2 * Day)).LostPlan.Should().Be(Plan.Pro);
        guild.ReviewEntitlement(Some.Noon + (92 * Day));
        guild.MemberOf(100).HonouredRoleIds.Should().Contain(18);
        Top(guild, 101, Some.Noon + (92 * Day)).Should().Equal(11, 12, 13, 14, 15);
        guild.TakeChanges();
        guild.EditXp(100, XpEdit.Give, 10, new Actor(9, "Ada", ActorSource.Command), Some.Noon + (93 * Day));
        guild.TakeChanges().Outbox.Values.OfType<Domain.Outbox.SetRoles>().SelectMany(s => s.Revoked).Should().BeEmpty("what was given stays");
    }

    private static IReadOnlyList<long> Top(Guild guild, long userId, long atMs)
    {
        guild.EditXp(userId, XpEdit.Set, 5_000, new Actor(9, "Ada", ActorSource.Command), atMs);
        return guild.TakeChanges().Outbox.Values.OfType<Domain.Outbox.SetRoles>().Single(s => s.UserId == userId).Granted;
    }

    private static bool Sits(Guild guild, long userId, long atMs)
    {
        if (!guild.HasSeatFor(userId, atMs)) return false;
        guild.TakeSeat(userId, $"user {userId}", atMs);
        return true;
    }

    private static Guild Sold()
    {
        var guild = Some.Guild();
        guild.RestoreBilling(GuildAccount.None, isSold: true);
        return guild;
    }

    private static Claim Paid(string reference) => new(ClaimSource.Stripe, "7", reference, Plan.Pro, ClaimState.Active, Some.Noon - Day, null, null, 0, 7);
}

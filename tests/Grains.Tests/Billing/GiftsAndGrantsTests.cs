using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Billing;

namespace CommunityIntel.Grains.Tests.Billing;

public sealed class GiftsAndGrantsTests(SellingSilo shop) : IClassFixture<SellingSilo>
{
    private static readonly Actor Operator = new(1, "Operator", ActorSource.Dashboard);

    private IGiftCodesGrain Gifts => shop.Grains.GetGrain<IGiftCodesGrain>(0);

    private IBillingDeskGrain Desk => shop.Grains.GetGrain<IBillingDeskGrain>(0);

    [Fact]
    public async Task A_code_gives_one_guild_its_days_once_and_is_kept_as_a_hash()
    {
        var (guild, other) = (await shop.NewGuildAsync(), await shop.NewGuildAsync());
        var codes = await Gifts.CreateAsync(new GiftOrder(Plan.Pro, 31, 2, null, "for friends"), Operator);
        codes.Should().OnlyHaveUniqueItems().And.HaveCount(2);

        var redeemed = await Gifts.RedeemAsync(codes[0].ToLowerInvariant(), guild, SellingSilo.By(7));
        redeemed.Should().BeEquivalentTo(new { Outcome = RedeemOutcome.Redeemed, Days = 31, Gift = Plan.Pro });
        redeemed.Plan!.EndsAt.Should().BeCloseTo(DateTimeOffset.UtcNow.AddDays(31), TimeSpan.FromMinutes(5));
        (await Gifts.RedeemAsync(codes[0], guild, SellingSilo.By(7))).Outcome.Should().Be(RedeemOutcome.Redeemed, "the same again is answered the same");
        (await shop.Billing(guild).GetBillingAsync()).Claims.Should().ContainSingle();
        (await Gifts.RedeemAsync(codes[0], other, SellingSilo.By(8))).Outcome.Should().Be(RedeemOutcome.Used);
        (await shop.Billing(other).GetPlanAsync()).Plan.Should().Be(Plan.Free);

        var plain = codes[1].Replace("-", "", StringComparison.Ordinal);
        (await shop.Database.ScalarAsync<long>($"SELECT count(*) FROM gift_codes g WHERE g::text LIKE '%{plain}%'", TestContext.Current.CancellationToken)).Should().Be(0);
        var ending = plain[^4..];
        (await Gifts.GetListAsync(10)).Should().Contain(c => c.Ending == ending && c.GuildId == 0 && c.Note == "for friends");
        var audit = await shop.Grains.GetGrain<IGuildAuditGrain>(guild).GetAuditAsync(new(null, 10));
        audit.Entries[0].Should().BeEquivalentTo(new { Action = AuditAction.PlanChanged, Actor = SellingSilo.By(7) });
    }

    [Fact]
    public async Task What_is_revoked_expired_or_guessed_gives_nothing_and_guessing_ends()
    {
        var guild = await shop.NewGuildAsync();
        var codes = await Gifts.CreateAsync(new GiftOrder(Plan.Business, 10, 1, null, "revoked"), Operator);
        var listed = (await Gifts.GetListAsync(50)).Single(c => c.Note == "revoked");
        (await Gifts.RevokeAsync(listed.Id)).Should().BeTrue();
        (await Gifts.RevokeAsync(listed.Id)).Should().BeFalse();
        (await Gifts.RedeemAsync(codes[0], guild, SellingSilo.By(20))).Outcome.Should().Be(RedeemOutcome.Unknown);
        var old = await Gifts.CreateAsync(new GiftOrder(Plan.Business, 10, 1, DateTimeOffset.UtcNow.AddMinutes(-1), "old"), Operator);
        (await Gifts.RedeemAsync(old[0], guild, SellingSilo.By(20))).Outcome.Should().Be(RedeemOutcome.Expired);
        var outcomes = new List<RedeemOutcome>();
        for (var i = 0; i < 12; i++) outcomes.Add((await Gifts.RedeemAsync("AAAA-BBBB-CCCC-DDDD", guild, SellingSilo.By(20))).Outcome);
        outcomes[^1].Should().Be(RedeemOutcome.TooMany);
        (await Gifts.RedeemAsync("AAAA-BBBB-CCCC-DDDD", guild, SellingSilo.By(21))).Outcome.Should().Be(RedeemOutcome.Unknown, "another person has tries of their own");
        (await shop.Billing(guild).GetPlanAsync()).Plan.Should().Be(Plan.Free);
    }

    /// <summary>Whoever dies between the code and the guild leaves this.</summary>
    [Fact]
    public async Task A_guild_that_was_not_told_of_its_gift_is_told()
    {
        var guild = await shop.NewGuildAsync();
        await Gifts.CreateAsync(new GiftOrder(Plan.Pro, 5, 1, null, "untold"), Operator);
        await shop.Database.ExecuteAsync(
            $"UPDATE gift_codes SET guild_id = {guild}, redeemed_by = 7, redeemer_name = 'Ada', redeemed_at = now() WHERE note = 'untold'", TestContext.Current.CancellationToken);
        await shop.Grains.GetGrain<IUntoldGiftsGrain>(0).TellAsync();
        (await shop.Billing(guild).GetPlanAsync()).Should().BeEquivalentTo(new { Plan = Plan.Pro, Source = ClaimSource.Gift });
    }

    [Fact]
    public async Task An_operator_gives_and_ends_and_the_books_say_so()
    {
        var (guild, payer) = (await shop.NewGuildAsync(), SellingSilo.NewPayer());
        (await Desk.GrantAsync(Some.GuildId(), Plan.Pro, null, Operator)).Should().BeFalse("that guild was never seen");
        (await Desk.EndGrantAsync(guild, Operator)).Should().BeFalse();
        (await Desk.GrantAsync(guild, Plan.Enterprise, null, Operator)).Should().BeTrue();
        (await shop.Billing(guild).GetPlanAsync()).Should().BeEquivalentTo(new { Plan = Plan.Enterprise, Source = ClaimSource.Operator, EndsAt = (DateTimeOffset?)null });
        (await Desk.EndGrantAsync(guild, Operator)).Should().BeTrue();
        (await shop.Billing(guild).GetPlanAsync()).Should().BeEquivalentTo(new { Plan = Plan.Free, LostPlan = Plan.Enterprise });

        await shop.BuyAsync(payer, guild, Plan.Business);
        var revenue = await Desk.GetRevenueAsync();
        revenue.ByPlan.Should().Contain(r => r.Plan == Plan.Business && r.Currency == "eur" && r.MonthlyAmountMinor == 7_900 * r.Slots);
        revenue.Months.Should().HaveCount(12);
        revenue.Guilds.Should().Contain(g => g.Plan == Plan.Business && g.Source == ClaimSource.Stripe);
        (await Desk.GetSubscriptionsAsync(null, 50)).Should().Contain(s => s.PayerId == payer && s.Guilds.Count == 1 && s.Guilds[0].GuildId == guild && s.Guilds[0].Name == "A guild");
    }

    [Fact]
    public async Task What_ends_by_time_alone_is_written_down_when_its_time_has_come()
    {
        var guild = await shop.NewGuildAsync();
        await Desk.GrantAsync(guild, Plan.Pro, DateTimeOffset.UtcNow.AddMilliseconds(300), Operator);
        await Eventually.Holds(async () => (await shop.Billing(guild).GetPlanAsync()).Plan == Plan.Free);
        await shop.Billing(guild).ReviewAsync();
        (await shop.Database.ScalarAsync<short>($"SELECT lost_plan FROM entitlements WHERE guild_id = {guild}", TestContext.Current.CancellationToken)).Should().Be((short)Plan.Pro);
        (await shop.Database.ScalarAsync<long>($"SELECT count(*) FROM entitlement_changes WHERE guild_id = {guild}", TestContext.Current.CancellationToken)).Should().Be(2);
        await RunningSilo.DeactivateAsync(shop.Billing(guild));
        (await shop.Billing(guild).GetPlanAsync()).Should().BeEquivalentTo(new { Plan = Plan.Free, LostPlan = Plan.Pro }, "it is read back as it was");
    }

    [Fact]
    public async Task What_is_bought_in_Discord_is_as_it_was_last_listed()
    {
        var guild = await shop.NewGuildAsync();
        var (now, start) = (DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(-2));
        var bought = new DiscordEntitlement(1, 4711, 8, false, start, null, 7);
        await shop.Billing(guild).PutDiscordEntitlementsAsync(now, [bought, bought with { Id = 2, SkuId = 999 }]);
        (await shop.Billing(guild).GetPlanAsync()).Should().BeEquivalentTo(new { Plan = Plan.Business, Source = ClaimSource.Discord, EndsAt = (DateTimeOffset?)null });
        (await Desk.GetDiscordGuildsAsync()).Should().Contain(guild);
        await shop.Billing(guild).PutDiscordEntitlementsAsync(now.AddSeconds(-5), []);
        (await shop.Billing(guild).GetPlanAsync()).Plan.Should().Be(Plan.Business, "that was read before");
        await shop.Billing(guild).PutDiscordEntitlementsAsync(now.AddSeconds(1), [bought with { EndsAt = now.AddDays(3) }]);
        (await shop.Billing(guild).GetPlanAsync()).EndsAt.Should().BeCloseTo(now.AddDays(3), TimeSpan.FromSeconds(1));
        await shop.Billing(guild).PutDiscordEntitlementsAsync(now.AddSeconds(2), []);
        (await shop.Billing(guild).GetPlanAsync()).Should().BeEquivalentTo(new { Plan = Plan.Free, LostPlan = Plan.Business }, "it was refunded");
        (await Desk.GetDiscordGuildsAsync()).Should().NotContain(guild);
    }
}

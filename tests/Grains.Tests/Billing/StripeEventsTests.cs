using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.StripeEmulator.Control;

namespace CommunityIntel.Grains.Tests.Billing;

public sealed class StripeEventsTests(SellingSilo shop) : IClassFixture<SellingSilo>
{
    [Fact]
    public async Task A_webhook_that_comes_before_the_payer_is_back_brings_the_plan()
    {
        var (payer, guild) = (SellingSilo.NewPayer(), await shop.NewGuildAsync());
        var session = await shop.BeginAsync(payer, guild);
        await shop.Stripe.CompleteCheckoutAsync(session);
        foreach (var e in await shop.ToldAsync(await shop.CustomerOfAsync(payer))) await shop.Events.ReceiveAsync(e);
        await shop.DoneAsync();
        (await shop.Billing(guild).GetPlanAsync()).Plan.Should().Be(Plan.Pro);
        (await shop.Payer(payer).FinishCheckoutAsync(session)).Subscriptions.Single().Slots.Should().ContainSingle();
    }

    [Fact]
    public async Task An_event_is_stored_once_and_what_is_none_of_ours_is_told_apart()
    {
        var e = new StripeEvent($"evt_{Guid.NewGuid():N}", "customer.subscription.updated", "cus_of_nobody", 0, DateTimeOffset.UtcNow, false);
        (await shop.Events.ReceiveAsync(e)).Should().Be(EventOutcome.Stored);
        (await shop.Events.ReceiveAsync(e)).Should().Be(EventOutcome.KnownAlready);
        (await shop.Events.ReceiveAsync(e with { Id = "evt_live", IsLive = true })).Should().Be(EventOutcome.OtherMode);
        (await shop.Events.ReceiveAsync(e with { Id = "evt_other", Type = "radar.early_fraud_warning.created" })).Should().Be(EventOutcome.Ignored);
        (await shop.Events.ReceiveAsync(e with { Id = $"evt_{Guid.NewGuid():N}", CustomerId = null })).Should().Be(EventOutcome.Stored);
        await shop.DoneAsync();
        (await shop.Database.ScalarAsync<long>("SELECT count(*) FROM stripe_events WHERE event_id IN ('evt_live', 'evt_other')", TestContext.Current.CancellationToken)).Should().Be(0);
    }

    [Fact]
    public async Task An_event_that_comes_while_stripe_is_away_waits_and_is_done_later()
    {
        var (payer, guild) = (SellingSilo.NewPayer(), await shop.NewGuildAsync());
        var session = await shop.BeginAsync(payer, guild);
        await shop.Stripe.CompleteCheckoutAsync(session);
        var told = await shop.ToldAsync(await shop.CustomerOfAsync(payer));
        await shop.Stripe.FailAsync(new RequestFault(RequestFaultKind.Refuse, 1_000, 500, "/v1/subscriptions"));
        var outcomes = new List<EventOutcome>();
        foreach (var e in told) outcomes.Add(await shop.Events.ReceiveAsync(e));
        outcomes.Should().Contain(EventOutcome.Stored, "Stripe need not send it again");
        await Eventually.Holds(async () => await shop.Database.ScalarAsync<long>("SELECT count(*) FROM stripe_events WHERE done_at IS NULL AND tries > 0", TestContext.Current.CancellationToken) > 0);
        (await shop.Billing(guild).GetPlanAsync()).Plan.Should().Be(Plan.Free);

        await shop.Stripe.StopFailingAsync();
        await shop.Database.ExecuteAsync("UPDATE stripe_events SET try_at = 'epoch' WHERE done_at IS NULL", TestContext.Current.CancellationToken);
        await shop.Events.ReceiveAsync(told[0] with { Id = $"evt_{Guid.NewGuid():N}", Type = "invoice.paid", CustomerId = null, PayerId = 0 });
        await shop.DoneAsync();
        (await shop.Billing(guild).GetPlanAsync()).Plan.Should().Be(Plan.Pro);
    }

    [Fact]
    public async Task What_was_never_told_is_found_by_the_daily_comparison()
    {
        var (payer, guild, lost) = (SellingSilo.NewPayer(), await shop.NewGuildAsync(), await shop.NewGuildAsync());
        var bought = await shop.BuyAsync(payer, guild, Plan.Business);
        await shop.Stripe.CancelAsync(bought.Id, atPeriodEnd: false);
        var stranger = SellingSilo.NewPayer();
        var session = await shop.BeginAsync(stranger, lost);
        await shop.Stripe.CompleteCheckoutAsync(session);
        // As after a backup of before that was put back: nothing is known of the customer.
        await shop.Database.ExecuteAsync($"DELETE FROM payers WHERE payer_id = {stranger}", TestContext.Current.CancellationToken);

        (await shop.Events.ReconcileAsync()).Should().BeTrue();

        (await shop.Billing(guild).GetPlanAsync()).Should().BeEquivalentTo(new { Plan = Plan.Free, LostPlan = Plan.Business });
        (await shop.Billing(lost).GetPlanAsync()).Plan.Should().Be(Plan.Pro);
        (await shop.Database.ScalarAsync<int>("SELECT healed FROM stripe_reconciliations", TestContext.Current.CancellationToken)).Should().BeGreaterThanOrEqualTo(2);
        (await shop.Events.ReconcileAsync()).Should().BeTrue();
        (await shop.Database.ScalarAsync<int>("SELECT healed FROM stripe_reconciliations", TestContext.Current.CancellationToken)).Should().Be(0, "everything is as Stripe has it");
    }

    /// <summary>Whoever dies between storing and telling leaves this row.</summary>
    [Fact]
    public async Task A_guild_that_was_not_told_is_told_with_the_next_event()
    {
        var (payer, guild) = (SellingSilo.NewPayer(), await shop.NewGuildAsync());
        await shop.BuyAsync(payer, guild);
        await shop.Database.ExecuteAsync($"DELETE FROM guild_claims WHERE guild_id = {guild}; DELETE FROM entitlements WHERE guild_id = {guild}", TestContext.Current.CancellationToken);
        await RunningSilo.DeactivateAsync(shop.Billing(guild));
        (await shop.Billing(guild).GetPlanAsync()).Plan.Should().Be(Plan.Free);
        await shop.Database.ExecuteAsync($"INSERT INTO payer_news (payer_id, is_live, guild_id) VALUES ({payer}, false, {guild})", TestContext.Current.CancellationToken);

        await shop.Events.ReceiveAsync(new StripeEvent($"evt_{Guid.NewGuid():N}", "invoice.paid", null, 0, DateTimeOffset.UtcNow, false));

        await Eventually.Holds(async () => (await shop.Billing(guild).GetPlanAsync()).Plan == Plan.Pro);
        await Eventually.Holds(async () => await shop.Database.ScalarAsync<long>($"SELECT count(*) FROM payer_news WHERE payer_id = {payer}", TestContext.Current.CancellationToken) == 0);
    }
}

using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.StripeEmulator.Control;
using CheckoutOutcome = CommunityIntel.GrainInterfaces.Billing.CheckoutOutcome;
using SubscriptionStatus = CommunityIntel.Domain.Billing.SubscriptionStatus;

namespace CommunityIntel.Grains.Tests.Billing;

/// <summary>From the wish to the plan and back, through a real checkout at the local Stripe.</summary>
public sealed class BuyingTests(SellingSilo shop) : IClassFixture<SellingSilo>
{
    [Fact]
    public async Task Who_buys_has_the_plan_when_they_come_back_though_no_webhook_came()
    {
        var (payer, guild) = (SellingSilo.NewPayer(), await shop.NewGuildAsync());
        (await shop.Billing(guild).GetPlanAsync()).Should().BeEquivalentTo(new { Plan = Plan.Free, Source = (ClaimSource?)null, IsSold = true, MayTry = true });

        var bought = await shop.BuyAsync(payer, guild);

        bought.Should().BeEquivalentTo(new { Status = SubscriptionStatus.Trialing, Plan = Plan.Pro, AmountMinor = 2500L, Currency = "eur" }, "the first begins with a trial");
        bought.Slots.Should().Equal(new PayerSlot(1, guild, "A guild", null));
        (await shop.Billing(guild).GetPlanAsync()).Should().BeEquivalentTo(new { Plan = Plan.Pro, Source = ClaimSource.Stripe, IsTrial = true, MayTry = false });
        var audit = await shop.Grains.GetGrain<IGuildAuditGrain>(guild).GetAuditAsync(new(null, 10));
        audit.Entries.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Action = AuditAction.PlanChanged, CanUndo = false });
        audit.Entries[0].After.Should().Contain("\"plan\": \"pro\"").And.Contain("\"source\": \"stripe\"");
    }

    [Fact]
    public async Task Who_pays_nothing_has_nothing()
    {
        var (payer, guild) = (SellingSilo.NewPayer(), await shop.NewGuildAsync());
        var session = await shop.BeginAsync(payer, guild, Plan.Business);

        (await shop.Payer(payer).FinishCheckoutAsync(session)).Subscriptions.Should().BeEmpty("the address of the return is no proof");
        (await shop.Stripe.CompleteCheckoutAsync(session, new CheckoutCompletion("4000000000000002"))).Refusal.Should().NotBe("None");
        (await shop.Payer(payer).FinishCheckoutAsync(session)).Subscriptions.Where(s => s.Slots.Count > 0).Should().BeEmpty();
        (await shop.Billing(guild).GetPlanAsync()).Plan.Should().Be(Plan.Free);

        await shop.Stripe.CompleteCheckoutAsync(session);
        (await shop.Payer(payer).FinishCheckoutAsync(session)).Subscriptions.Should().Contain(s => s.Status == SubscriptionStatus.Active, "declined, then paid");
        (await shop.Billing(guild).GetPlanAsync()).Plan.Should().Be(Plan.Business);
    }

    [Fact]
    public async Task Somebody_elses_session_brings_nobody_anything()
    {
        var (payer, stranger, guild) = (SellingSilo.NewPayer(), SellingSilo.NewPayer(), await shop.NewGuildAsync());
        var session = await shop.BeginAsync(payer, guild);
        await shop.Stripe.CompleteCheckoutAsync(session);

        (await shop.Payer(stranger).FinishCheckoutAsync(session)).Subscriptions.Should().BeEmpty();
        (await shop.Payer(stranger).FinishCheckoutAsync("cs_test_forged")).Subscriptions.Should().BeEmpty();
        (await shop.Billing(guild).GetPlanAsync()).Plan.Should().Be(Plan.Free, "the payer is not back yet, and nothing was told");
        (await shop.Payer(payer).FinishCheckoutAsync(session)).Subscriptions.Should().ContainSingle();
    }

    [Fact]
    public async Task Two_who_buy_for_one_guild_at_once_lose_nothing()
    {
        var (one, two, guild) = (SellingSilo.NewPayer(), SellingSilo.NewPayer(), await shop.NewGuildAsync());
        var (first, second) = (await shop.BeginAsync(one, guild), await shop.BeginAsync(two, guild));
        await shop.Stripe.CompleteCheckoutAsync(first);
        await shop.Stripe.CompleteCheckoutAsync(second);
        await Task.WhenAll(shop.Payer(one).FinishCheckoutAsync(first), shop.Payer(two).FinishCheckoutAsync(second));

        var slots = (await shop.Payer(one).GetAsync()).Subscriptions.Concat((await shop.Payer(two).GetAsync()).Subscriptions).SelectMany(s => s.Slots).ToList();
        slots.Should().HaveCount(2).And.Contain(s => s.GuildId == guild);
        (await shop.Billing(guild).GetPlanAsync()).Plan.Should().Be(Plan.Pro);
        (await shop.Payer(SellingSilo.NewPayer()).StartCheckoutAsync(SellingSilo.Wish(guild))).Outcome.Should().Be(CheckoutOutcome.PaidAlready);

        var other = await shop.NewGuildAsync();
        foreach (var payer in (long[])[one, two])
        {
            var subscription = (await shop.Payer(payer).GetAsync()).Subscriptions.Single();
            if (subscription.Slots[0].GuildId == guild) continue;
            (await shop.Payer(payer).StartCheckoutAsync(SellingSilo.Wish(other))).Outcome.Should().Be(CheckoutOutcome.HasFreeSlot);
            (await shop.Payer(payer).MoveSlotAsync(subscription.Id, 1, other, SellingSilo.By(payer))).Outcome.Should().Be(SlotOutcome.Done);
            (await shop.Billing(other).GetPlanAsync()).Plan.Should().Be(Plan.Pro);
        }
    }

    [Fact]
    public async Task Nobody_can_buy_what_is_not_sold_or_for_a_guild_that_was_never_seen()
    {
        var (payer, guild) = (SellingSilo.NewPayer(), await shop.NewGuildAsync());
        (await shop.Payer(payer).StartCheckoutAsync(SellingSilo.Wish(guild, Plan.Enterprise))).Outcome.Should().Be(CheckoutOutcome.NotSold);
        (await shop.Payer(payer).StartCheckoutAsync(SellingSilo.Wish(guild, Plan.Free))).Outcome.Should().Be(CheckoutOutcome.NotSold);
        (await shop.Payer(payer).StartCheckoutAsync(SellingSilo.Wish(Some.GuildId()))).Outcome.Should().Be(CheckoutOutcome.UnknownGuild);
        (await shop.Payer(payer).OpenPortalAsync(new(PortalPage.Home, null, new("http://127.0.0.1/"), "en"))).Outcome.Should().Be(PortalOutcome.NothingThere);
    }

    [Fact]
    public async Task The_same_request_twice_is_one_session_and_one_customer()
    {
        var (payer, guild) = (SellingSilo.NewPayer(), await shop.NewGuildAsync());
        var wish = SellingSilo.Wish(guild, key: "same");
        var answers = await Task.WhenAll(shop.Payer(payer).StartCheckoutAsync(wish), shop.Payer(payer).StartCheckoutAsync(wish));
        answers[0].Page.Should().Be(answers[1].Page).And.NotBeNull();
    }

    [Fact]
    public async Task A_slot_moves_once_in_thirty_days_and_takes_the_plan_with_it()
    {
        var (payer, from, to, third) = (SellingSilo.NewPayer(), await shop.NewGuildAsync(), await shop.NewGuildAsync(), await shop.NewGuildAsync());
        var bought = await shop.BuyAsync(payer, from);

        (await shop.Payer(payer).MoveSlotAsync(bought.Id, 1, to, SellingSilo.By(payer))).Outcome.Should().Be(SlotOutcome.Done);
        (await shop.Billing(to).GetPlanAsync()).Plan.Should().Be(Plan.Pro);
        var left = await shop.Billing(from).GetPlanAsync();
        left.Should().BeEquivalentTo(new { Plan = Plan.Free, LostPlan = Plan.Pro });
        left.ReadOnlyUntil.Should().BeCloseTo(DateTimeOffset.UtcNow.AddDays(90), TimeSpan.FromMinutes(5));

        var locked = await shop.Payer(payer).MoveSlotAsync(bought.Id, 1, third, SellingSilo.By(payer));
        locked.Outcome.Should().Be(SlotOutcome.Locked);
        locked.Until.Should().BeCloseTo(DateTimeOffset.UtcNow.AddDays(30), TimeSpan.FromMinutes(5));
        (await shop.Payer(SellingSilo.NewPayer()).MoveSlotAsync(bought.Id, 1, third, SellingSilo.By(1))).Outcome.Should().Be(SlotOutcome.NothingThere, "it is somebody else's");
    }

    [Fact]
    public async Task One_more_slot_is_paid_at_once_and_twice_the_same_request_is_one()
    {
        var (payer, guild, second) = (SellingSilo.NewPayer(), await shop.NewGuildAsync(), await shop.NewGuildAsync());
        var bought = await shop.BuyAsync(payer, guild, Plan.Business);
        (await shop.Payer(payer).AddSlotAsync(bought.Id, 2, "k")).Outcome.Should().Be(SlotOutcome.Done);
        (await shop.Payer(payer).AddSlotAsync(bought.Id, 2, "k")).Outcome.Should().Be(SlotOutcome.Done);
        (await shop.Payer(payer).AddSlotAsync(bought.Id, 2, "other")).Outcome.Should().Be(SlotOutcome.Done, "there are two already");
        (await shop.Payer(payer).AddSlotAsync(bought.Id, 9, "k")).Outcome.Should().Be(SlotOutcome.NotSold);
        var subscription = (await shop.Payer(payer).GetAsync()).Subscriptions.Single();
        subscription.Slots.Select(s => (s.No, s.GuildId)).Should().Equal((1, guild), (2, 0));
        (await shop.Payer(payer).GetInvoicesAsync())!.Invoices.Should().HaveCount(2).And.OnlyContain(i => i.Status == "paid" && i.Currency == "eur");
        (await shop.Payer(payer).MoveSlotAsync(bought.Id, 2, second, SellingSilo.By(payer))).Outcome.Should().Be(SlotOutcome.Done);
        (await shop.Billing(second).GetPlanAsync()).Plan.Should().Be(Plan.Business);

        await shop.Stripe.ChangeCardAsync(await shop.CustomerOfAsync(payer), "4000000000000341");
        (await shop.Payer(payer).AddSlotAsync(bought.Id, 3, "l")).Outcome.Should().Be(SlotOutcome.Declined);
        (await shop.Payer(payer).GetAsync()).Subscriptions.Single().Slots.Should().HaveCount(2, "a card that is refused buys nothing");
    }

    [Fact]
    public async Task A_payment_that_fails_leaves_the_plan_for_seven_days_and_paying_mends_it()
    {
        var (payer, guild) = (SellingSilo.NewPayer(), await shop.NewGuildAsync());
        var bought = await shop.BuyAsync(payer, guild, Plan.Business);
        var customer = await shop.CustomerOfAsync(payer);
        await shop.Stripe.ChangeCardAsync(customer, "4000000000000341");
        // Up to a day before now: the grace runs still.
        var ahead = (await shop.Stripe.ClockAsync()).Now;
        await shop.Stripe.AdvanceAsync(bought.PeriodEndsAt - ahead + TimeSpan.FromDays(1));
        (await shop.Payer(payer).RefreshAsync()).Should().BeTrue();
        var account = (await shop.Payer(payer).GetAsync()).Subscriptions.Single();
        account.Status.Should().Be(SubscriptionStatus.PastDue);
        account.GraceUntil.Should().BeCloseTo(bought.PeriodEndsAt.AddDays(7), TimeSpan.FromHours(2));
        (await shop.Billing(guild).GetPlanAsync()).Should().BeEquivalentTo(new { Plan = Plan.Free, LostPlan = Plan.Business }, "that was months ago on the silo's clock");

        await shop.Stripe.ChangeCardAsync(customer, "4242424242424242", payOpenInvoices: true);
        await shop.Payer(payer).RefreshAsync();
        (await shop.Billing(guild).GetPlanAsync()).Should().BeEquivalentTo(new { Plan = Plan.Business, GraceUntil = (DateTimeOffset?)null, LostPlan = (Plan?)null });
    }

    [Fact]
    public async Task A_customer_who_was_deleted_at_stripe_loses_the_plan_and_can_buy_again()
    {
        var (payer, guild) = (SellingSilo.NewPayer(), await shop.NewGuildAsync());
        await shop.BuyAsync(payer, guild, Plan.Business);
        await shop.Stripe.DeleteCustomerAsync(await shop.CustomerOfAsync(payer));
        await shop.Payer(payer).RefreshAsync();
        (await shop.Billing(guild).GetPlanAsync()).Should().BeEquivalentTo(new { Plan = Plan.Free, LostPlan = Plan.Business });
        await shop.BuyAsync(payer, guild, Plan.Business);
        (await shop.Billing(guild).GetPlanAsync()).Plan.Should().Be(Plan.Business);
    }
}

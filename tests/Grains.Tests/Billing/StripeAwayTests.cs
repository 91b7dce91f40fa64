using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.StripeEmulator.Control;
using CheckoutOutcome = CommunityIntel.GrainInterfaces.Billing.CheckoutOutcome;

namespace CommunityIntel.Grains.Tests.Billing;

/// <summary>Stripe fails at every call that is made, in every way: it answers with an error, never, or does it and the answer is lost.</summary>
public sealed class StripeAwayTests(SellingSilo shop) : IClassFixture<SellingSilo>
{
    // The library asks again twice.
    private const int Enough = 40;

    public static TheoryData<RequestFaultKind, int, string, string> Checkouts
    {
        get
        {
            var data = new TheoryData<RequestFaultKind, int, string, string>();
            foreach (var (kind, status) in ((RequestFaultKind, int)[])[(RequestFaultKind.Refuse, 500), (RequestFaultKind.Refuse, 429), (RequestFaultKind.Hang, 0), (RequestFaultKind.LoseAnswer, 0)])
                foreach (var (method, path) in ((string, string)[])[("POST", "/v1/customers"), ("GET", "/v1/prices"), ("POST", "/v1/checkout/sessions")]) data.Add(kind, status, method, path);
            return data;
        }
    }

    [Theory, MemberData(nameof(Checkouts))]
    public async Task A_purchase_that_cannot_begin_says_so_and_can_be_begun_again_once(RequestFaultKind kind, int status, string method, string path)
    {
        var (payer, guild) = (SellingSilo.NewPayer(), await shop.NewGuildAsync());
        var wish = SellingSilo.Wish(guild);
        await shop.Stripe.FailAsync(new RequestFault(kind, Enough, status, path, method));
        var refused = await shop.Payer(payer).StartCheckoutAsync(wish);
        await shop.Stripe.StopFailingAsync();
        // The price may be known from before.
        if (path != "/v1/prices") refused.Outcome.Should().Be(CheckoutOutcome.Unavailable);

        var again = await shop.Payer(payer).StartCheckoutAsync(wish);
        again.Outcome.Should().Be(CheckoutOutcome.Ready);
        await shop.Stripe.CompleteCheckoutAsync(SellingSilo.SessionOf(again.Page!));
        await shop.Payer(payer).RefreshAsync();
        (await shop.Stripe.SubscriptionsAsync()).Count(s => s.CustomerMetadata.GetValueOrDefault("payer_id") == $"{payer}").Should().Be(1);
        (await shop.Billing(guild).GetPlanAsync()).Plan.Should().Be(Plan.Pro);
    }

    [Theory]
    [InlineData(RequestFaultKind.Refuse)]
    [InlineData(RequestFaultKind.Hang)]
    [InlineData(RequestFaultKind.LoseAnswer)]
    public async Task What_was_bought_stays_while_stripe_is_away_and_every_question_gets_an_answer(RequestFaultKind kind)
    {
        var (payer, guild, other) = (SellingSilo.NewPayer(), await shop.NewGuildAsync(), await shop.NewGuildAsync());
        var bought = await shop.BuyAsync(payer, guild, Plan.Business);
        await shop.Stripe.FailAsync(new RequestFault(kind, 1_000, 503, "/v1"));

        (await shop.Payer(payer).RefreshAsync()).Should().BeFalse();
        (await shop.Payer(payer).GetInvoicesAsync()).Should().BeNull();
        (await shop.Payer(payer).OpenPortalAsync(new(PortalPage.Cancel, bought.Id, new("http://127.0.0.1/"), "en"))).Outcome.Should().Be(PortalOutcome.Unavailable);
        (await shop.Payer(payer).AddSlotAsync(bought.Id, 2, "k")).Outcome.Should().Be(SlotOutcome.Unavailable);
        (await shop.Payer(payer).StartCheckoutAsync(SellingSilo.Wish(other))).Outcome.Should().Be(CheckoutOutcome.Unavailable);
        (await shop.Payer(payer).FinishCheckoutAsync("cs_test_1")).Subscriptions.Should().ContainSingle("what was known is still known");
        (await shop.Events.ReconcileAsync()).Should().BeFalse();
        (await shop.Billing(guild).GetPlanAsync()).Plan.Should().Be(Plan.Business);

        await shop.Stripe.StopFailingAsync();
        (await shop.Payer(payer).RefreshAsync()).Should().BeTrue();
        (await shop.Payer(payer).GetAsync()).Subscriptions.Single().Slots.Should().ContainSingle("the slot that was not to be had was not paid either");
    }

    [Fact]
    public async Task A_slot_whose_answer_was_lost_is_there_afterwards_and_was_paid_once()
    {
        var (payer, guild) = (SellingSilo.NewPayer(), await shop.NewGuildAsync());
        var bought = await shop.BuyAsync(payer, guild, Plan.Business);
        await shop.Stripe.FailAsync(new RequestFault(RequestFaultKind.LoseAnswer, Enough, 0, $"/v1/subscriptions/{bought.Id}", "POST"));
        (await shop.Payer(payer).AddSlotAsync(bought.Id, 2, "k")).Outcome.Should().Be(SlotOutcome.Unknown);
        await shop.Stripe.StopFailingAsync();
        (await shop.Payer(payer).AddSlotAsync(bought.Id, 2, "again")).Outcome.Should().Be(SlotOutcome.Done, "it was bought");

        await shop.Payer(payer).RefreshAsync();
        (await shop.Payer(payer).GetAsync()).Subscriptions.Single().Slots.Should().HaveCount(2);
        (await shop.Payer(payer).GetInvoicesAsync())!.Invoices.Should().HaveCount(2);
    }
}

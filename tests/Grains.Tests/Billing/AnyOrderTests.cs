using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.StripeEmulator.Control;

namespace CommunityIntel.Grains.Tests.Billing;

/// <summary>What people, time and Stripe do to a subscription, and its events in any order, some twice, some long after: in the end a guild has what Stripe's own final state says.</summary>
public sealed class AnyOrderTests(SellingSilo shop) : IClassFixture<SellingSilo>
{
    private const int Runs = 20, Deeds = 6;

    private enum Deed
    {
        TwoWeeks,
        CardGoesBad,
        PaysAll,
        CancelsAtPeriodEnd,
        Keeps,
        CancelsNow,
        Upgrades,
        Downgrades,
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Runs)];

    [Theory, MemberData(nameof(Seeds))]
    public Task Any_order_duplication_and_delay_of_events_ends_as_stripe_does(int seed)
    {
        var random = new Random(seed);
        return PlayAsync(random.Next(2) == 0 ? Plan.Pro : Plan.Business, random.GetItems(Enum.GetValues<Deed>(), Deeds), random);
    }

    private async Task PlayAsync(Plan plan, IReadOnlyList<Deed> deeds, Random random)
    {
        var (payer, guild, start) = (SellingSilo.NewPayer(), await shop.NewGuildAsync(), (await shop.Stripe.ClockAsync()).Now);
        var session = await shop.BeginAsync(payer, guild, plan);
        var customer = await shop.CustomerOfAsync(payer);
        var id = (await shop.Stripe.CompleteCheckoutAsync(session)).SubscriptionId!;
        var handed = new HashSet<string>();
        foreach (var deed in deeds)
        {
            await DoAsync(deed, id, customer);
            // Some of what was told so far, in any order, and some of that again.
            foreach (var e in (await shop.ToldAsync(customer, start)).Where(_ => random.Next(3) == 0).OrderBy(_ => random.Next()))
            {
                handed.Add(e.Id);
                for (var times = random.Next(1, 3); times > 0; times--) await shop.Events.ReceiveAsync(e);
            }
        }

        // The rest comes long after.
        foreach (var e in (await shop.ToldAsync(customer, start)).Where(e => !handed.Contains(e.Id)).OrderBy(_ => random.Next())) await shop.Events.ReceiveAsync(e);
        await shop.DoneAsync();
        var now = (await shop.Stripe.SubscriptionsAsync()).Single(s => s.Id == id);
        var has = await shop.Billing(guild).GetPlanAsync();
        has.Plan.Should().Be(Expected(now), "{0} {1} after {2}", now.Status, now.LookupKey, string.Join(", ", deeds));
    }

    // All of it is years ago, so that no grace runs any more, and what was to end at a period's end has.
    private static Plan Expected(SubscriptionView s) => s.Status is not ("active" or "trialing") || s.CancelAtPeriodEnd ? Plan.Free : s.LookupKey!.StartsWith("pro", StringComparison.Ordinal) ? Plan.Pro : Plan.Business;

    private async Task DoAsync(Deed deed, string id, string customer)
    {
        var now = (await shop.Stripe.SubscriptionsAsync()).Single(s => s.Id == id);
        if (now.Status is "canceled" && deed is not Deed.TwoWeeks) return;
        await (deed switch
        {
            Deed.TwoWeeks => shop.Stripe.AdvanceAsync(TimeSpan.FromDays(16)),
            Deed.CardGoesBad => shop.Stripe.ChangeCardAsync(customer, "4000000000000341"),
            Deed.PaysAll => shop.Stripe.ChangeCardAsync(customer, "4242424242424242", payOpenInvoices: true),
            Deed.CancelsAtPeriodEnd => shop.Stripe.CancelAsync(id),
            Deed.Keeps when now.CancelAtPeriodEnd => shop.Stripe.KeepAsync(id),
            Deed.CancelsNow => shop.Stripe.CancelAsync(id, atPeriodEnd: false),
            Deed.Upgrades => ChangeAsync(now, "business_month"),
            Deed.Downgrades => ChangeAsync(now, "pro_month"),
            _ => Task.CompletedTask,
        });
    }

    private async Task ChangeAsync(SubscriptionView now, string lookupKey)
    {
        if (now.LookupKey == lookupKey || now.Status is "past_due" or "unpaid") return;
        try
        {
            await shop.Stripe.ChangePlanAsync(now.Id, new PlanChange(await shop.PriceAsync(lookupKey)));
        }
        catch (HttpRequestException)
        {
            // The card was refused: nothing changed.
        }
    }
}

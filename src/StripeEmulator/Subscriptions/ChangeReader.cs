using System.Text.RegularExpressions;
using CommunityIntel.StripeEmulator.Prices;
using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Subscriptions;

/// <summary>Works out what a change of a subscription comes to, from parameters or from one new price.</summary>
internal sealed class ChangeReader(Account account, StripeClock clock)
{
    private const string Fields = "items[*][id] items[*][price] items[*][quantity] items[*][deleted] items[*][metadata][*] trial_end proration_behavior proration_date billing_cycle_anchor ";

    /// <summary>The parameters that are understood, alone or as parts of one.</summary>
    public static string Accepted(string? within = null) => within is null ? Fields
        : string.Concat(Fields.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(field => $"{within}[{Regex.Replace(field, @"^(\w+)", "$1]")} "));

    public static bool Has(Parameters given) => given.Has("items") || given.Given("trial_end") is not null || given.Given("billing_cycle_anchor") == "now";

    public SubscriptionChange Read(Subscription subscription, Parameters given)
    {
        var at = given.Integer("proration_date") ?? clock.Now;
        if (at < subscription.PeriodStart || at > subscription.PeriodEnd) throw RefusedException.Invalid("Cannot specify `proration_date` outside of the current period.", given.Full("proration_date"));
        var items = subscription.Items.Data.ToList();
        foreach (var item in given.Each("items")) Change(subscription, items, item);
        if (items.Count == 0) throw RefusedException.Invalid("A subscription must have at least one item.", given.Full("items"));
        if (items.Any(item => item.Price.Recurring! with { TrialPeriodDays = null } != items[0].Price.Recurring! with { TrialPeriodDays = null }))
            throw RefusedException.Invalid("All prices on a subscription must have the same `recurring.interval` and `recurring.interval_count`.", given.Full("items"));
        return Of(subscription, items, given.Choice("proration_behavior", "always_invoice", "create_prorations", "none") ?? "create_prorations", at,
            TrialEnd(given), given.Choice("billing_cycle_anchor", "now", "unchanged") == "now");
    }

    /// <summary>Another price or quantity in the place of the first item.</summary>
    public SubscriptionChange Read(Subscription subscription, Price price, long? quantity, string behavior)
    {
        var first = subscription.Items.Data[0];
        return Of(subscription, [first.With(price, quantity ?? first.Quantity), .. subscription.Items.Data.Skip(1)], behavior, clock.Now, trialEnd: null, restarts: false);
    }

    /// <summary>A price that may be subscribed to in a currency.</summary>
    public Price Sold(string id, string currency, string param)
    {
        var price = account.Prices.Find(id) ?? throw RefusedException.NoSuch("price", id, param);
        if (!price.Active) throw RefusedException.Invalid($"The price specified is inactive. This field only accepts active prices.", param);
        if (price.Recurring is null) throw RefusedException.Invalid("The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.", param);
        if (price.AmountIn(currency) is null) throw RefusedException.Invalid($"The price specified only supports `{price.Currency}`. This doesn't match the expected currency: `{currency}`.", param);
        return price;
    }

    private static SubscriptionChange Of(Subscription subscription, List<SubscriptionItem> items, string behavior, long at, long? trialEnd, bool restarts)
    {
        var recurrence = items[0].Price.Recurring!;
        var inTrial = subscription.Status == "trialing" && trialEnd is null;
        var changesInterval = (recurrence.Interval, recurrence.IntervalCount) != (subscription.Recurrence.Interval, subscription.Recurrence.IntervalCount);
        var begins = !inTrial && (restarts || changesInterval || trialEnd is not null);
        var end = trialEnd > at ? trialEnd.Value : begins ? recurrence.PeriodEnd(at, at) : subscription.PeriodEnd;
        return new SubscriptionChange(subscription, items, begins, at, end, trialEnd, behavior);
    }

    private long? TrialEnd(Parameters given)
    {
        if (given.Given("trial_end") == "now") return clock.Now;
        var end = given.Integer("trial_end");
        return end < clock.Now ? throw RefusedException.Invalid("Invalid timestamp: must be an integer Unix timestamp in the future", given.Full("trial_end")) : end;
    }

    private void Change(Subscription subscription, List<SubscriptionItem> items, Parameters given)
    {
        if (given.Given("id") is not { } id)
        {
            items.Add(New(subscription, items, given));
            return;
        }

        var at = items.FindIndex(item => item.Id == id);
        if (at < 0) throw RefusedException.NoSuch("subscription item", id, given.Full("id"));
        if (given.Flag("deleted") == true)
        {
            items.RemoveAt(at);
            return;
        }

        var price = given.Given("price") is { } priceId ? Sold(priceId, subscription.Currency, given.Full("price")) : items[at].Price;
        items[at] = items[at].With(price, given.Integer("quantity") ?? items[at].Quantity);
        given.Merge("metadata", items[at].Metadata);
    }

    private SubscriptionItem New(Subscription subscription, List<SubscriptionItem> items, Parameters given)
    {
        var price = Sold(given.Required("price"), subscription.Currency, given.Full("price"));
        if (items.Any(item => item.Price == price))
            throw RefusedException.Invalid($"Cannot add multiple subscription items with the same price: {price.Id}", given.Full("price"));
        return new SubscriptionItem
        {
            Id = Ids.New("si_", 14),
            Created = clock.Now,
            CurrentPeriodStart = subscription.PeriodStart,
            CurrentPeriodEnd = subscription.PeriodEnd,
            Metadata = given.Map("metadata"),
            Price = price,
            Quantity = given.Integer("quantity") ?? 1,
            Subscription = subscription.Id,
        };
    }
}

using CommunityIntel.StripeEmulator.Discounts;
using CommunityIntel.StripeEmulator.Invoices;
using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Subscriptions;

/// <summary>What parts of periods are worth, to the second (Stripe docs, Prorations).</summary>
internal sealed class Proration(Account account, StripeClock clock, InvoiceDraft drafts, Redemption redemption)
{
    /// <summary>The lines of a change: credits for the rest of what was paid, and what the new items cost from then on.</summary>
    public List<InvoiceLine> Lines(SubscriptionChange change)
    {
        var subscription = change.Of;
        if (subscription.Status == "trialing" && change.TrialEnd is null) return [];
        var credits = change.Prorates ? Credits(subscription, change.At, change.Restarts ? null : change.Items) : [];
        if (change.TrialEnd > change.At) return credits;
        if (change.Restarts) return [.. credits, .. drafts.Whole(change.Items, subscription.Currency, change.At, change.PeriodEnd)];
        if (!change.Prorates) return [];
        var rest = change.Items.Where(item => !subscription.Items.Data.Any(old => IsSame(old, item)))
            .Select(item => Part(subscription, item, change.At, sign: 1));
        return [.. credits, .. rest];
    }

    /// <summary>Credits for the items that are not kept as they are; all when <paramref name="kept"/> is null.</summary>
    public List<InvoiceLine> Credits(Subscription subscription, long at, List<SubscriptionItem>? kept = null) => subscription.Status == "trialing" ? [] :
    [
        .. subscription.Items.Data.Where(old => kept is null || !kept.Any(item => IsSame(old, item))).Select(old => Part(subscription, old, at, sign: -1)),
    ];

    /// <summary>Lets lines wait for the next invoice.</summary>
    public void Keep(Subscription subscription, List<InvoiceLine> lines)
    {
        foreach (var line in lines)
            account.InvoiceItems.Add(new InvoiceItem
            {
                Id = line.Parent.SubscriptionItemDetails.InvoiceItem ?? Ids.New("ii_1"),
                Created = clock.Now,
                Customer = subscription.Customer,
                Subscription = subscription.Id,
                Line = line,
            });
    }

    private InvoiceLine Part(Subscription subscription, SubscriptionItem item, long at, int sign)
    {
        var (start, end) = (subscription.PeriodStart, subscription.PeriodEnd);
        var whole = item.AmountIn(subscription.Currency);
        foreach (var (_, coupon) in redemption.Of(subscription)) whole -= coupon.Off(whole);
        var amount = (long)Math.Round(whole * (decimal)(end - at) / (end - start), MidpointRounding.AwayFromZero);
        return InvoiceLine.Part(item, subscription.Currency, sign * amount, drafts.ProductOf(item), at, end);
    }

    private static bool IsSame(SubscriptionItem one, SubscriptionItem other) => one.Id == other.Id && one.Price == other.Price && one.Quantity == other.Quantity;
}

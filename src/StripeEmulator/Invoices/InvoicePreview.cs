using CommunityIntel.StripeEmulator.Customers;
using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.State;
using CommunityIntel.StripeEmulator.Subscriptions;

namespace CommunityIntel.StripeEmulator.Invoices;

/// <summary>The invoice that a change would bring, or the next renewal.</summary>
internal sealed class InvoicePreview(Account account, StripeClock clock, InvoiceDraft drafts, ChangeReader changes, Proration proration)
{
    private const string Details = "subscription_details";

    public static readonly string Accepted = "customer subscription currency automatic_tax[**] preview_mode subscription_details[cancel_at_period_end] subscription_details[cancel_now] " + ChangeReader.Accepted(Details);

    public Invoice Make(ApiCall call)
    {
        var given = call.Parameters;
        if (given.Given("subscription") is not { } id) return First(given);
        var subscription = account.Subscriptions.Find(id) ?? throw RefusedException.NoSuch("subscription", id, "subscription");
        if (subscription.HasEnded) throw None(subscription.Customer);
        var details = given.Part(Details);
        if (details?.Flag("cancel_now") == true) return Draft(subscription, proration.Credits(subscription, details.Integer("proration_date") ?? clock.Now), clock.Now, clock.Now);
        if (details is not null && ChangeReader.Has(details)) return Of(changes.Read(subscription, details));
        if (details?.Flag("cancel_at_period_end") ?? subscription.CancelAt <= subscription.PeriodEnd) throw None(subscription.Customer);
        return Renewal(subscription, subscription.Items.Data, []);
    }

    /// <summary>What a change is billed with: at once, or together with the next renewal.</summary>
    public Invoice Of(SubscriptionChange change)
    {
        var lines = proration.Lines(change);
        return change.BillsAtOnce && lines.Count > 0 ? Draft(change.Of, lines, change.At, change.At) : Renewal(change.Of, change.Items, lines);
    }

    private Invoice Renewal(Subscription subscription, List<SubscriptionItem> items, List<InvoiceLine> before)
    {
        var start = subscription.PeriodEnd;
        var end = items[0].Price.Recurring!.PeriodEnd(subscription.BillingCycleAnchor, start);
        return Draft(subscription, [.. before, .. drafts.Whole(items, subscription.Currency, start, end)], subscription.PeriodStart, start);
    }

    private Invoice Draft(Subscription subscription, List<InvoiceLine> lines, long start, long end) =>
        drafts.Of(subscription, "upcoming", [.. drafts.Pending(subscription), .. lines], start, end, "upcoming_in_");

    /// <summary>Of a subscription that does not exist yet.</summary>
    private Invoice First(Parameters given)
    {
        var customer = CustomerDesk.Named(account, given.Required("customer"));
        var items = given.Part(Details)?.Each("items").ToList() ?? [];
        if (items.Count == 0)
            return account.Subscriptions.NewestFirst.FirstOrDefault(it => it.Customer == customer.Id && !it.HasEnded && !(it.CancelAt <= it.PeriodEnd)) is { } next
                ? Renewal(next, next.Items.Data, [])
                : throw None(customer.Id);
        var currency = given.Given("currency") ?? account.Prices.Find(items[0].Required("price"))?.Currency ?? "";
        var subscription = new Subscription
        {
            Id = Ids.New("sub_1"),
            Currency = currency,
            Customer = customer.Id,
            Status = "incomplete",
            Items = new ListOf<SubscriptionItem>
            {
                Data = [.. items.Select(it => new SubscriptionItem { Id = Ids.New("si_", 14), Price = changes.Sold(it.Required("price"), currency, it.Full("price")), Quantity = it.Integer("quantity") ?? 1, Subscription = "" })],
            },
        };
        var end = subscription.Recurrence.PeriodEnd(clock.Now, clock.Now);
        return Draft(subscription, drafts.Whole(subscription.Items.Data, currency, clock.Now, end), clock.Now, clock.Now);
    }

    private static RefusedException None(string customer) => new(StatusCodes.Status400BadRequest, "invalid_request_error", "invoice_upcoming_none", $"No upcoming invoices for customer: {customer}");
}

using CommunityIntel.StripeEmulator.Events;
using CommunityIntel.StripeEmulator.Invoices;
using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Subscriptions;

/// <summary>Ends subscriptions, at once or later.</summary>
internal sealed class Cancellation(Account account, StripeClock clock, EventLog events, InvoiceDesk invoices, Proration proration)
{
    /// <param name="reason"><c>cancellation_requested</c> or <c>payment_failed</c>.</param>
    /// <param name="prorate">Credits what was paid for the rest of the period; the credit waits, or goes to the balance with <paramref name="invoiceNow"/>.</param>
    public void Now(Subscription subscription, string reason, CancellationDetails? details = null, bool prorate = false, bool invoiceNow = false)
    {
        if (prorate && subscription.Status != "trialing") Credit(subscription, invoiceNow);
        invoices.StopAdvance(subscription);
        subscription.Status = "canceled";
        subscription.CanceledAt ??= clock.Now;
        subscription.EndedAt = clock.Now;
        (subscription.PendingUpdate, subscription.PendingInvoice) = (null, null);
        subscription.CancellationDetails = (details ?? subscription.CancellationDetails) with { Reason = subscription.CancellationDetails.Reason ?? reason };
        events.Publish(EventType.SubscriptionDeleted, subscription);
    }

    /// <summary>Sets or takes back the end at the end of the period, inside a change of the subscription.</summary>
    public void AtPeriodEnd(Subscription subscription, bool end)
    {
        subscription.CancelAtPeriodEnd = end;
        subscription.CancelAt = end ? subscription.PeriodEnd : null;
        subscription.CanceledAt = end ? clock.Now : null;
        subscription.CancellationDetails = end ? subscription.CancellationDetails with { Reason = "cancellation_requested" } : new CancellationDetails(null, null, null);
    }

    /// <summary>The first payment did not come in time.</summary>
    public void Expire(Subscription subscription)
    {
        if (account.Invoices.Find(subscription.LatestInvoice) is { Status: "open" } invoice) invoices.Void(invoice);
        events.Change(EventType.SubscriptionUpdated, subscription, () => (subscription.Status, subscription.EndedAt) = ("incomplete_expired", clock.Now));
    }

    private void Credit(Subscription subscription, bool invoiceNow)
    {
        var lines = proration.Credits(subscription, clock.Now);
        if (invoiceNow) invoices.Finalize(invoices.Open(subscription, "manual", lines, subscription.PeriodStart, clock.Now));
        else proration.Keep(subscription, lines);
    }
}

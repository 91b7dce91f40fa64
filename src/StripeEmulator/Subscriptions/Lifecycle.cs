using CommunityIntel.StripeEmulator.Checkout;
using CommunityIntel.StripeEmulator.Events;
using CommunityIntel.StripeEmulator.Hosting;
using CommunityIntel.StripeEmulator.Invoices;
using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Subscriptions;

/// <summary>What time brings: renewals, trials that end, payments that are tried again, what expires. Each happens at its own instant.</summary>
internal sealed class Lifecycle(Account account, StripeClock clock, EventLog events, InvoiceDesk invoices, InvoiceDraft drafts, Cancellation cancellation, Standing standing, CheckoutDesk checkout, StripeEmulatorOptions options)
{
    /// <summary>Everything that is due by now.</summary>
    public void CatchUp() => Until(clock.Present);

    /// <summary>Moves the clock; everything that falls due meanwhile has happened when this returns.</summary>
    public void Advance(long seconds)
    {
        Until(clock.Present + seconds);
        clock.Offset += seconds;
    }

    private void Until(long time)
    {
        while (account.Agenda.TryTake(time, out var at, out var id))
        {
            if (!account.TryFind(id, out var due)) continue;
            clock.At(at, () => Happen(due));
            account.Agenda.Set(due);
            account.Changed();
        }
    }

    private void Happen(StripeObject due)
    {
        if (due is Subscription subscription) Happen(subscription);
        else if (due is Invoice invoice) Happen(invoice);
        else if (due is CheckoutSession session) checkout.Expire(session);
    }

    private void Happen(Subscription subscription)
    {
        var now = clock.Now;
        if (subscription.Status == "incomplete") cancellation.Expire(subscription);
        else if (subscription.TrialNoticeAt <= now) NoticeTrial(subscription);
        else if (subscription.UpcomingAt <= now) NoticeRenewal(subscription);
        else if (subscription.PendingUpdate?.ExpiresAt <= now) DropPending(subscription);
        else if (subscription.CancelAt <= now) cancellation.Now(subscription, "cancellation_requested");
        else if (subscription.PeriodEnd <= now) Renew(subscription);
    }

    private void Happen(Invoice invoice)
    {
        if (invoice.ExhaustedAt is not null)
        {
            End(invoice);
            return;
        }

        if (invoice.Status == "draft") invoices.Finalize(invoice);
        invoices.Collect(invoice);
    }

    private void NoticeTrial(Subscription subscription)
    {
        subscription.TrialNoticeAt = null;
        events.Publish(EventType.SubscriptionTrialWillEnd, subscription);
    }

    private void NoticeRenewal(Subscription subscription)
    {
        subscription.UpcomingAt = null;
        if (subscription.CancelAt <= subscription.PeriodEnd) return;
        events.Publish(EventType.InvoiceUpcoming, Next(subscription));
    }

    /// <summary>The invoice of the next renewal, as it would be.</summary>
    public Invoice Next(Subscription subscription)
    {
        var (start, end) = (subscription.PeriodEnd, subscription.Recurrence.PeriodEnd(subscription.BillingCycleAnchor, subscription.PeriodEnd));
        return drafts.Of(subscription, "upcoming", [.. drafts.Pending(subscription), .. drafts.Whole(subscription.Items.Data, subscription.Currency, start, end)], subscription.PeriodStart, start, "upcoming_in_");
    }

    private void DropPending(Subscription subscription)
    {
        if (account.Invoices.Find(subscription.PendingInvoice) is { Status: "open" } invoice) invoices.Void(invoice);
        events.Change(EventType.SubscriptionUpdated, subscription, () => (subscription.PendingUpdate, subscription.PendingInvoice) = (null, null));
        events.Publish(EventType.PendingUpdateExpired, subscription);
    }

    private void Renew(Subscription subscription)
    {
        if (subscription.Status == "trialing" && EndsWithTrial(subscription)) return;
        var (from, start) = (subscription.PeriodStart, subscription.PeriodEnd);
        var end = subscription.Recurrence.PeriodEnd(subscription.BillingCycleAnchor, start);
        events.Change(EventType.SubscriptionUpdated, subscription, () =>
        {
            if (subscription.Status == "trialing") subscription.Status = "active";
            subscription.SetPeriod(start, end, (long)options.UpcomingNotice.TotalSeconds);
            var invoice = invoices.Open(subscription, "subscription_cycle", drafts.Whole(subscription.Items.Data, subscription.Currency, start, end), from, start,
                finalizeAt: start + (long)options.InvoiceDraftTime.TotalSeconds);
            // What is unpaid gathers drafts that nobody is asked to pay (Stripe docs, Subscription statuses).
            if (subscription.Status == "unpaid") invoice.AutoAdvance = false;
            account.Agenda.Set(invoice);
        });
    }

    private bool EndsWithTrial(Subscription subscription)
    {
        var without = drafts.MethodOf(subscription) is null ? subscription.TrialSettings.EndBehavior.MissingPaymentMethod : "create_invoice";
        if (without == "cancel") cancellation.Now(subscription, "payment_failed");
        if (without == "pause")
        {
            events.Change(EventType.SubscriptionUpdated, subscription, () => subscription.Status = "paused");
            events.Publish(EventType.SubscriptionPaused, subscription);
        }
        return without != "create_invoice";
    }

    private void End(Invoice invoice)
    {
        invoice.ExhaustedAt = null;
        var subscription = account.Subscriptions[invoice.Subscription];
        if (options.FailedPaymentEnd == FailedPaymentEnd.Canceled) cancellation.Now(subscription, "payment_failed");
        if (options.FailedPaymentEnd == FailedPaymentEnd.Unpaid) standing.SetStatus(subscription, "unpaid");
    }
}

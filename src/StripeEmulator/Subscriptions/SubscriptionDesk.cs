using CommunityIntel.StripeEmulator.Discounts;
using CommunityIntel.StripeEmulator.Events;
using CommunityIntel.StripeEmulator.Hosting;
using CommunityIntel.StripeEmulator.Invoices;
using CommunityIntel.StripeEmulator.Payments;
using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Subscriptions;

/// <summary>Starts subscriptions and changes them.</summary>
internal sealed class SubscriptionDesk(Account account, StripeClock clock, EventLog events, InvoiceDesk invoices, InvoiceDraft drafts, Proration proration, Redemption redemption, Cancellation cancellation, StripeEmulatorOptions options)
{
    // Stripe docs, Use trial periods: trial_will_end comes three days before, or at once when the trial is shorter.
    private const long TrialNoticeSeconds = 3 * 24 * 60 * 60;

    private const long PendingSeconds = 23 * 60 * 60;

    private long Notice => (long)options.UpcomingNotice.TotalSeconds;

    public Subscription Create(NewSubscription given)
    {
        var subscription = Build(given);
        var discounts = given.Discounts.Select(it => redemption.Make(it.Coupon, it.Code, subscription, given.CheckoutSession)).ToList();
        var lines = FirstLines(subscription);
        var due = drafts.Of(subscription, "subscription_create", lines, 0, 0, discounts: [.. discounts.Zip(given.Discounts, (made, it) => (made, it.Coupon))]).AmountDue;
        CheckPayment(subscription, due, given.PaymentBehavior);
        account.Subscriptions.Add(subscription);
        foreach (var discount in discounts) redemption.Start(discount);
        events.Publish(EventType.SubscriptionCreated, subscription);
        var invoice = invoices.Open(subscription, "subscription_create", lines, subscription.StartDate, subscription.StartDate);
        invoices.Finalize(invoice);
        if (given.PaymentBehavior != "default_incomplete") invoices.Collect(invoice);
        return subscription;
    }

    /// <summary>Carries a change out and bills it.</summary>
    /// <param name="paymentBehavior">Stripe's word: what to do when the card is declined.</param>
    /// <param name="method">A new card for it; null leaves the one it has.</param>
    public void Apply(SubscriptionChange change, string paymentBehavior = "allow_incomplete", PaymentMethod? method = null)
    {
        var (subscription, lines) = (change.Of, proration.Lines(change));
        var bills = change.BillsAtOnce && lines.Count > 0;
        var declined = bills ? Declined(subscription, drafts.Of(subscription, "subscription_update", [.. drafts.Pending(subscription), .. lines], change.At, change.At).AmountDue, method) : null;
        if (declined is not null && paymentBehavior == "error_if_incomplete") throw declined;
        var pends = declined is not null && paymentBehavior == "pending_if_incomplete";
        Invoice? invoice = null;
        events.Change(EventType.SubscriptionUpdated, subscription, () =>
        {
            if (method is not null) subscription.DefaultPaymentMethod = method.Id;
            if (pends) subscription.PendingUpdate = new PendingUpdate(clock.Now + PendingSeconds, change.Items);
            else SetItems(change);
            if (bills) invoice = invoices.Open(subscription, "subscription_update", lines, change.At, change.At);
            if (pends) subscription.PendingInvoice = invoice!.Id;
        });
        if (invoice is null) proration.Keep(subscription, lines);
        else Bill(invoice);
    }

    /// <summary>Goes on after a pause, with a period that begins now.</summary>
    public void Resume(Subscription subscription)
    {
        var end = subscription.Recurrence.PeriodEnd(clock.Now, clock.Now);
        var lines = drafts.Whole(subscription.Items.Data, subscription.Currency, clock.Now, end);
        if (Declined(subscription, drafts.Of(subscription, "subscription_update", lines, clock.Now, clock.Now).AmountDue) is { } declined) throw declined;
        Invoice? invoice = null;
        events.Change(EventType.SubscriptionUpdated, subscription, () =>
        {
            (subscription.Status, subscription.BillingCycleAnchor) = ("active", clock.Now);
            subscription.SetPeriod(clock.Now, end, Notice);
            invoice = invoices.Open(subscription, "subscription_update", lines, clock.Now, clock.Now);
        });
        events.Publish(EventType.SubscriptionResumed, subscription);
        Bill(invoice!);
    }

    private void Bill(Invoice invoice)
    {
        invoices.Finalize(invoice);
        invoices.Collect(invoice);
    }

    private Subscription Build(NewSubscription given)
    {
        var (id, now) = (Ids.New("sub_1"), clock.Now);
        var subscription = new Subscription
        {
            Id = id,
            Created = now,
            StartDate = now,
            BillingCycleAnchor = given.TrialEnd ?? now,
            Currency = given.Currency,
            Customer = given.Customer.Id,
            DefaultPaymentMethod = given.PaymentMethod,
            Description = given.Description,
            Metadata = given.Metadata,
            Status = given.TrialEnd is null ? "incomplete" : "trialing",
            TrialStart = given.TrialEnd is null ? null : now,
            TrialEnd = given.TrialEnd,
            TrialNoticeAt = given.TrialEnd is { } end ? Math.Max(now, end - TrialNoticeSeconds) : null,
            Items = new ListOf<SubscriptionItem>
            {
                Url = "/v1/subscription_items?subscription=" + id,
                Data = [.. given.Items.Select(it => new SubscriptionItem { Id = Ids.New("si_", 14), Created = now, Price = it.Price, Quantity = it.Quantity, Subscription = id })],
            },
        };
        if (given.TrialSettings is { } trial) subscription.TrialSettings = trial;
        subscription.SetPeriod(now, given.TrialEnd ?? subscription.Recurrence.PeriodEnd(now, now), Notice);
        if (given.CancelAtPeriodEnd) cancellation.AtPeriodEnd(subscription, end: true);
        return subscription;
    }

    private List<InvoiceLine> FirstLines(Subscription subscription) => subscription.TrialEnd is { } trialEnd
        ? [.. subscription.Items.Data.Select(item => InvoiceLine.Trial(item, subscription.Currency, drafts.ProductOf(item), subscription.PeriodStart, trialEnd))]
        : drafts.Whole(subscription.Items.Data, subscription.Currency, subscription.PeriodStart, subscription.PeriodEnd);

    private void SetItems(SubscriptionChange change)
    {
        var subscription = change.Of;
        subscription.Items.Data.Clear();
        subscription.Items.Data.AddRange(change.Items);
        if (change.TrialEnd is { } trialEnd) SetTrial(subscription, change.At, trialEnd);
        else if (change.Restarts) subscription.BillingCycleAnchor = change.At;
        if (change.Restarts || change.TrialEnd is not null) subscription.SetPeriod(change.At, change.PeriodEnd, Notice);
        if (subscription.CancelAtPeriodEnd) subscription.CancelAt = subscription.PeriodEnd;
    }

    private static void SetTrial(Subscription subscription, long at, long trialEnd)
    {
        subscription.TrialStart ??= at;
        (subscription.TrialEnd, subscription.BillingCycleAnchor) = (trialEnd, trialEnd);
        subscription.Status = trialEnd > at ? "trialing" : "active";
        subscription.TrialNoticeAt = trialEnd > at ? Math.Max(at, trialEnd - TrialNoticeSeconds) : null;
    }

    private void CheckPayment(Subscription subscription, long due, string behavior)
    {
        if (due == 0 || behavior == "default_incomplete") return;
        var declined = Declined(subscription, due);
        if (declined is not null && (behavior == "error_if_incomplete" || drafts.MethodOf(subscription) is null)) throw declined;
    }

    /// <summary>Why an amount cannot be taken; null when it can.</summary>
    private RefusedException? Declined(Subscription subscription, long due, PaymentMethod? method = null)
    {
        if (due == 0) return null;
        if ((method ?? drafts.MethodOf(subscription))?.Behaviour() is not { } card)
            return RefusedException.Invalid("This customer has no attached payment source or default payment method. Please consider adding a default payment method.", code: "resource_missing");
        return card.Error is { } error ? RefusedException.Declined(error, card.DeclineCode, card.Message) : null;
    }
}

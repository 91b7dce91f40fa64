using CommunityIntel.StripeEmulator.Discounts;
using CommunityIntel.StripeEmulator.Events;
using CommunityIntel.StripeEmulator.Hosting;
using CommunityIntel.StripeEmulator.Payments;
using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.State;
using CommunityIntel.StripeEmulator.Subscriptions;

namespace CommunityIntel.StripeEmulator.Invoices;

/// <summary>Invoices from draft to paid, and what that means for their subscriptions.</summary>
internal sealed class InvoiceDesk(Account account, StripeClock clock, EventLog events, InvoiceDraft drafts, Cashier cashier, Redemption redemption, Standing standing, StripeEmulatorOptions options)
{
    /// <summary>Makes a draft of what lines and waiting lines come to; it is the subscription's latest invoice from now on.</summary>
    /// <param name="finalizeAt">Unix seconds; null leaves that to the caller.</param>
    public Invoice Open(Subscription subscription, string reason, List<InvoiceLine> lines, long periodStart, long periodEnd, long? finalizeAt = null)
    {
        var invoice = account.Invoices.Add(drafts.Of(subscription, reason, [.. drafts.Pending(subscription), .. lines], periodStart, periodEnd));
        account.InvoiceItems.RemoveAll(it => it.Subscription == subscription.Id);
        redemption.UseUp(subscription);
        subscription.LatestInvoice = invoice.Id;
        invoice.AutomaticallyFinalizesAt = finalizeAt;
        events.Publish(EventType.InvoiceCreated, invoice);
        return invoice;
    }

    /// <summary>Numbers it and uses up the customer's balance; an invoice of nothing is paid by that.</summary>
    public void Finalize(Invoice invoice)
    {
        var customer = account.Customers[invoice.Customer];
        invoice.StartingBalance = customer.Balance;
        invoice.EndingBalance = Math.Min(0, invoice.Total + customer.Balance);
        invoice.AmountDue = Math.Max(0, invoice.Total + customer.Balance);
        events.Change(EventType.CustomerUpdated, customer, () => (customer.Balance, customer.Currency) = (invoice.EndingBalance.Value, invoice.Currency));
        (invoice.Number, invoice.AutomaticallyFinalizesAt, invoice.EffectiveAt) = ($"{customer.InvoicePrefix}-{customer.NextInvoiceSequence++:0000}", null, clock.Now);
        invoice.Status = "open";
        invoice.StatusTransitions = invoice.StatusTransitions with { FinalizedAt = clock.Now };
        invoice.HostedInvoiceUrl = new PagePath("/i/" + invoice.Id);
        invoice.InvoicePdf = new PagePath($"/i/{invoice.Id}/pdf");
        if (invoice.AmountDue > 0) AskForPayment(invoice);
        events.Publish(EventType.InvoiceFinalized, invoice);
        if (invoice.AmountDue == 0) MarkPaid(invoice);
    }

    /// <summary>Takes the money from the card on file, with retries to come when that fails; whether it is paid now.</summary>
    public bool Collect(Invoice invoice)
    {
        if (invoice.Status == "paid") return true;
        var method = MethodOf(invoice);
        var paid = method is not null && cashier.Charge(account.PaymentIntents[invoice.PaymentIntent!], method).Paid;
        (invoice.Attempted, invoice.AttemptCount) = (true, invoice.AttemptCount + 1);
        if (paid) MarkPaid(invoice);
        else Fail(invoice);
        return paid;
    }

    /// <summary>As asked for by the customer or the API: with a card of choice, and declined as an error.</summary>
    public void Pay(Invoice invoice, PaymentMethod? with = null)
    {
        if (invoice.Status == "draft") Finalize(invoice);
        if (invoice.Status == "paid") return;
        var method = with ?? MethodOf(invoice)
            ?? throw RefusedException.Invalid("This customer has no attached payment source or default payment method. Please consider adding a default payment method.", code: "resource_missing");
        invoice.Attempted = true;
        var charge = cashier.Charge(account.PaymentIntents[invoice.PaymentIntent!], method);
        if (charge.Paid)
        {
            MarkPaid(invoice);
            return;
        }

        events.Publish(EventType.InvoicePaymentFailed, invoice);
        standing.Failed(invoice);
        var card = method.Behaviour();
        throw new RefusedException(StatusCodes.Status402PaymentRequired, "card_error", card.Error, card.Message) { DeclineCode = card.DeclineCode, ChargeId = charge.Id };
    }

    /// <summary>Paid outside, as a marked invoice; no charge.</summary>
    public void PayOutOfBand(Invoice invoice)
    {
        if (invoice.Status == "draft") Finalize(invoice);
        if (invoice.Status == "open") MarkPaid(invoice);
    }

    public void Void(Invoice invoice)
    {
        if (invoice.PaymentIntent is { } intent) account.PaymentIntents[intent].Status = "canceled";
        foreach (var payment in PaymentsOf(invoice)) (payment.Status, payment.StatusTransitions) = ("canceled", new PaymentTransitions(clock.Now, null));
        (invoice.Status, invoice.AutoAdvance, invoice.NextPaymentAttempt) = ("void", false, null);
        invoice.StatusTransitions = invoice.StatusTransitions with { VoidedAt = clock.Now };
        events.Publish(EventType.InvoiceVoided, invoice);
    }

    /// <summary>Nothing more is tried for the invoices of a subscription that ends.</summary>
    public void StopAdvance(Subscription subscription)
    {
        foreach (var invoice in account.Invoices.All.Where(it => it.Subscription == subscription.Id && it.Status is "draft" or "open" && it.AutoAdvance).ToList())
            events.Change(EventType.InvoiceUpdated, invoice, () => (invoice.AutoAdvance, invoice.NextPaymentAttempt) = (false, null));
    }

    public PaymentMethod? MethodOf(Invoice invoice) =>
        account.PaymentMethods.Find(invoice.DefaultPaymentMethod) ?? drafts.MethodOf(account.Subscriptions[invoice.Subscription]);

    public IEnumerable<InvoicePayment> PaymentsOf(Invoice invoice) => account.InvoicePayments.All.Where(it => it.Invoice == invoice.Id);

    private void AskForPayment(Invoice invoice)
    {
        var intent = cashier.Ask(invoice.Customer, invoice.AmountDue, invoice.Currency, "Invoice " + invoice.Number);
        invoice.PaymentIntent = intent.Id;
        account.InvoicePayments.Add(new InvoicePayment
        {
            Id = Ids.New("inpay_1"),
            Created = clock.Now,
            AmountRequested = invoice.AmountDue,
            Currency = invoice.Currency,
            Invoice = invoice.Id,
            Payment = new PaymentOfInvoice(intent.Id),
        });
    }

    private void MarkPaid(Invoice invoice)
    {
        foreach (var payment in PaymentsOf(invoice)) (payment.Status, payment.AmountPaid, payment.StatusTransitions) = ("paid", invoice.AmountDue, new PaymentTransitions(null, clock.Now));
        (invoice.Status, invoice.Attempted, invoice.AmountPaid, invoice.NextPaymentAttempt, invoice.AutoAdvance, invoice.ExhaustedAt) = ("paid", true, invoice.AmountDue, null, false, null);
        invoice.StatusTransitions = invoice.StatusTransitions with { PaidAt = clock.Now };
        events.Publish(EventType.InvoicePaid, invoice);
        events.Publish(EventType.InvoicePaymentSucceeded, invoice);
        standing.Paid(invoice);
    }

    private void Fail(Invoice invoice)
    {
        var retries = options.EffectivePaymentRetries;
        invoice.FirstFailedAt ??= clock.Now;
        var isRetry = account.Subscriptions[invoice.Subscription].Status != "incomplete" && invoice.AttemptCount <= retries.Count;
        invoice.NextPaymentAttempt = isRetry ? invoice.FirstFailedAt + (long)retries[invoice.AttemptCount - 1].TotalSeconds : null;
        invoice.AutoAdvance = isRetry;
        events.Publish(EventType.InvoicePaymentFailed, invoice);
        standing.Failed(invoice);
        invoice.ExhaustedAt = !isRetry && account.Subscriptions[invoice.Subscription].Status == "past_due" ? clock.Now : null;
        account.Agenda.Set(invoice);
    }
}

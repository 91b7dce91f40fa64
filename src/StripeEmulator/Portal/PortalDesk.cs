using CommunityIntel.StripeEmulator.Customers;
using CommunityIntel.StripeEmulator.Events;
using CommunityIntel.StripeEmulator.Invoices;
using CommunityIntel.StripeEmulator.Payments;
using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.State;
using CommunityIntel.StripeEmulator.Subscriptions;

namespace CommunityIntel.StripeEmulator.Portal;

/// <summary>What customers do for themselves.</summary>
internal sealed class PortalDesk(Account account, EventLog events, CustomerDesk customers, PaymentMethodDesk paymentMethods, SubscriptionDesk subscriptions, ChangeReader changes, Cancellation cancellation, InvoiceDesk invoices)
{
    /// <param name="proration">Stripe's <c>proration_behavior</c>, for an end at once.</param>
    public void Cancel(Subscription subscription, bool atPeriodEnd, CancellationDetails? details = null, string proration = "none")
    {
        if (subscription.HasEnded) throw RefusedException.Invalid("This subscription has ended.");
        if (!atPeriodEnd)
        {
            cancellation.Now(subscription, "cancellation_requested", details, prorate: proration != "none", invoiceNow: proration == "always_invoice");
            return;
        }

        events.Change(EventType.SubscriptionUpdated, subscription, () =>
        {
            cancellation.AtPeriodEnd(subscription, end: true);
            if (details is not null) subscription.CancellationDetails = details with { Reason = "cancellation_requested" };
        });
    }

    public void Keep(Subscription subscription)
    {
        if (subscription.HasEnded) throw RefusedException.Invalid("This subscription has ended.");
        events.Change(EventType.SubscriptionUpdated, subscription, () => cancellation.AtPeriodEnd(subscription, end: false));
    }

    /// <summary>The portal does not change a plan that cannot be paid.</summary>
    public void ChangePlan(Subscription subscription, string price, long? quantity, string proration)
    {
        if (subscription.HasEnded) throw RefusedException.Invalid("This subscription has ended.");
        subscriptions.Apply(changes.Read(subscription, changes.Sold(price, subscription.Currency, "price"), quantity, proration), "error_if_incomplete");
    }

    /// <summary>Another card for the customer and all of its subscriptions.</summary>
    public void ChangeCard(Customer customer, TestCard card, bool payOpenInvoices)
    {
        if (!card.Attaches) throw RefusedException.Declined(card.Error!, card.DeclineCode, card.Message);
        var method = paymentMethods.Attach(paymentMethods.Create(card, email: customer.Email, name: customer.Name).Id, customer);
        customers.Change(customer, () => customer.InvoiceSettings.DefaultPaymentMethod = method.Id);
        foreach (var subscription in account.Subscriptions.All.Where(it => it.Customer == customer.Id && !it.HasEnded).ToList())
            events.Change(EventType.SubscriptionUpdated, subscription, () => subscription.DefaultPaymentMethod = method.Id);
        if (!payOpenInvoices) return;
        foreach (var invoice in account.Invoices.All.Where(it => it.Customer == customer.Id && it.Status == "open").ToList()) invoices.Pay(invoice);
    }

    /// <param name="card">A new one, which is kept; null for the card on file.</param>
    public void Pay(Invoice invoice, TestCard? card)
    {
        if (invoice.Status != "open") throw RefusedException.Invalid("This invoice is not open.");
        if (card is not null) ChangeCard(account.Customers[invoice.Customer], card, payOpenInvoices: false);
        invoices.Pay(invoice);
    }
}

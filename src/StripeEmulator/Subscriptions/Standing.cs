using CommunityIntel.StripeEmulator.Events;
using CommunityIntel.StripeEmulator.Invoices;
using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Subscriptions;

/// <summary>What a payment means for the subscription.</summary>
internal sealed class Standing(Account account, EventLog events)
{
    /// <summary>The latest invoice counts: when it is paid, the subscription is active again.</summary>
    public void Paid(Invoice invoice)
    {
        var subscription = account.Subscriptions[invoice.Subscription];
        if (subscription.PendingInvoice == invoice.Id) ApplyPending(subscription);
        if (subscription.LatestInvoice == invoice.Id && subscription.Status is "incomplete" or "past_due" or "unpaid") SetStatus(subscription, "active");
        SetDelinquent(subscription.Customer, account.Subscriptions.All.Any(it => it.Customer == subscription.Customer && it.Status is "past_due" or "unpaid"));
    }

    public void Failed(Invoice invoice)
    {
        var subscription = account.Subscriptions[invoice.Subscription];
        if (subscription.PendingInvoice == invoice.Id) return;
        if (subscription.Status is "active" or "trialing") SetStatus(subscription, "past_due");
        if (subscription.Status is "past_due" or "unpaid") SetDelinquent(subscription.Customer, true);
    }

    public void SetStatus(Subscription subscription, string status) => events.Change(EventType.SubscriptionUpdated, subscription, () => subscription.Status = status);

    private void SetDelinquent(string customerId, bool delinquent)
    {
        var customer = account.Customers[customerId];
        events.Change(EventType.CustomerUpdated, customer, () => customer.Delinquent = delinquent);
    }

    private void ApplyPending(Subscription subscription)
    {
        var items = subscription.PendingUpdate!.SubscriptionItems;
        events.Change(EventType.SubscriptionUpdated, subscription, () =>
        {
            subscription.Items.Data.Clear();
            subscription.Items.Data.AddRange(items);
            (subscription.PendingUpdate, subscription.PendingInvoice) = (null, null);
        });
        events.Publish(EventType.PendingUpdateApplied, subscription);
    }
}

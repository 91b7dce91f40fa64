using System.Text.Json;
using CommunityIntel.StripeEmulator.Checkout;
using CommunityIntel.StripeEmulator.Customers;
using CommunityIntel.StripeEmulator.Discounts;
using CommunityIntel.StripeEmulator.Events;
using CommunityIntel.StripeEmulator.Invoices;
using CommunityIntel.StripeEmulator.Payments;
using CommunityIntel.StripeEmulator.Portal;
using CommunityIntel.StripeEmulator.Prices;
using CommunityIntel.StripeEmulator.Products;
using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.Subscriptions;
using CommunityIntel.StripeEmulator.Webhooks;

namespace CommunityIntel.StripeEmulator.State;

/// <summary>The account as the state file holds it.</summary>
internal sealed record Kept(
    long Offset,
    IReadOnlyList<Product> Products,
    IReadOnlyList<Price> Prices,
    IReadOnlyList<Coupon> Coupons,
    IReadOnlyList<PromotionCode> PromotionCodes,
    IReadOnlyList<Discount> Discounts,
    IReadOnlyList<Customer> Customers,
    IReadOnlyList<PaymentMethod> PaymentMethods,
    IReadOnlyList<PaymentIntent> PaymentIntents,
    IReadOnlyList<Charge> Charges,
    IReadOnlyList<Refund> Refunds,
    IReadOnlyList<Dispute> Disputes,
    IReadOnlyList<Subscription> Subscriptions,
    IReadOnlyList<InvoiceItem> InvoiceItems,
    IReadOnlyList<Invoice> Invoices,
    IReadOnlyList<InvoicePayment> InvoicePayments,
    IReadOnlyList<CheckoutSession> CheckoutSessions,
    IReadOnlyList<PortalConfiguration> PortalConfigurations,
    IReadOnlyList<PortalSession> PortalSessions,
    IReadOnlyList<StripeEvent> Events,
    IReadOnlyList<WebhookEndpoint> WebhookEndpoints,
    IReadOnlyList<PendingDelivery> Deliveries,
    IReadOnlyDictionary<string, KeptAnswer> Answers)
{
    public static Kept Of(Account account, StripeClock clock, Idempotency idempotency, DeliveryQueue deliveries) => new(
        clock.Offset, account.Products.All, account.Prices.All, account.Coupons.All, account.PromotionCodes.All, account.Discounts.All, account.Customers.All,
        account.PaymentMethods.All, account.PaymentIntents.All, account.Charges.All, account.Refunds.All, account.Disputes.All, account.Subscriptions.All,
        account.InvoiceItems.All, account.Invoices.All, account.InvoicePayments.All, account.CheckoutSessions.All, account.PortalConfigurations.All,
        account.PortalSessions.All, account.Events.All, account.WebhookEndpoints.All, deliveries.Pending(), idempotency.Answers);

    public static Kept Read(byte[] bytes) => JsonSerializer.Deserialize<Kept>(bytes, Wire.Kept)!;

    /// <summary>Puts everything back; what fell due meanwhile happens at the first look at the clock.</summary>
    public void Fill(Account account, StripeClock clock, Idempotency idempotency, DeliveryQueue deliveries)
    {
        clock.Offset = Offset;
        account.Products.Fill(Products);
        account.Prices.Fill(Prices);
        account.Coupons.Fill(Coupons);
        account.PromotionCodes.Fill(PromotionCodes);
        account.Discounts.Fill(Discounts);
        account.Customers.Fill(Customers);
        account.PaymentMethods.Fill(PaymentMethods);
        account.PaymentIntents.Fill(PaymentIntents);
        account.Charges.Fill(Charges);
        account.Refunds.Fill(Refunds);
        account.Disputes.Fill(Disputes);
        account.Subscriptions.Fill(Subscriptions);
        account.InvoiceItems.Fill(InvoiceItems);
        account.Invoices.Fill(Invoices);
        account.InvoicePayments.Fill(InvoicePayments);
        account.CheckoutSessions.Fill(CheckoutSessions);
        account.PortalConfigurations.Fill(PortalConfigurations);
        account.PortalSessions.Fill(PortalSessions);
        account.Events.Fill(Events);
        account.WebhookEndpoints.Fill(WebhookEndpoints);
        foreach (var (key, answer) in Answers) idempotency.Answers[key] = answer;
        // An item holds its price itself, not a copy of it.
        foreach (var item in account.Subscriptions.All.SelectMany(it => it.Items.Data.Concat(it.PendingUpdate?.SubscriptionItems ?? []))) item.Price = account.Prices[item.Price.Id];
        foreach (var item in account.Everything) account.Agenda.Set(item);
        deliveries.Restore(Deliveries);
    }
}

using System.Diagnostics.CodeAnalysis;
using CommunityIntel.StripeEmulator.Checkout;
using CommunityIntel.StripeEmulator.Customers;
using CommunityIntel.StripeEmulator.Discounts;
using CommunityIntel.StripeEmulator.Events;
using CommunityIntel.StripeEmulator.Invoices;
using CommunityIntel.StripeEmulator.Payments;
using CommunityIntel.StripeEmulator.Portal;
using CommunityIntel.StripeEmulator.Prices;
using CommunityIntel.StripeEmulator.Products;
using CommunityIntel.StripeEmulator.Subscriptions;
using CommunityIntel.StripeEmulator.Webhooks;

namespace CommunityIntel.StripeEmulator.State;

/// <summary>The one Stripe account: every object in it. Whoever reads or changes anything holds <see cref="Gate"/>.</summary>
internal sealed class Account
{
    private readonly IShelf[] shelves;

    public Account() => shelves =
    [
        Products, Prices, Coupons, PromotionCodes, Discounts, Customers, PaymentMethods, PaymentIntents, Charges, Refunds, Disputes,
        Subscriptions, InvoiceItems, Invoices, InvoicePayments, CheckoutSessions, PortalConfigurations, PortalSessions, Events, WebhookEndpoints,
    ];

    public Lock Gate { get; } = new();

    /// <summary>Raised after something may have changed.</summary>
    public event Action? OnChanged;

    public Agenda Agenda { get; } = new();

    public Shelf<Product> Products { get; } = new();

    public Shelf<Price> Prices { get; } = new();

    public Shelf<Coupon> Coupons { get; } = new();

    public Shelf<PromotionCode> PromotionCodes { get; } = new();

    public Shelf<Discount> Discounts { get; } = new();

    public Shelf<Customer> Customers { get; } = new();

    public Shelf<PaymentMethod> PaymentMethods { get; } = new();

    public Shelf<PaymentIntent> PaymentIntents { get; } = new();

    public Shelf<Charge> Charges { get; } = new();

    public Shelf<Refund> Refunds { get; } = new();

    public Shelf<Dispute> Disputes { get; } = new();

    public Shelf<Subscription> Subscriptions { get; } = new();

    /// <summary>Waiting for the next invoice.</summary>
    public Shelf<InvoiceItem> InvoiceItems { get; } = new();

    public Shelf<Invoice> Invoices { get; } = new();

    public Shelf<InvoicePayment> InvoicePayments { get; } = new();

    public Shelf<CheckoutSession> CheckoutSessions { get; } = new();

    public Shelf<PortalConfiguration> PortalConfigurations { get; } = new();

    public Shelf<PortalSession> PortalSessions { get; } = new();

    public Shelf<StripeEvent> Events { get; } = new();

    public Shelf<WebhookEndpoint> WebhookEndpoints { get; } = new();

    public IEnumerable<StripeObject> Everything => shelves.SelectMany(shelf => shelf.Objects);

    public bool TryFind(string id, [NotNullWhen(true)] out StripeObject? found)
    {
        found = null;
        foreach (var shelf in shelves) if (shelf.TryFind(id, out found)) return true;
        return false;
    }

    public void Changed() => OnChanged?.Invoke();
}

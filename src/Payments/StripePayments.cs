using System.Globalization;
using CommunityIntel.Domain.Billing;
using Microsoft.Extensions.Options;
using Stripe;
using Stripe.Checkout;
using PortalSessions = Stripe.BillingPortal;
using Subscription = CommunityIntel.Domain.Billing.Subscription;

namespace CommunityIntel.Payments;

/// <summary>
/// All that is asked of Stripe. Every create has an idempotency key, so that asking again after no answer makes nothing twice. Throws
/// <see cref="PaymentsUnavailableException"/> when Stripe does not answer as it should.
/// </summary>
public sealed class StripePayments
{
    private const int PageSize = 100;
    private const string Expanded = "data.latest_invoice";

    private readonly StripeClient? _stripe;
    private string? _portal;

    public StripePayments(HttpClient http, IOptions<StripeOptions> options)
    {
        IsLive = options.Value.IsLive;
        if (!options.Value.IsConfigured) return;
        http.Timeout = TimeSpan.FromSeconds(options.Value.TimeoutSeconds);
        var client = new SystemNetHttpClient(http, maxNetworkRetries: 2, enableTelemetry: false);
        _stripe = new StripeClient(new StripeClientOptions { ApiKey = options.Value.ApiKey, ApiBase = options.Value.ApiBase?.AbsoluteUri.TrimEnd('/'), HttpClient = client });
    }

    public bool IsLive { get; }

    private V1Services Stripe => (_stripe ?? throw new PaymentsUnavailableException("Billing:Stripe:ApiKey is not set")).V1;

    /// <summary>Makes a payer a customer. The same payer twice within a day is one customer; whoever asks keeps the id.</summary>
    /// <param name="key">Another one after a customer was deleted.</param>
    public Task<string> CreateCustomerAsync(long payerId, string name, string language, string key) => StripeCalls.AskAsync(async () =>
    {
        var created = await Stripe.Customers.CreateAsync(
            new CustomerCreateOptions { Name = name, PreferredLocales = [language], Metadata = new() { [SubscriptionReading.PayerKey] = Id(payerId) } },
            new RequestOptions { IdempotencyKey = $"customer-{payerId}-{key}" });
        return created.Id;
    });

    /// <summary>Whose customer it is; 0 = nobody's. Null: Stripe has no such customer, or it was deleted.</summary>
    public Task<long?> FindPayerAsync(string customerId) => StripeCalls.FindAsync<long?>(async () =>
        await Stripe.Customers.GetAsync(customerId) is { Deleted: not true } customer ? SubscriptionReading.IdIn(customer.Metadata, SubscriptionReading.PayerKey) : null);

    /// <summary>The page where it is paid.</summary>
    public async Task<Uri> StartCheckoutAsync(NewCheckout checkout)
    {
        var price = await PriceAsync(checkout.LookupKey);
        var metadata = new Dictionary<string, string> { [SubscriptionReading.GuildKey] = Id(checkout.GuildId), [SubscriptionReading.PayerKey] = Id(checkout.PayerId) };
        var session = await StripeCalls.AskAsync(() => Stripe.Checkout.Sessions.CreateAsync(
            new SessionCreateOptions
            {
                Mode = "subscription",
                Customer = checkout.CustomerId,
                CustomerUpdate = new() { Name = "auto", Address = "auto" },
                ClientReferenceId = Id(checkout.PayerId),
                LineItems = [new() { Price = price, Quantity = 1 }],
                AllowPromotionCodes = true,
                TaxIdCollection = new() { Enabled = true },
                PaymentMethodCollection = "always",
                Locale = checkout.Language,
                Metadata = metadata,
                SubscriptionData = new() { Metadata = metadata, TrialPeriodDays = checkout.TrialDays > 0 ? checkout.TrialDays : null },
                SuccessUrl = $"{checkout.ReturnTo}?guild={Id(checkout.GuildId)}&session_id={{CHECKOUT_SESSION_ID}}",
                CancelUrl = $"{checkout.ReturnTo}?guild={Id(checkout.GuildId)}",
            },
            new RequestOptions { IdempotencyKey = $"checkout-{checkout.PayerId}-{checkout.Key}" }));
        await ExpireOthersAsync(checkout.CustomerId, Id(checkout.GuildId), session.Id);
        return new Uri(session.Url ?? throw new PaymentsUnavailableException("the checkout session of this request is over"));
    }

    /// <summary>Null: there is no such session.</summary>
    public Task<CheckoutState?> FindCheckoutAsync(string sessionId) => StripeCalls.FindAsync<CheckoutState?>(async () =>
    {
        var session = await Stripe.Checkout.Sessions.GetAsync(sessionId);
        return new CheckoutState(session.CustomerId, SubscriptionReading.IdIn(session.Metadata, SubscriptionReading.PayerKey), session.Status == "complete");
    });

    /// <summary>A page of the portal; <paramref name="subscriptionId"/> for change and cancel.</summary>
    public async Task<Uri> OpenPortalAsync(string customerId, PortalFlow flow, string? subscriptionId, Uri returnTo, string language)
    {
        _portal ??= (await StripeCalls.AskAsync(() => Stripe.BillingPortal.Configurations.ListAsync(new() { Active = true, Limit = PageSize }))).Data
            .Find(c => c.Metadata?.ContainsKey(SubscriptionReading.PlanKey) == true)?.Id;
        var session = await StripeCalls.AskAsync(() => Stripe.BillingPortal.Sessions.CreateAsync(new PortalSessions.SessionCreateOptions
        {
            Customer = customerId, ReturnUrl = returnTo.AbsoluteUri, Locale = language, Configuration = _portal, FlowData = FlowOf(flow, subscriptionId),
        }));
        return new Uri(session.Url);
    }

    /// <summary>All that a customer has or had. Null: Stripe has no such customer.</summary>
    public async Task<IReadOnlyList<Subscription>?> ListSubscriptionsAsync(string customerId)
    {
        var found = await StripeCalls.FindAsync(() => AllAsync(Stripe.Subscriptions.ListAutoPagingAsync(new() { Customer = customerId, Status = "all", Limit = PageSize, Expand = [Expanded] })));
        return found is null ? null : await ReadAsync(found);
    }

    /// <summary>Null: Stripe has no such subscription.</summary>
    public async Task<Subscription?> FindSubscriptionAsync(string subscriptionId) =>
        await StripeCalls.FindAsync(() => Stripe.Subscriptions.GetAsync(subscriptionId, new SubscriptionGetOptions { Expand = ["latest_invoice"] })) is { } found ? (await ReadAsync([found]))[0] : null;

    /// <summary>Everybody's subscriptions, whatever became of them.</summary>
    public async Task<IReadOnlyList<OwnedSubscription>> ListAllAsync()
    {
        var found = await StripeCalls.AskAsync(() => AllAsync(Stripe.Subscriptions.ListAutoPagingAsync(new() { Status = "all", Limit = PageSize, Expand = [Expanded] })));
        var read = await ReadAsync(found);
        return [.. found.Zip(read, (s, subscription) => new OwnedSubscription(s.CustomerId, SubscriptionReading.IdIn(s.Metadata, SubscriptionReading.PayerKey), subscription))];
    }

    /// <summary>Pays for more guilds, for the rest of the period at once. Throws <see cref="PaymentDeclinedException"/> when the card is refused; nothing is changed then.</summary>
    public Task ChangeQuantityAsync(string subscriptionId, int quantity, string key) => StripeCalls.AskAsync(async () =>
    {
        var current = await Stripe.Subscriptions.GetAsync(subscriptionId);
        return await Stripe.Subscriptions.UpdateAsync(
            subscriptionId,
            new SubscriptionUpdateOptions
            {
                Items = [new() { Id = current.Items.Data[0].Id, Quantity = quantity }], ProrationBehavior = "always_invoice", PaymentBehavior = "error_if_incomplete",
            },
            new RequestOptions { IdempotencyKey = $"quantity-{subscriptionId}-{key}" });
    });

    /// <summary>The newest, at most <paramref name="most"/>.</summary>
    public Task<IReadOnlyList<Invoice>> ListInvoicesAsync(string customerId, int most) => StripeCalls.AskAsync<IReadOnlyList<Invoice>>(async () =>
        [.. (await Stripe.Invoices.ListAsync(new() { Customer = customerId, Limit = most })).Data.Where(i => i.Status != "draft").Select(i => InvoiceReading.Of(i))]);

    /// <summary>The next invoice of a subscription; null = none comes.</summary>
    public Task<Invoice?> PreviewInvoiceAsync(string customerId, string subscriptionId) => StripeCalls.FindAsync<Invoice?>(async () =>
        InvoiceReading.OfNext(await Stripe.Invoices.CreatePreviewAsync(new() { Customer = customerId, Subscription = subscriptionId }), subscriptionId));

    private async Task<List<Subscription>> ReadAsync(List<global::Stripe.Subscription> found)
    {
        var read = new List<Subscription>(found.Count);
        foreach (var s in found)
            read.Add(SubscriptionReading.Of(s, s.Status is "past_due" or "unpaid" ? await UnpaidSinceAsync(s.Id) : null));
        return read;
    }

    // Of several that are open the oldest counts: a new month does not begin the grace anew.
    private async Task<DateTime?> UnpaidSinceAsync(string subscriptionId)
    {
        var open = await StripeCalls.AskAsync(() => AllAsync(Stripe.Invoices.ListAutoPagingAsync(new() { Subscription = subscriptionId, Status = "open", Limit = PageSize })));
        return open.Count == 0 ? null : open.Min(i => i.Created);
    }

    // Asked for each purchase: nobody pays another price than the one that was shown.
    private async Task<string> PriceAsync(string lookupKey)
    {
        var shown = PlanTable.Prices.First(p => p.LookupKey == lookupKey);
        var found = await StripeCalls.AskAsync(() => Stripe.Prices.ListAsync(new() { LookupKeys = [lookupKey], Active = true, Limit = 1 }));
        if (found.Data.Count == 0) throw new PaymentsUnavailableException($"Stripe has no price with the lookup key {lookupKey}; ./dev stripe-setup makes it");
        if (found.Data[0] is var price && (price.UnitAmount != shown.AmountMinor || price.Currency != shown.Currency))
            throw new PaymentsUnavailableException($"Stripe's price {lookupKey} is {price.UnitAmount} {price.Currency} and {shown.AmountMinor} {shown.Currency} is shown; ./dev stripe-setup replaces it");
        return price.Id;
    }

    // Who opens two tabs pays once: of one guild's sessions only the newest can still be paid.
    private Task<bool> ExpireOthersAsync(string customerId, string guildId, string newest) => StripeCalls.AskAsync(async () =>
    {
        var open = await Stripe.Checkout.Sessions.ListAsync(new() { Customer = customerId, Status = "open", Limit = PageSize });
        foreach (var session in open.Data.Where(s => s.Id != newest && s.Metadata?.GetValueOrDefault(SubscriptionReading.GuildKey) == guildId))
        {
            try
            {
                await Stripe.Checkout.Sessions.ExpireAsync(session.Id);
            }
            catch (StripeException e) when (e.HttpStatusCode == System.Net.HttpStatusCode.BadRequest)
            {
                // Paid or over by now.
            }
        }

        return true;
    });

    private static PortalSessions.SessionFlowDataOptions? FlowOf(PortalFlow flow, string? subscriptionId) => flow switch
    {
        PortalFlow.ChangePlan => new() { Type = "subscription_update", SubscriptionUpdate = new() { Subscription = subscriptionId } },
        PortalFlow.Cancel => new() { Type = "subscription_cancel", SubscriptionCancel = new() { Subscription = subscriptionId } },
        PortalFlow.PaymentMethod => new() { Type = "payment_method_update" },
        _ => null,
    };

    private static async Task<List<T>> AllAsync<T>(IAsyncEnumerable<T> pages)
    {
        var all = new List<T>();
        await foreach (var one in pages) all.Add(one);
        return all;
    }

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);
}

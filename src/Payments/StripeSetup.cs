using CommunityIntel.Domain.Billing;
using Stripe;
using Portal = Stripe.BillingPortal;

namespace CommunityIntel.Payments;

/// <summary>
/// Makes at Stripe what is sold here: products, prices with their lookup keys, the portal's settings and the webhook endpoint. Run again it changes only what is not as it should be; a price is never
/// changed but replaced, since it is what somebody agreed to.
/// </summary>
/// <param name="say">Told of every step, in English.</param>
public sealed class StripeSetup(HttpClient http, StripeOptions options, Action<string> say)
{
    private const string ProductPrefix = "community_intelligence_", PlanKey = SubscriptionReading.PlanKey;
    private const int PageSize = 100;

    private readonly V1Services _stripe = new StripeClient(new StripeClientOptions
    {
        ApiKey = options.ApiKey, ApiBase = options.ApiBase?.AbsoluteUri.TrimEnd('/'), HttpClient = new SystemNetHttpClient(http, maxNetworkRetries: 2, enableTelemetry: false),
    }).V1;

    /// <param name="webhook">Where Stripe is to post events; null = the endpoint is left alone.</param>
    /// <returns>The signing secret of an endpoint that was made now: it is told once. Otherwise null.</returns>
    public async Task<string?> RunAsync(Uri? webhook)
    {
        var products = new Dictionary<Domain.Billing.Plan, string>();
        foreach (var plan in PlanTable.Prices.Select(p => p.Plan).Distinct()) products[plan] = await EnsureProductAsync(plan);
        var prices = new List<(string Product, string Price)>();
        foreach (var price in PlanTable.Prices) prices.Add((products[price.Plan], await EnsurePriceAsync(price, products[price.Plan])));
        await EnsurePortalAsync(prices);
        return webhook is null ? null : await EnsureWebhookAsync(webhook);
    }

    private Task<string> EnsureProductAsync(Domain.Billing.Plan plan) => StripeCalls.AskAsync(async () =>
    {
        var id = ProductPrefix + Word(plan);
        var known = await StripeCalls.FindAsync(() => _stripe.Products.GetAsync(id));
        if (known is null) await _stripe.Products.CreateAsync(new ProductCreateOptions { Id = id, Name = $"Community Intelligence {plan}", Metadata = Named(plan) }, Once($"product-{id}"));
        else if (!known.Active) await _stripe.Products.UpdateAsync(id, new ProductUpdateOptions { Active = true });
        say($"Product {id}: {(known is null ? "made" : "there")}");
        return id;
    });

    private Task<string> EnsurePriceAsync(PlanPrice price, string product) => StripeCalls.AskAsync(async () =>
    {
        var known = (await _stripe.Prices.ListAsync(new() { LookupKeys = [price.LookupKey], Limit = 1 })).Data.FirstOrDefault();
        if (known is not null && IsSame(known, price, product))
        {
            say($"Price {price.LookupKey}: there ({known.Id})");
            return known.Id;
        }

        var made = await _stripe.Prices.CreateAsync(
            new PriceCreateOptions
            {
                Product = product, Currency = price.Currency, UnitAmount = price.AmountMinor, LookupKey = price.LookupKey, TransferLookupKey = true, Metadata = Named(price.Plan),
                Recurring = new() { Interval = price.Interval == BillingInterval.Year ? "year" : "month" },
            },
            Once($"price-{price.LookupKey}-{price.Currency}-{price.AmountMinor}-{known?.Id}"));
        say($"Price {price.LookupKey}: {(known is null ? "made" : $"replaces {known.Id}; who pays that goes on doing so")} ({made.Id})");
        return made.Id;
    });

    private Task<bool> EnsurePortalAsync(IReadOnlyList<(string Product, string Price)> prices) => StripeCalls.AskAsync(async () =>
    {
        var features = new Portal.ConfigurationFeaturesOptions
        {
            CustomerUpdate = new() { Enabled = true, AllowedUpdates = ["email", "name", "address", "tax_id"] },
            InvoiceHistory = new() { Enabled = true },
            PaymentMethodUpdate = new() { Enabled = true },
            SubscriptionCancel = new() { Enabled = true, Mode = "at_period_end" },
            SubscriptionUpdate = new()
            {
                Enabled = true, DefaultAllowedUpdates = ["price", "quantity", "promotion_code"], ProrationBehavior = "always_invoice",
                Products = [.. prices.GroupBy(p => p.Product).Select(g => new Portal.ConfigurationFeaturesSubscriptionUpdateProductOptions { Product = g.Key, Prices = [.. g.Select(p => p.Price)] })],
            },
        };
        var known = (await _stripe.BillingPortal.Configurations.ListAsync(new() { Active = true, Limit = PageSize })).Data.Find(c => c.Metadata?.ContainsKey(PlanKey) == true);
        if (known is null)
            await _stripe.BillingPortal.Configurations.CreateAsync(new() { Features = features, Metadata = new() { [PlanKey] = "all" } }, Once($"portal-{string.Join('-', prices.Select(p => p.Price))}"));
        else await _stripe.BillingPortal.Configurations.UpdateAsync(known.Id, new() { Features = features });
        say($"Customer portal: {(known is null ? "made" : "as it should be")}");
        return true;
    });

    private Task<string?> EnsureWebhookAsync(Uri address) => StripeCalls.FindAsync<string?>(async () =>
    {
        var events = StripeEventTypes.OfInterest.ToList();
        var known = (await _stripe.WebhookEndpoints.ListAsync(new() { Limit = PageSize })).Data.Find(e => e.Url == address.AbsoluteUri);
        if (known is not null)
        {
            await _stripe.WebhookEndpoints.UpdateAsync(known.Id, new() { EnabledEvents = events, Disabled = false });
            say($"Webhook endpoint {address}: there");
            return null;
        }

        var made = await _stripe.WebhookEndpoints.CreateAsync(new() { Url = address.AbsoluteUri, EnabledEvents = events, ApiVersion = StripeConfiguration.ApiVersion });
        say($"Webhook endpoint {address}: made");
        return made.Secret;
    });

    private static bool IsSame(Price known, PlanPrice price, string product) =>
        known.Active && known.UnitAmount == price.AmountMinor && known.Currency == price.Currency && known.ProductId == product
        && known.Recurring?.Interval == (price.Interval == BillingInterval.Year ? "year" : "month") && known.Metadata?.GetValueOrDefault(PlanKey) == Word(price.Plan);

    private static Dictionary<string, string> Named(Domain.Billing.Plan plan) => new() { [PlanKey] = Word(plan) };

    // Keys live for a day: what failed and is asked again with other parameters has another one.
    private static RequestOptions Once(string key) => new() { IdempotencyKey = $"setup-{key}" };

    private static string Word(Domain.Billing.Plan plan) => plan.ToString().ToLowerInvariant();
}

using CommunityIntel.StripeEmulator.Tests.Hosting;
using Stripe;
using Stripe.BillingPortal;

namespace CommunityIntel.StripeEmulator.Tests.Portal;

/// <summary>Portals in which everything is allowed.</summary>
internal static class Portals
{
    public static ConfigurationCreateOptions Configuration(params Price[] prices) => new()
    {
        Features = new ConfigurationFeaturesOptions
        {
            InvoiceHistory = new() { Enabled = true },
            PaymentMethodUpdate = new() { Enabled = true },
            SubscriptionCancel = new() { Enabled = true, Mode = "at_period_end", CancellationReason = new() { Enabled = true, Options = ["too_expensive", "unused"] } },
            SubscriptionUpdate = new()
            {
                Enabled = true,
                DefaultAllowedUpdates = ["price"],
                ProrationBehavior = "always_invoice",
                Products = [.. prices.GroupBy(it => it.ProductId).Select(it => new ConfigurationFeaturesSubscriptionUpdateProductOptions { Product = it.Key, Prices = [.. it.Select(price => price.Id)] })],
            },
        },
    };

    /// <summary>The address of a portal for a subscription's customer.</summary>
    public static async Task<string> OpenAsync(RunningStripe stripe, Subscription subscription, SessionFlowDataOptions? flow = null, string? locale = null, params Price[] prices)
    {
        var configuration = await stripe.V1.BillingPortal.Configurations.CreateAsync(Configuration([subscription.Items.Data[0].Price, .. prices]));
        var session = await stripe.V1.BillingPortal.Sessions.CreateAsync(new SessionCreateOptions
        {
            Customer = subscription.CustomerId,
            Configuration = configuration.Id,
            ReturnUrl = "http://127.0.0.1/back",
            FlowData = flow,
            Locale = locale,
        });
        return session.Url;
    }
}

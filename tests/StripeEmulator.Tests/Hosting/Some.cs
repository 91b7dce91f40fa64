using CommunityIntel.StripeEmulator.Control;
using Stripe;
using Stripe.Checkout;

namespace CommunityIntel.StripeEmulator.Tests.Hosting;

/// <summary>What tests need and do not care about.</summary>
internal static class Some
{
    public const string Works = "4242424242424242";

    public const string FailsLater = "4000000000000341";

    public const string Declined = "4000000000000002";

    public const string WithoutFunds = "4000000000009995";

    public static async Task<Price> PriceAsync(this RunningStripe stripe, long amount = 2500, string interval = "month", string? product = null, string? lookupKey = null, string name = "Pro")
    {
        product ??= (await stripe.V1.Products.CreateAsync(new ProductCreateOptions { Name = name })).Id;
        return await stripe.V1.Prices.CreateAsync(new PriceCreateOptions
        {
            Product = product,
            Currency = "eur",
            UnitAmount = amount,
            LookupKey = lookupKey,
            Recurring = new PriceRecurringOptions { Interval = interval },
        });
    }

    public static Task<Customer> CustomerAsync(this RunningStripe stripe) => stripe.V1.Customers.CreateAsync(new CustomerCreateOptions { Email = "ada@example.org", Name = "Ada" });

    public static async Task<Session> SessionAsync(this RunningStripe stripe, string price, long quantity = 1, string? customer = null, Action<SessionCreateOptions>? change = null)
    {
        var options = new SessionCreateOptions
        {
            Mode = "subscription",
            Customer = customer,
            LineItems = [new SessionLineItemOptions { Price = price, Quantity = quantity }],
            SuccessUrl = "http://127.0.0.1/thanks?session={CHECKOUT_SESSION_ID}",
            CancelUrl = "http://127.0.0.1/plans",
        };
        change?.Invoke(options);
        return await stripe.V1.Checkout.Sessions.CreateAsync(options);
    }

    /// <summary>A subscription that was bought at the checkout.</summary>
    public static async Task<Subscription> SubscriptionAsync(this RunningStripe stripe, string? price = null, long quantity = 1, string card = Works, int? trialDays = null, Action<SessionCreateOptions>? change = null)
    {
        price ??= (await stripe.PriceAsync()).Id;
        var customer = await stripe.CustomerAsync();
        var session = await stripe.SessionAsync(price, quantity, customer.Id, options =>
        {
            if (trialDays is not null) options.SubscriptionData = new SessionSubscriptionDataOptions { TrialPeriodDays = trialDays };
            change?.Invoke(options);
        });
        var outcome = await stripe.Control.CompleteCheckoutAsync(session.Id, new CheckoutCompletion(card));
        outcome.Refusal.Should().Be("None");
        return await stripe.V1.Subscriptions.GetAsync(outcome.SubscriptionId);
    }

    public static Task<Subscription> AgainAsync(this RunningStripe stripe, Subscription subscription) => stripe.V1.Subscriptions.GetAsync(subscription.Id);

    /// <summary>Types of all events so far, the oldest first.</summary>
    public static async Task<List<string>> EventTypesAsync(this RunningStripe stripe) => [.. (await stripe.Control.EventsAsync()).Select(it => it.Type)];
}

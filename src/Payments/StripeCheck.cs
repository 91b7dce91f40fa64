using CommunityIntel.Domain.Billing;
using Microsoft.Extensions.Options;
using Stripe;

namespace CommunityIntel.Payments;

/// <summary>
/// Buys, changes and cancels with a customer of its own, through the same code that the product uses, and says whether Stripe answers as that expects. For test mode: it pays with Stripe's test card.
/// Everything that it made but prices is deleted at the end.
/// </summary>
public sealed class StripeCheck(HttpClient http, StripeOptions options, Action<string, bool> tell)
{
    private const long Payer = 1, Guild = 2;
    private const string TestCard = "pm_card_visa";

    private static readonly Uri Somewhere = new("https://example.org/billing/return");

    /// <summary>True: all of it was as expected.</summary>
    public async Task<bool> RunAsync()
    {
        var direct = new StripeClient(new StripeClientOptions { ApiKey = options.ApiKey, ApiBase = options.ApiBase?.AbsoluteUri.TrimEnd('/'), HttpClient = new SystemNetHttpClient(http) }).V1;
        var payments = new StripePayments(http, Options.Create(options));
        var run = Guid.NewGuid().ToString("N");
        var isGood = true;
        await new StripeSetup(http, options, step => tell(step, true)).RunAsync(null);
        var customer = await payments.CreateCustomerAsync(Payer, "Check", "en", run);
        try
        {
            See("the customer says whose it is", await payments.FindPayerAsync(customer) == Payer);
            var page = await payments.StartCheckoutAsync(new NewCheckout(customer, Payer, Guild, PlanTable.Prices[0].LookupKey, PlanTable.TrialDays, Somewhere, "fr", run));
            See("a checkout session has a page", page.IsAbsoluteUri);
            See("the same request is the same session", await payments.StartCheckoutAsync(new NewCheckout(customer, Payer, Guild, PlanTable.Prices[0].LookupKey, PlanTable.TrialDays, Somewhere, "fr", run)) == page);
            See("the portal has a page", (await payments.OpenPortalAsync(customer, PortalFlow.Home, null, Somewhere, "en")).IsAbsoluteUri);
            var bought = await BuyAsync(direct, customer);
            var listed = await payments.ListSubscriptionsAsync(customer);
            See("the subscription is active, Pro, one, at its price", listed is [{ Status: Domain.Billing.SubscriptionStatus.Active, Plan: Domain.Billing.Plan.Pro, Quantity: 1, GuildId: Guild } one] && one.AmountMinor == PlanTable.Prices[0].AmountMinor);
            await payments.ChangeQuantityAsync(bought, 2, run);
            See("one more is paid at once", await payments.FindSubscriptionAsync(bought) is { Quantity: 2 });
            See("there are two invoices", (await payments.ListInvoicesAsync(customer, 10)).Count == 2);
            See("the next invoice is for two", await payments.PreviewInvoiceAsync(customer, bought) is { } next && next.AmountMinor == 2 * PlanTable.Prices[0].AmountMinor);
            See("everybody's are listed", (await payments.ListAllAsync()).Any(s => s.Subscription.Id == bought && s.CustomerId == customer));
            await direct.Subscriptions.CancelAsync(bought);
            See("it is canceled now", await payments.FindSubscriptionAsync(bought) is { Status: Domain.Billing.SubscriptionStatus.Canceled, EndedAtMs: not null });
            See("what is not there is not there", await payments.FindSubscriptionAsync("sub_not_there") is null);
        }
        finally
        {
            await direct.Customers.DeleteAsync(customer);
        }

        See("a deleted customer is nobody's", await payments.FindPayerAsync(customer) is null);
        return isGood;

        void See(string what, bool holds)
        {
            tell(what, holds);
            isGood &= holds;
        }
    }

    // What a person does on Stripe's page.
    private static async Task<string> BuyAsync(V1Services direct, string customer)
    {
        var card = await direct.PaymentMethods.AttachAsync(TestCard, new PaymentMethodAttachOptions { Customer = customer });
        var price = (await direct.Prices.ListAsync(new() { LookupKeys = [PlanTable.Prices[0].LookupKey] })).Data[0].Id;
        var bought = await direct.Subscriptions.CreateAsync(new SubscriptionCreateOptions
        {
            Customer = customer, Items = [new() { Price = price, Quantity = 1 }], DefaultPaymentMethod = card.Id,
            Metadata = new() { [SubscriptionReading.GuildKey] = $"{Guild}", [SubscriptionReading.PayerKey] = $"{Payer}" },
        });
        return bought.Id;
    }
}

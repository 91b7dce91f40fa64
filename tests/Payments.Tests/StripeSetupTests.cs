using CommunityIntel.Domain.Billing;
using Stripe;

namespace CommunityIntel.Payments.Tests;

public sealed class StripeSetupTests(LocalStripe stripe) : IClassFixture<LocalStripe>
{
    private static readonly Uri Webhook = new("https://stats.example.org/webhooks/stripe");

    [Fact]
    public async Task The_second_run_finds_everything_there_and_makes_nothing()
    {
        var secret = await RunAsync(Webhook);
        secret.Should().StartWith("whsec_");
        var before = await PricesAsync();
        before.Should().HaveCount(PlanTable.Prices.Count);
        before.Select(p => (p.LookupKey, p.UnitAmount, p.Currency)).Should().BeEquivalentTo(PlanTable.Prices.Select(p => (p.LookupKey, (long?)p.AmountMinor, p.Currency)));

        (await RunAsync(Webhook)).Should().BeNull("a secret is told once");
        (await PricesAsync()).Select(p => p.Id).Should().BeEquivalentTo(before.Select(p => p.Id));
        (await Direct.WebhookEndpoints.ListAsync()).Data.Should().ContainSingle().Which.EnabledEvents.Should().BeEquivalentTo(StripeEventTypes.OfInterest);
        (await Direct.BillingPortal.Configurations.ListAsync(new() { Active = true })).Data.Where(c => c.Metadata.ContainsKey("plan")).Should().ContainSingle();
    }

    [Fact]
    public async Task A_price_that_is_another_one_is_replaced_and_stays_for_who_pays_it()
    {
        await RunAsync(null);
        var price = (await PricesAsync()).Single(p => p.LookupKey == "business_year");
        var odd = await Direct.Prices.CreateAsync(new PriceCreateOptions
        {
            Product = price.ProductId, Currency = "eur", UnitAmount = 1, LookupKey = "business_year", TransferLookupKey = true, Recurring = new() { Interval = "year" },
        });
        var payments = new StripePayments(new HttpClient(), Microsoft.Extensions.Options.Options.Create(stripe.Options));
        var customer = await payments.CreateCustomerAsync(1, "Ada", "en", Guid.NewGuid().ToString());
        var buys = () => payments.StartCheckoutAsync(new NewCheckout(customer, 1, 2, "business_year", 0, new Uri("https://stats.example.org/back"), "en", "k"));
        await buys.Should().ThrowAsync<PaymentsUnavailableException>("nobody pays what was not shown").WithMessage("*stripe-setup*");

        await RunAsync(null);

        (await PricesAsync()).Single(p => p.LookupKey == "business_year").Should().BeEquivalentTo(new { UnitAmount = 79_000L });
        (await Direct.Prices.GetAsync(odd.Id)).Active.Should().BeTrue();
        (await payments.StartCheckoutAsync(new NewCheckout(customer, 1, 2, "business_year", 0, new Uri("https://stats.example.org/back"), "en", "l"))).IsAbsoluteUri.Should().BeTrue();
    }

    [Fact]
    public async Task The_check_that_is_for_the_real_Stripe_holds_for_the_local_one()
    {
        var told = new List<string>();
        (await new StripeCheck(new HttpClient(), stripe.Options, (what, holds) => told.Add($"{holds} {what}")).RunAsync()).Should().BeTrue(string.Join('\n', told));
    }

    private V1Services Direct => new StripeClient(new StripeClientOptions { ApiKey = stripe.Options.ApiKey, ApiBase = stripe.Options.ApiBase!.AbsoluteUri.TrimEnd('/') }).V1;

    private async Task<List<Price>> PricesAsync() => (await Direct.Prices.ListAsync(new() { Active = true, Limit = 100 })).Data.Where(p => !string.IsNullOrEmpty(p.LookupKey)).ToList();

    private Task<string?> RunAsync(Uri? webhook) => new StripeSetup(new HttpClient(), stripe.Options, _ => { }).RunAsync(webhook);
}

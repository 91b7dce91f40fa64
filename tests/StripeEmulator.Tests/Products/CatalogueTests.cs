using CommunityIntel.StripeEmulator.Tests.Hosting;
using Stripe;

namespace CommunityIntel.StripeEmulator.Tests.Products;

public sealed class CatalogueTests
{
    [Fact]
    public async Task A_product_has_the_id_it_is_given_and_only_one_has_it()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var create = () => stripe.V1.Products.CreateAsync(new ProductCreateOptions { Id = "pro", Name = "Pro", Metadata = new() { ["plan"] = "Pro" } });

        (await create()).Id.Should().Be("pro");
        (await create.Should().ThrowAsync<StripeException>()).Which.StripeError.Code.Should().Be("resource_already_exists");

        await stripe.V1.Products.UpdateAsync("pro", new ProductUpdateOptions { Active = false, Metadata = new() { ["plan"] = "", ["old"] = "yes" } });
        var product = await stripe.V1.Products.GetAsync("pro");
        product.Active.Should().BeFalse();
        product.Metadata.Should().BeEquivalentTo(new Dictionary<string, string> { ["old"] = "yes" });
        (await stripe.V1.Products.ListAsync(new ProductListOptions { Active = true })).Should().BeEmpty();
    }

    [Fact]
    public async Task A_lookup_key_moves_to_a_new_price_when_that_is_asked_for()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var old = await stripe.PriceAsync(2500, lookupKey: "pro_month");
        var create = (bool transfer) => stripe.V1.Prices.CreateAsync(new PriceCreateOptions
        {
            Product = old.ProductId,
            Currency = "eur",
            UnitAmount = 2900,
            LookupKey = "pro_month",
            TransferLookupKey = transfer,
            Recurring = new PriceRecurringOptions { Interval = "month" },
        });

        await FluentActions.Awaiting(() => create(false)).Should().ThrowAsync<StripeException>();
        var price = await create(true);

        (await stripe.V1.Prices.ListAsync(new PriceListOptions { LookupKeys = ["pro_month"], Expand = ["data.product"] })).Single().Product.Name.Should().Be("Pro");
        (await stripe.V1.Prices.ListAsync(new PriceListOptions { LookupKeys = ["pro_month"] })).Single().Id.Should().Be(price.Id);
        (await stripe.V1.Prices.GetAsync(old.Id)).LookupKey.Should().BeNull();
        (await stripe.V1.Prices.ListAsync(new PriceListOptions { Product = old.ProductId, Active = true })).Should().HaveCount(2);
    }

    [Fact]
    public async Task A_price_may_be_sold_in_further_currencies()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var product = await stripe.V1.Products.CreateAsync(new ProductCreateOptions { Name = "Pro" });
        var price = await stripe.V1.Prices.CreateAsync(new PriceCreateOptions
        {
            Product = product.Id,
            Currency = "eur",
            UnitAmount = 2500,
            Recurring = new PriceRecurringOptions { Interval = "month" },
            CurrencyOptions = new() { ["usd"] = new PriceCurrencyOptionsOptions { UnitAmount = 2700 } },
        });
        price.CurrencyOptions.Should().BeNull("it is sent when it is expanded");

        var session = await stripe.SessionAsync(price.Id, change: options => options.Currency = "usd");
        var outcome = await stripe.Control.CompleteCheckoutAsync(session.Id);

        (await stripe.V1.Prices.GetAsync(price.Id, new PriceGetOptions { Expand = ["currency_options"] })).CurrencyOptions["usd"].UnitAmount.Should().Be(2700);
        var subscription = await stripe.V1.Subscriptions.GetAsync(outcome.SubscriptionId, new SubscriptionGetOptions { Expand = ["latest_invoice"] });
        (subscription.Currency, subscription.LatestInvoice.Currency, subscription.LatestInvoice.Total).Should().Be(("usd", "usd", 2700L));
    }
}

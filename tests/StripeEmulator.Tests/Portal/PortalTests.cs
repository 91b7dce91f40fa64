using CommunityIntel.StripeEmulator.Tests.Hosting;
using Stripe;
using Stripe.BillingPortal;

namespace CommunityIntel.StripeEmulator.Tests.Portal;

public sealed class PortalTests
{
    [Fact]
    public async Task A_configuration_is_made_changed_and_listed()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var price = await stripe.PriceAsync();
        var configuration = await stripe.V1.BillingPortal.Configurations.CreateAsync(Portals.Configuration(price));
        configuration.IsDefault.Should().BeTrue();
        configuration.Features.SubscriptionUpdate.Products.Single().Prices.Should().Equal(price.Id);

        await stripe.V1.BillingPortal.Configurations.UpdateAsync(configuration.Id, new ConfigurationUpdateOptions
        {
            Features = new ConfigurationFeaturesOptions { SubscriptionCancel = new ConfigurationFeaturesSubscriptionCancelOptions { Enabled = true, Mode = "immediately" } },
        });

        var changed = (await stripe.V1.BillingPortal.Configurations.ListAsync(new ConfigurationListOptions { Active = true })).Single();
        changed.Features.SubscriptionCancel.Mode.Should().Be("immediately");
        changed.Features.SubscriptionUpdate.Products.Should().HaveCount(1, "what is not given stays");
    }

    [Fact]
    public async Task A_portal_needs_a_configuration_and_a_flow_a_subscription_of_the_customer()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var mine = await stripe.SubscriptionAsync();
        var others = await stripe.SubscriptionAsync();
        var open = (SessionFlowDataOptions? flow) => stripe.V1.BillingPortal.Sessions.CreateAsync(new SessionCreateOptions { Customer = mine.CustomerId, ReturnUrl = "http://127.0.0.1/back", FlowData = flow });
        await FluentActions.Awaiting(() => open(null)).Should().ThrowAsync<StripeException>();
        await stripe.V1.BillingPortal.Configurations.CreateAsync(Portals.Configuration(mine.Items.Single().Price));

        var session = await open(new() { Type = "subscription_cancel", SubscriptionCancel = new() { Subscription = mine.Id } });
        (session.ReturnUrl, session.Flow.Type, session.Flow.SubscriptionCancel.Subscription).Should().Be(("http://127.0.0.1/back", "subscription_cancel", mine.Id));
        await FluentActions.Awaiting(() => open(new() { Type = "subscription_cancel", SubscriptionCancel = new() { Subscription = others.Id } })).Should().ThrowAsync<StripeException>();
    }
}

using CommunityIntel.StripeEmulator.Tests.Hosting;
using Stripe;

namespace CommunityIntel.StripeEmulator.Tests.Customers;

public sealed class CustomerTests
{
    [Fact]
    public async Task A_customer_is_made_changed_and_deleted_and_says_so()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var customer = await stripe.V1.Customers.CreateAsync(new CustomerCreateOptions { Email = "a@example.org", Metadata = new() { ["guild"] = "7" } });
        await stripe.V1.Customers.UpdateAsync(customer.Id, new CustomerUpdateOptions { Email = "b@example.org", Metadata = new() { ["tier"] = "2" } });

        var changed = await stripe.V1.Customers.GetAsync(customer.Id);
        changed.Email.Should().Be("b@example.org");
        changed.Metadata.Should().HaveCount(2);
        (await stripe.V1.Customers.ListAsync(new CustomerListOptions { Email = "b@example.org" })).Should().HaveCount(1);

        (await stripe.V1.Customers.DeleteAsync(customer.Id)).Deleted.Should().BeTrue();
        (await stripe.V1.Customers.GetAsync(customer.Id)).Deleted.Should().BeTrue();
        (await stripe.V1.Customers.ListAsync()).Should().BeEmpty();
        (await stripe.EventTypesAsync()).Should().Equal("customer.created", "customer.updated", "customer.deleted");
        var update = (await stripe.V1.Events.ListAsync(new EventListOptions { Type = "customer.updated" })).Single();
        ((Customer)update.Data.Object).Email.Should().Be("b@example.org");
        ((string)update.Data.PreviousAttributes.ToString()).Should().Contain("a@example.org");
    }

    [Fact]
    public async Task Deleting_a_customer_ends_its_subscriptions()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync();

        await stripe.Control.DeleteCustomerAsync(subscription.CustomerId);

        (await stripe.AgainAsync(subscription)).Status.Should().Be("canceled");
        var checkout = () => stripe.SessionAsync(subscription.Items.Data[0].Price.Id, customer: subscription.CustomerId);
        (await checkout.Should().ThrowAsync<StripeException>()).Which.StripeError.Code.Should().Be("resource_missing");
    }

    [Fact]
    public async Task A_card_that_is_declined_at_once_cannot_be_saved()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var customer = await stripe.CustomerAsync();

        var save = () => stripe.V1.PaymentMethods.AttachAsync("pm_card_chargeDeclined", new PaymentMethodAttachOptions { Customer = customer.Id });
        var declined = (await save.Should().ThrowAsync<StripeException>()).Which;
        ((int)declined.HttpStatusCode, declined.StripeError.Type, declined.StripeError.Code, declined.StripeError.DeclineCode).Should().Be((402, "card_error", "card_declined", "generic_decline"));

        var card = await stripe.V1.PaymentMethods.AttachAsync("pm_card_visa", new PaymentMethodAttachOptions { Customer = customer.Id });
        card.Card.Last4.Should().Be("4242");
        (await stripe.V1.PaymentMethods.ListAsync(new PaymentMethodListOptions { Customer = customer.Id })).Should().HaveCount(1);
        (await stripe.V1.PaymentMethods.DetachAsync(card.Id)).CustomerId.Should().BeNull();
    }
}

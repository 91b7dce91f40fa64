using CommunityIntel.StripeEmulator.Control;
using CommunityIntel.StripeEmulator.Tests.Hosting;
using Stripe;
using Stripe.Checkout;

namespace CommunityIntel.StripeEmulator.Tests.Checkout;

public sealed class CheckoutTests
{
    [Fact]
    public async Task A_checkout_that_is_paid_makes_an_active_subscription()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var price = await stripe.PriceAsync(2500);
        var customer = await stripe.CustomerAsync();
        var session = await stripe.SessionAsync(price.Id, 3, customer.Id, options =>
        {
            options.ClientReferenceId = "guild-7";
            options.Metadata = new() { ["from"] = "dashboard" };
            options.SubscriptionData = new SessionSubscriptionDataOptions { Metadata = new() { ["guild"] = "7" } };
        });
        session.Status.Should().Be("open");
        session.Url.Should().StartWith(stripe.Address.ToString());

        await stripe.Control.CompleteCheckoutAsync(session.Id);

        var done = await stripe.V1.Checkout.Sessions.GetAsync(session.Id, new SessionGetOptions { Expand = ["subscription.latest_invoice", "customer", "line_items"] });
        (done.Status, done.PaymentStatus, done.ClientReferenceId, done.AmountTotal).Should().Be(("complete", "paid", "guild-7", 7500L));
        done.Customer.Id.Should().Be(customer.Id);
        done.Metadata.Should().Contain("from", "dashboard");
        done.LineItems.Single().Quantity.Should().Be(3);
        done.Subscription.Status.Should().Be("active");
        done.Subscription.Metadata.Should().Contain("guild", "7");
        done.Subscription.LatestInvoice.Status.Should().Be("paid");
        done.Subscription.LatestInvoice.AmountPaid.Should().Be(7500);
        done.Subscription.Items.Single().CurrentPeriodEnd.Should().Be(done.Subscription.StartDate.AddMonths(1));
    }

    [Fact]
    public async Task The_events_of_a_checkout_come_in_their_order()
    {
        await using var stripe = await RunningStripe.StartAsync();
        await stripe.SubscriptionAsync();

        (await stripe.EventTypesAsync()).Where(type => !type.StartsWith("product", StringComparison.Ordinal) && !type.StartsWith("price", StringComparison.Ordinal)).Should().Equal(
            "customer.created", "payment_method.attached", "customer.subscription.created", "invoice.created", "customer.updated", "invoice.finalized",
            "charge.succeeded", "payment_intent.succeeded", "invoice.paid", "invoice.payment_succeeded", "customer.subscription.updated", "checkout.session.completed");
    }

    [Fact]
    public async Task A_declined_card_leaves_the_checkout_open_for_another()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var session = await stripe.SessionAsync((await stripe.PriceAsync()).Id);

        (await stripe.Control.CompleteCheckoutAsync(session.Id, new CheckoutCompletion(Some.Declined))).Refusal.Should().Be("CardDeclined");
        (await stripe.Control.CompleteCheckoutAsync(session.Id, new CheckoutCompletion(Some.WithoutFunds))).Refusal.Should().Be("CardWithoutFunds");
        (await stripe.Control.CompleteCheckoutAsync(session.Id, new CheckoutCompletion(Some.FailsLater))).Refusal.Should().Be("CardDeclined", "the charge fails at once");
        (await stripe.V1.Subscriptions.ListAsync()).Should().BeEmpty();

        (await stripe.Control.CompleteCheckoutAsync(session.Id, new CheckoutCompletion(Some.Works))).Refusal.Should().Be("None");
        (await stripe.Control.CompleteCheckoutAsync(session.Id)).Refusal.Should().Be("NotOpen");
        (await stripe.V1.Subscriptions.ListAsync()).Should().HaveCount(1);
    }

    [Fact]
    public async Task Without_a_customer_one_is_made()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var session = await stripe.SessionAsync((await stripe.PriceAsync()).Id);

        var outcome = await stripe.Control.CompleteCheckoutAsync(session.Id, new CheckoutCompletion(Email: "new@example.org", Name: "New"));

        var customer = await stripe.V1.Customers.GetAsync(outcome.CustomerId);
        (customer.Email, customer.Name).Should().Be(("new@example.org", "New"));
    }

    [Fact]
    public async Task A_checkout_expires_by_itself_or_when_it_is_told_to()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var price = await stripe.PriceAsync();
        var first = await stripe.SessionAsync(price.Id);
        var second = await stripe.SessionAsync(price.Id);

        (await stripe.V1.Checkout.Sessions.ExpireAsync(second.Id)).Status.Should().Be("expired");
        await stripe.Control.AdvanceAsync(TimeSpan.FromHours(23));
        (await stripe.V1.Checkout.Sessions.GetAsync(first.Id)).Status.Should().Be("open");
        await stripe.Control.AdvanceAsync(TimeSpan.FromHours(1));

        var expired = await stripe.V1.Checkout.Sessions.GetAsync(first.Id);
        expired.Status.Should().Be("expired");
        expired.Url.Should().BeNull();
        (await stripe.V1.Checkout.Sessions.ListAsync(new SessionListOptions { Status = "expired" })).Should().HaveCount(2);
        (await stripe.EventTypesAsync()).Count(type => type == "checkout.session.expired").Should().Be(2);
    }

    [Fact]
    public async Task Sessions_are_found_by_customer_and_subscription()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync();
        await stripe.SubscriptionAsync();

        var found = await stripe.V1.Checkout.Sessions.ListAsync(new SessionListOptions { Subscription = subscription.Id });
        found.Single().CustomerId.Should().Be(subscription.CustomerId);
        (await stripe.V1.Checkout.Sessions.ListAsync(new SessionListOptions { Customer = subscription.CustomerId })).Single().Id.Should().Be(found.Single().Id);
    }

    [Fact]
    public async Task A_tax_number_is_kept_for_the_customer()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var customer = await stripe.CustomerAsync();
        var session = await stripe.SessionAsync((await stripe.PriceAsync()).Id, 1, customer.Id, options =>
        {
            options.TaxIdCollection = new SessionTaxIdCollectionOptions { Enabled = true };
            options.CustomerUpdate = new SessionCustomerUpdateOptions { Name = "auto", Address = "auto" };
        });

        await stripe.Control.CompleteCheckoutAsync(session.Id, new CheckoutCompletion(Name: "Ada Ltd", TaxId: "FR 40 303 265 045"));

        var done = await stripe.V1.Customers.GetAsync(customer.Id, new CustomerGetOptions { Expand = ["tax_ids"] });
        done.Name.Should().Be("Ada Ltd");
        done.TaxIds.Single().Value.Should().Be("FR40303265045");
        (await stripe.V1.Checkout.Sessions.GetAsync(session.Id)).CustomerDetails.TaxIds.Single().Type.Should().Be("eu_vat");
    }
}

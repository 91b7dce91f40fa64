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
            options.SubscriptionData = new SessionSubscriptionDataOptions { Metadata = new() { ["guild"] = "7" } };
        });
        session.Status.Should().Be("open");
        session.Url.Should().StartWith(stripe.Address.ToString());

        await stripe.Control.CompleteCheckoutAsync(session.Id);

        var done = await stripe.V1.Checkout.Sessions.GetAsync(session.Id, new SessionGetOptions { Expand = ["subscription.latest_invoice", "customer", "line_items"] });
        (done.Status, done.PaymentStatus, done.ClientReferenceId, done.AmountTotal).Should().Be(("complete", "paid", "guild-7", 7500L));
        done.Customer.Id.Should().Be(customer.Id);
        done.LineItems.Single().Quantity.Should().Be(3);
        done.Subscription.Status.Should().Be("active");
        done.Subscription.Metadata.Should().Contain("guild", "7");
        done.Subscription.LatestInvoice.Status.Should().Be("paid");
        done.Subscription.LatestInvoice.AmountPaid.Should().Be(7500);
        done.Subscription.Items.Single().CurrentPeriodEnd.Should().Be(done.Subscription.StartDate.AddMonths(1));
    }
}

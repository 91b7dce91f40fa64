using CommunityIntel.StripeEmulator.Tests.Hosting;
using Stripe;

namespace CommunityIntel.StripeEmulator.Tests.Subscriptions;

public sealed class CancellationTests
{
    [Fact]
    public async Task A_subscription_that_is_to_end_runs_to_the_end_of_its_period()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync();
        var end = subscription.Items.Data[0].CurrentPeriodEnd;

        var ending = await stripe.V1.Subscriptions.UpdateAsync(subscription.Id, new SubscriptionUpdateOptions { CancelAtPeriodEnd = true });
        (ending.Status, ending.CancelAtPeriodEnd, ending.CancelAt).Should().Be(("active", true, end));
        await stripe.Control.AdvanceAsync(TimeSpan.FromDays(32));

        var ended = await stripe.AgainAsync(subscription);
        (ended.Status, ended.EndedAt, ended.CancellationDetails.Reason).Should().Be(("canceled", end, "cancellation_requested"));
        (await stripe.V1.Invoices.ListAsync(new InvoiceListOptions { Subscription = subscription.Id })).Should().HaveCount(1);
        (await stripe.EventTypesAsync())[^1].Should().Be("customer.subscription.deleted");
    }

    [Fact]
    public async Task Who_changes_their_mind_keeps_the_subscription()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync();
        await stripe.Control.CancelAsync(subscription.Id);
        await stripe.Control.KeepAsync(subscription.Id);
        await stripe.Control.AdvanceAsync(TimeSpan.FromDays(32));

        var kept = await stripe.AgainAsync(subscription);
        (kept.Status, kept.CancelAtPeriodEnd, kept.CancelAt, kept.CanceledAt).Should().Be(("active", false, null, null));
    }

    [Fact]
    public async Task A_subscription_that_is_cancelled_at_once_ends_at_once_and_for_good()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync();

        (await stripe.V1.Subscriptions.CancelAsync(subscription.Id)).Status.Should().Be("canceled");

        var again = () => stripe.V1.Subscriptions.CancelAsync(subscription.Id);
        (await again.Should().ThrowAsync<StripeException>()).Which.StripeError.Code.Should().Be("resource_missing");
        (await stripe.V1.Subscriptions.ListAsync(new SubscriptionListOptions { Customer = subscription.CustomerId })).Should().BeEmpty();
        (await stripe.V1.Subscriptions.ListAsync(new SubscriptionListOptions { Customer = subscription.CustomerId, Status = "all" })).Should().HaveCount(1);
    }

    [Fact]
    public async Task The_rest_of_a_period_goes_to_the_balance_when_that_is_asked_for()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var subscription = await stripe.SubscriptionAsync();
        await stripe.Control.AdvanceAsync((subscription.Items.Data[0].CurrentPeriodEnd - subscription.StartDate) / 2);

        await stripe.V1.Subscriptions.CancelAsync(subscription.Id, new SubscriptionCancelOptions { Prorate = true, InvoiceNow = true });

        (await stripe.V1.Customers.GetAsync(subscription.CustomerId)).Balance.Should().BeCloseTo(-1250, 1);
    }
}

using CommunityIntel.StripeEmulator.Tests.Hosting;
using Stripe;

namespace CommunityIntel.StripeEmulator.Tests.Events;

public sealed class EventTests
{
    [Fact]
    public async Task Events_are_found_by_type_and_time()
    {
        await using var stripe = await RunningStripe.StartAsync();
        await stripe.CustomerAsync();
        await stripe.Control.AdvanceAsync(TimeSpan.FromDays(1));
        var after = (await stripe.Control.ClockAsync()).Now.UtcDateTime.AddHours(-1);
        var subscription = await stripe.SubscriptionAsync();

        (await stripe.V1.Events.ListAsync(new EventListOptions { Types = ["customer.created", "invoice.*"], Created = new DateRangeOptions { GreaterThan = after } }))
            .Select(it => it.Type).Should().Equal("invoice.payment_succeeded", "invoice.paid", "invoice.finalized", "invoice.created", "customer.created");
        var paid = (await stripe.V1.Events.ListAsync(new EventListOptions { Type = "invoice.paid" })).Single();
        ((Invoice)paid.Data.Object).Id.Should().Be(subscription.LatestInvoiceId);
    }

    [Fact]
    public async Task An_event_names_the_call_that_caused_it()
    {
        await using var stripe = await RunningStripe.StartAsync();
        var customer = await stripe.V1.Customers.CreateAsync(new CustomerCreateOptions(), new RequestOptions { IdempotencyKey = "key-1" });

        var made = (await stripe.V1.Events.ListAsync()).Single();

        made.Request.Id.Should().Be(customer.StripeResponse.RequestId);
        made.Request.IdempotencyKey.Should().Be("key-1");
    }

    [Fact]
    public async Task Events_are_kept_for_thirty_days()
    {
        await using var stripe = await RunningStripe.StartAsync();
        await stripe.CustomerAsync();
        await stripe.Control.AdvanceAsync(TimeSpan.FromDays(31));
        await stripe.CustomerAsync();

        (await stripe.V1.Events.ListAsync()).Should().ContainSingle();
    }
}

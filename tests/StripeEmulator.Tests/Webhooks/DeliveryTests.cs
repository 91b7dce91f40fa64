using CommunityIntel.StripeEmulator.Control;
using CommunityIntel.StripeEmulator.Tests.Hosting;
using Stripe;

namespace CommunityIntel.StripeEmulator.Tests.Webhooks;

public sealed class DeliveryTests
{
    [Fact]
    public async Task Events_arrive_in_order_and_signed_with_the_object_as_it_was_then()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var stripe = await RunningStripe.StartAsync(options => options.WebhookUrl = receiver.Url);
        var subscription = await stripe.SubscriptionAsync();
        await stripe.Control.DeliveredAsync();

        receiver.Events.Select(it => it.Type).Should().Equal(await stripe.EventTypesAsync());
        receiver.Events.Should().OnlyContain(it => !it.Livemode && it.ApiVersion == StripeConfiguration.ApiVersion);
        ((Subscription)receiver.Events.Single(it => it.Type == "customer.subscription.created").Data.Object).Status.Should().Be("incomplete");
        var updated = receiver.Events.Single(it => it.Type == "customer.subscription.updated");
        ((Subscription)updated.Data.Object).Status.Should().Be("active");
        ((string)updated.Data.PreviousAttributes.ToString()).Should().Contain("incomplete");
        ((Stripe.Checkout.Session)receiver.Events[^1].Data.Object).SubscriptionId.Should().Be(subscription.Id);
        (await stripe.V1.Events.GetAsync(updated.Id)).PendingWebhooks.Should().Be(0);
    }

    [Fact]
    public async Task A_signature_of_another_secret_is_refused()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var stripe = await RunningStripe.StartAsync(options => (options.WebhookUrl, options.WebhookSecret) = (receiver.Url, "whsec_of_ours"));
        receiver.Secret = "whsec_of_ours";
        await stripe.CustomerAsync();
        await stripe.Control.DeliveredAsync();
        var (body, signature) = receiver.Raw.Single();

        var check = () => EventUtility.ConstructEvent(body, signature, "whsec_of_others");

        check.Should().Throw<StripeException>();
    }

    [Fact]
    public async Task A_signature_stays_fresh_when_the_emulated_time_is_far_ahead()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var stripe = await RunningStripe.StartAsync(options => options.WebhookUrl = receiver.Url);
        await stripe.Control.AdvanceAsync(TimeSpan.FromDays(400));
        await stripe.CustomerAsync();
        await stripe.Control.DeliveredAsync();

        receiver.Events.Single().Created.Should().BeAfter(DateTime.UtcNow.AddDays(399));
    }

    [Fact]
    public async Task What_is_not_taken_comes_again_until_it_is()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var stripe = await RunningStripe.StartAsync(options => options.WebhookUrl = receiver.Url);
        receiver.Answers.Enqueue(500);
        receiver.Answers.Enqueue(302);
        await stripe.CustomerAsync();
        await stripe.Control.DeliveredAsync();

        receiver.Raw.Should().HaveCount(3);
        receiver.Events.Should().ContainSingle();
        var delivery = (await stripe.Control.DeliveriesAsync()).Single();
        (delivery.State, delivery.Attempts, delivery.LastStatus).Should().Be(("Delivered", 3, 200));
    }

    [Fact]
    public async Task What_is_never_taken_is_given_up()
    {
        await using var stripe = await RunningStripe.StartAsync(options => options.WebhookUrl = "http://127.0.0.1:9/nobody");
        await stripe.CustomerAsync();
        await stripe.Control.DeliveredAsync();

        var delivery = (await stripe.Control.DeliveriesAsync()).Single();
        (delivery.State, delivery.Attempts, delivery.LastStatus).Should().Be(("GivenUp", 4, 0));
        (await stripe.V1.Events.ListAsync(new EventListOptions { DeliverySuccess = false })).Should().ContainSingle();
    }

    [Fact]
    public async Task An_endpoint_of_the_API_gets_what_it_asked_for_with_a_secret_told_once()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var stripe = await RunningStripe.StartAsync();
        var endpoint = await stripe.V1.WebhookEndpoints.CreateAsync(new WebhookEndpointCreateOptions { Url = receiver.Url, EnabledEvents = ["customer.created", "customer.subscription.*"] });
        receiver.Secret = endpoint.Secret;
        (await stripe.V1.WebhookEndpoints.GetAsync(endpoint.Id)).Secret.Should().BeNull();

        await stripe.SubscriptionAsync();
        await stripe.Control.DeliveredAsync();
        receiver.Events.Select(it => it.Type).Should().Equal("customer.created", "customer.subscription.created", "customer.subscription.updated");

        await stripe.V1.WebhookEndpoints.UpdateAsync(endpoint.Id, new WebhookEndpointUpdateOptions { Disabled = true });
        await stripe.CustomerAsync();
        await stripe.V1.WebhookEndpoints.DeleteAsync(endpoint.Id);
        await stripe.Control.DeliveredAsync();
        receiver.Events.Should().HaveCount(3);
        (await stripe.V1.WebhookEndpoints.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Held_events_are_released_in_the_order_of_choice()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var stripe = await RunningStripe.StartAsync(options => options.WebhookUrl = receiver.Url);
        await stripe.Control.SetWebhookModeAsync(new WebhookMode(Hold: true));
        await stripe.SubscriptionAsync();
        await stripe.Control.DeliveredAsync();
        receiver.Events.Should().BeEmpty();

        (await stripe.Control.ReleaseAsync(ReleaseOrder.Reversed)).Should().Be((await stripe.EventTypesAsync()).Count);
        await stripe.Control.DeliveredAsync();
        receiver.Events.Select(it => it.Type).Should().Equal(Enumerable.Reverse(await stripe.EventTypesAsync()));
    }

    [Fact]
    public async Task A_shuffled_release_is_the_same_for_the_same_seed()
    {
        var orders = new List<List<string>>();
        for (var run = 0; run < 2; run++)
        {
            await using var receiver = await Receiver.StartAsync();
            await using var stripe = await RunningStripe.StartAsync(options => options.WebhookUrl = receiver.Url);
            await stripe.Control.SetWebhookModeAsync(new WebhookMode(Hold: true));
            await stripe.SubscriptionAsync();
            await stripe.Control.ReleaseAsync(ReleaseOrder.Shuffled, seed: 5);
            await stripe.Control.DeliveredAsync();
            orders.Add([.. receiver.Events.Select(it => it.Type)]);
            orders[^1].Should().BeEquivalentTo(await stripe.EventTypesAsync()).And.NotEqual(await stripe.EventTypesAsync());
        }
        orders[0].Should().Equal(orders[1]);
    }

    [Fact]
    public async Task Events_can_come_shuffled_and_several_times()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var stripe = await RunningStripe.StartAsync(options => options.WebhookUrl = receiver.Url);
        await stripe.Control.SetWebhookModeAsync(new WebhookMode(Shuffle: true, Seed: 3, Duplicates: 2, Delay: TimeSpan.FromMilliseconds(300)));
        await stripe.SubscriptionAsync();
        await stripe.Control.DeliveredAsync();

        var events = await stripe.Control.EventsAsync();
        receiver.Events.Select(it => it.Id).GroupBy(id => id).Should().HaveCount(events.Count).And.OnlyContain(group => group.Count() == 3);
        receiver.Events.Select(it => it.Id).Distinct().Should().NotEqual(events.Select(it => it.Id));
    }

    [Fact]
    public async Task An_event_can_be_delivered_again_and_elsewhere()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var stripe = await RunningStripe.StartAsync();
        await stripe.CustomerAsync();
        var id = (await stripe.Control.EventsAsync()).Single().Id;
        await stripe.Control.SetEndpointAsync(receiver.Url, "whsec_other");
        receiver.Secret = "whsec_other";

        await stripe.Control.DeliverAgainAsync(id);
        await stripe.Control.DeliverAgainAsync(id);
        await stripe.Control.DeliveredAsync();

        receiver.Events.Select(it => it.Id).Should().Equal(id, id);
    }
}

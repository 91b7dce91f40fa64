using CommunityIntel.StripeEmulator.Control;
using CommunityIntel.StripeEmulator.Tests.Hosting;
using Stripe;

namespace CommunityIntel.StripeEmulator.Tests.State;

public sealed class RestartTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("stripe-emulator-").FullName;

    [Fact]
    public async Task Everything_goes_on_after_a_restart()
    {
        Subscription subscription;
        Customer customer;
        await using (var before = await StartAsync())
        {
            subscription = await before.SubscriptionAsync();
            await before.Control.AdvanceAsync(TimeSpan.FromDays(10));
            customer = await before.V1.Customers.CreateAsync(new CustomerCreateOptions { Name = "Ada" }, new RequestOptions { IdempotencyKey = "once" });
        }

        await using var after = await StartAsync();

        (await after.Control.ClockAsync()).Ahead.Should().Be(TimeSpan.FromDays(10));
        (await after.V1.Customers.CreateAsync(new CustomerCreateOptions { Name = "Ada" }, new RequestOptions { IdempotencyKey = "once" })).Id.Should().Be(customer.Id);
        await after.Control.AdvanceAsync(TimeSpan.FromDays(22));
        var renewed = await after.V1.Subscriptions.GetAsync(subscription.Id, new SubscriptionGetOptions { Expand = ["latest_invoice", "default_payment_method"] });
        (renewed.Status, renewed.LatestInvoice.Status, renewed.DefaultPaymentMethod.Card.Last4).Should().Be(("active", "paid", "4242"));
        renewed.LatestInvoice.HostedInvoiceUrl.Should().StartWith(after.Address.ToString());
        var changed = await after.V1.Prices.UpdateAsync(renewed.Items.Single().Price.Id, new PriceUpdateOptions { Nickname = "renamed" });
        (await after.AgainAsync(renewed)).Items.Single().Price.Nickname.Should().Be(changed.Nickname);
    }

    [Fact]
    public async Task Events_that_nobody_took_are_delivered_after_a_restart()
    {
        await using var receiver = await Receiver.StartAsync();
        await using (var before = await StartAsync(receiver.Url))
        {
            await before.Control.SetWebhookModeAsync(new WebhookMode(Delay: TimeSpan.FromHours(1)));
            await before.CustomerAsync();
        }
        receiver.Events.Should().BeEmpty();

        await using var after = await StartAsync(receiver.Url);
        await after.Control.DeliveredAsync();

        receiver.Events.Single().Type.Should().Be("customer.created");
    }

    [Fact]
    public async Task The_state_is_written_while_it_runs()
    {
        await using var stripe = await StartAsync();
        var customer = await stripe.CustomerAsync();
        var path = Path.Combine(folder, "stripe-emulator.json");

        while (!System.IO.File.Exists(path) || !(await System.IO.File.ReadAllTextAsync(path)).Contains(customer.Id, StringComparison.Ordinal)) await stripe.V1.Customers.GetAsync(customer.Id);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Task<RunningStripe> StartAsync(string? webhook = null) => RunningStripe.StartAsync(options => (options.DataFolder, options.WebhookUrl) = (folder, webhook));
}

using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Lab.Processes;
using CommunityIntel.Payments;
using CommunityIntel.StripeEmulator.Control;
using CommunityIntel.StripeEmulator.Hosting;
using Microsoft.AspNetCore.Builder;
using CheckoutOutcome = CommunityIntel.GrainInterfaces.Billing.CheckoutOutcome;

namespace CommunityIntel.BotShard.Tests;

/// <summary>The silo dies while Stripe tells what people bought; in the end everybody has what Stripe says, once.</summary>
[Collection(Processes.OneAtATime), Trait(Processes.Part, Processes.Apart)]
public sealed class BillingDeathTests
{
    private const int Payers = 10;

    private static readonly Uri ReturnTo = new("http://localhost/billing/return");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_is_killed_every_guild_has_the_plan_that_was_bought_and_nobody_paid_twice()
    {
        var options = new StripeEmulatorOptions { LogLevel = Serilog.Events.LogEventLevel.Fatal };
        await using var app = StripeEmulatorApp.Build(options);
        await app.StartAsync(Cancellation);
        using var stripe = new StripeControl(AddressOf(app));
        await SellAsync(options, AddressOf(app));
        await using var cluster = await StartAsync(options, AddressOf(app));
        var silo = cluster.Member(MemberKind.Silo);
        await stripe.SetEndpointAsync(new Uri(cluster.Member(MemberKind.Web).Address, "/webhooks/stripe").AbsoluteUri, options.WebhookSecret);
        await stripe.SetWebhookModeAsync(new WebhookMode(Shuffle: true, Seed: 7, Duplicates: 1));
        var guilds = await FoundAsync(cluster);

        var begun = await Task.WhenAll(guilds.Take(7).Select((guild, i) => BeginAsync(cluster, i, guild)));
        await PayAsync(stripe, begun.Take(3));
        await UntilStoredAsync(cluster, 1);
        await silo.KillAsync(Cancellation);
        await PayAsync(stripe, begun.Skip(3));
        silo.Start();
        foreach (var i in Enumerable.Range(7, Payers - 7)) await PayAsync(stripe, [await BeginAsync(cluster, i, guilds[i])]);
        await silo.KillAsync(Cancellation);
        silo.Start();
        await silo.UntilReadyAsync(ProductCluster.Patience, Cancellation);
        await stripe.DeliveredAsync();
        (await stripe.DeliveriesAsync()).Should().OnlyContain(d => d.State == "Delivered").And.Contain(d => d.Attempts > 1, "nobody could store it when it came first");

        var told = (await stripe.EventsAsync()).Where(e => StripeEventTypes.MayChangeSomething(e.Type)).Select(e => e.Id).ToList();
        await Polling.UntilAsync(async () => await CountAsync(cluster, "stripe_events WHERE done_at IS NOT NULL") >= told.Count, Cancellation);
        (await CountAsync(cluster, "stripe_events")).Should().Be(told.Count, "what came several times is one event");
        foreach (var (guild, i) in guilds.Select((guild, i) => (guild, i)))
        {
            await Polling.UntilAsync(async () => await TryAsync(() => Billing(cluster, guild).GetPlanAsync()) is { Plan: Plan.Pro, Source: ClaimSource.Stripe }, Cancellation);
            (await cluster.Grains.GetGrain<IPayerGrain>(PayerId(i)).StartCheckoutAsync(Wish(i, guild))).Outcome.Should().Be(CheckoutOutcome.PaidAlready);
            (await Billing(cluster, guild).GetBillingAsync()).Claims.Should().ContainSingle().Which.BuyerId.Should().Be(PayerId(i));
        }

        var sold = await stripe.SubscriptionsAsync();
        sold.Should().HaveCount(Payers).And.OnlyContain(s => s.Status == "active" || s.Status == "trialing").And.OnlyHaveUniqueItems(s => s.CustomerId);
        (await CountAsync(cluster, "subscriptions")).Should().Be(Payers);
        (await CountAsync(cluster, "payers")).Should().Be(Payers);
        (await CountAsync(cluster, "payer_news")).Should().Be(0);
    }

    private static async Task SellAsync(StripeEmulatorOptions options, Uri address)
    {
        using var http = new HttpClient();
        await new StripeSetup(http, new StripeOptions { ApiKey = options.ApiKey, ApiBase = address }, _ => { }).RunAsync(webhook: null);
    }

    private static async Task<ProductCluster> StartAsync(StripeEmulatorOptions options, Uri address)
    {
        var cluster = await ProductCluster.CreateAsync(
            new ProductClusterOptions
            {
                Webs = 1,
                Silo = new Dictionary<string, string?> { ["Billing__Stripe__ApiKey"] = options.ApiKey, ["Billing__Stripe__ApiBase"] = address.AbsoluteUri },
                Web = new Dictionary<string, string?> { ["Billing__Stripe__WebhookSecret"] = options.WebhookSecret },
            },
            Cancellation);
        await cluster.StartAsync(MemberKind.Silo, Cancellation);
        await cluster.ConnectAsync(Cancellation);
        await cluster.StartAsync(MemberKind.Worker, Cancellation);
        await cluster.StartAsync(MemberKind.Web, Cancellation);
        return cluster;
    }

    private static async Task<IReadOnlyList<long>> FoundAsync(ProductCluster cluster)
    {
        var guilds = new List<long>();
        for (var i = 0; i < Payers; i++) guilds.Add((long)(await cluster.Control.CreateGuildAsync($"Guild {i}")).Id);
        foreach (var guild in guilds) await Polling.UntilAsync(async () => await TryAsync(() => cluster.Grains.GetGrain<IGuildGrain>(guild).GetProfileAsync()) is not null, Cancellation);
        return guilds;
    }

    // The id of the checkout session. Who gets no answer asks again for the same.
    private static async Task<string> BeginAsync(ProductCluster cluster, int payer, long guild)
    {
        CheckoutAnswer? answer = null;
        await Polling.UntilAsync(async () => (answer = await TryAsync(() => cluster.Grains.GetGrain<IPayerGrain>(PayerId(payer)).StartCheckoutAsync(Wish(payer, guild)))) is { Outcome: not CheckoutOutcome.Unavailable }, Cancellation);
        answer!.Outcome.Should().Be(CheckoutOutcome.Ready);
        return answer.Page!.Segments[^1];
    }

    private static async Task PayAsync(StripeControl stripe, IEnumerable<string> sessions)
    {
        foreach (var session in sessions) (await stripe.CompleteCheckoutAsync(session)).Refusal.Should().Be("None");
    }

    private static CheckoutWish Wish(int payer, long guild) => new(guild, Plan.Pro, BillingInterval.Month, ReturnTo, "en", $"wish_{payer}", $"Payer {payer}");

    private static Task UntilStoredAsync(ProductCluster cluster, int events) => Polling.UntilAsync(async () => await CountAsync(cluster, "stripe_events") >= events, Cancellation, everyMs: 10);

    private static Task<long> CountAsync(ProductCluster cluster, string of) => cluster.Database.ScalarAsync<long>($"SELECT count(*) FROM {of}", Cancellation);

    private static IGuildBillingGrain Billing(ProductCluster cluster, long guild) => cluster.Grains.GetGrain<IGuildBillingGrain>(guild);

    private static long PayerId(int number) => 4_000_000_000_000_000_000 + number;

    private static Uri AddressOf(WebApplication app) => new(app.Urls.First());

    // Null while the cluster has not found out yet that its silo died.
    private static async Task<T?> TryAsync<T>(Func<Task<T>> ask) where T : class?
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or StorageUnavailableException)
        {
            return null;
        }
    }
}

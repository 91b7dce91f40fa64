using System.Net.Http.Headers;
using System.Text.Json;
using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Lab.Postgres;
using CommunityIntel.Payments;
using CommunityIntel.StripeEmulator.Control;
using CommunityIntel.StripeEmulator.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog.Events;
using EventUtility = Stripe.EventUtility;

namespace CommunityIntel.Grains.Tests.Billing;

/// <summary>
/// A real silo that sells through the local Stripe. Stripe's clock begins years back, so that what is played on it lies in the past of the silo. Its events go nowhere unless a test hands them on.
/// </summary>
public sealed class SellingSilo : IAsyncLifetime
{
    private const string Secret = "whsec_test";

    private static readonly TimeSpan Back = TimeSpan.FromDays(5 * 365);

    private static long _payer = 70_000;

    private readonly ShiftedTime _stripeClock = new();
    private IHost _host = null!;
    private WebApplication _stripe = null!;
    private HttpClient _api = null!;

    public ScratchDatabase Database { get; private set; } = null!;

    public StripeControl Stripe { get; private set; } = null!;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public StripeOptions Options { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _stripeClock.Advance(-Back);
        Database = await ScratchDatabase.CreateAsync();
        _stripe = StripeEmulatorApp.Build(new StripeEmulatorOptions { Clock = _stripeClock, LogLevel = LogEventLevel.Warning, FailedPaymentEnd = FailedPaymentEnd.PastDue });
        await _stripe.StartAsync();
        var address = new Uri(_stripe.Urls.First());
        Stripe = new StripeControl(address);
        Options = new StripeOptions { ApiKey = "sk_test_emulator", ApiBase = address, TimeoutSeconds = 2 };
        _api = new HttpClient { BaseAddress = address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Options.ApiKey) } };
        await new StripeSetup(_api, Options, _ => { }).RunAsync(null);
        _host = RunningSilo.Build(Database.ConnectionString, null, new Dictionary<string, string?>
        {
            ["Billing:Stripe:ApiKey"] = Options.ApiKey, ["Billing:Stripe:ApiBase"] = address.AbsoluteUri, ["Billing:Stripe:TimeoutSeconds"] = "1", ["Billing:DiscordSkus:4711"] = "Business",
        });
        await _host.StartAsync();
    }

    public static long NewPayer() => Interlocked.Increment(ref _payer);

    public IPayerGrain Payer(long id) => Grains.GetGrain<IPayerGrain>(id);

    public IGuildBillingGrain Billing(long guildId) => Grains.GetGrain<IGuildBillingGrain>(guildId);

    public IStripeEventsGrain Events => Grains.GetGrain<IStripeEventsGrain>(0);

    /// <summary>A guild that the bot is in.</summary>
    public async Task<long> NewGuildAsync()
    {
        var id = Some.GuildId();
        await Grains.GetGrain<IGuildGrain>(id).ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning)));
        return id;
    }

    public static CheckoutWish Wish(long guildId, Plan plan = Plan.Pro, string? key = null) =>
        new(guildId, plan, BillingInterval.Month, new Uri("http://127.0.0.1/billing/return"), "en", key ?? Guid.NewGuid().ToString("N"), "A payer");

    /// <summary>The checkout session that a page is of.</summary>
    public static string SessionOf(Uri page) => page.Segments.Select(s => s.Trim('/')).First(s => s.StartsWith("cs_", StringComparison.Ordinal));

    public async Task<string> BeginAsync(long payer, long guildId, Plan plan = Plan.Pro)
    {
        var answer = await Payer(payer).StartCheckoutAsync(Wish(guildId, plan));
        answer.Outcome.Should().Be(GrainInterfaces.Billing.CheckoutOutcome.Ready);
        return SessionOf(answer.Page!);
    }

    /// <summary>Buys, pays and comes back.</summary>
    public async Task<PayerSubscription> BuyAsync(long payer, long guildId, Plan plan = Plan.Pro)
    {
        var session = await BeginAsync(payer, guildId, plan);
        (await Stripe.CompleteCheckoutAsync(session)).Refusal.Should().Be("None");
        return (await Payer(payer).FinishCheckoutAsync(session)).Subscriptions[0];
    }

    public async Task<string> CustomerOfAsync(long payer) => (await Database.ScalarAsync<string>($"SELECT customer_id FROM payers WHERE payer_id = {payer}", TestContext.Current.CancellationToken))!;

    public async Task<string> PriceAsync(string lookupKey)
    {
        using var listed = JsonDocument.Parse(await _api.GetStringAsync(new Uri($"v1/prices?lookup_keys[]={lookupKey}", UriKind.Relative), TestContext.Current.CancellationToken));
        return listed.RootElement.GetProperty("data")[0].GetProperty("id").GetString()!;
    }

    /// <summary>Everything that Stripe has told so far about a customer since a time on its clock, as it is posted, oldest first.</summary>
    public async Task<IReadOnlyList<StripeEvent>> ToldAsync(string customerId, DateTimeOffset since = default)
    {
        var told = new List<StripeEvent>();
        for (string? last = null; ;)
        {
            var page = $"v1/events?limit=100&created[gte]={Math.Max(0, since.ToUnixTimeSeconds())}{(last is null ? "" : $"&starting_after={last}")}";
            using var listed = JsonDocument.Parse(await _api.GetStringAsync(new Uri(page, UriKind.Relative), TestContext.Current.CancellationToken));
            var events = listed.RootElement.GetProperty("data").EnumerateArray().Select(e => Read(e.GetRawText())).ToList();
            told.AddRange(events.Where(e => e.CustomerId == customerId));
            if (!listed.RootElement.GetProperty("has_more").GetBoolean()) break;
            last = events[^1].Id;
        }

        return [.. Enumerable.Reverse(told)];
    }

    /// <summary>What the web makes of it.</summary>
    public static StripeEvent Read(string body)
    {
        var now = DateTimeOffset.UtcNow;
        var signed = StripeWebhook.Read(body, EventUtility.GenerateSignatureHeader(body, Secret, now.ToUnixTimeSeconds()), [Secret], now, out var refusal)
            ?? throw new InvalidOperationException($"{refusal}");
        return new StripeEvent(signed.Id, signed.Type, signed.CustomerId, signed.PayerId, signed.CreatedAt, signed.IsLive);
    }

    /// <summary>Waits until all events are done that were received.</summary>
    public Task DoneAsync() => Eventually.Holds(async () => await Database.ScalarAsync<long>("SELECT count(*) FROM stripe_events WHERE done_at IS NULL", TestContext.Current.CancellationToken) == 0);

    public static Actor By(long payer) => new(payer, "A payer", ActorSource.Dashboard);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await _stripe.StopAsync();
        await _stripe.DisposeAsync();
        Stripe.Dispose();
        _api.Dispose();
        await Database.DisposeAsync();
    }
}

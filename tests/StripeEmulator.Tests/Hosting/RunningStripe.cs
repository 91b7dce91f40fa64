using CommunityIntel.StripeEmulator.Control;
using CommunityIntel.StripeEmulator.Hosting;
using Microsoft.AspNetCore.Builder;
using Serilog.Events;
using Stripe;

namespace CommunityIntel.StripeEmulator.Tests.Hosting;

/// <summary>A server of its own for a test, on a free port, and Stripe's own client for it.</summary>
public sealed class RunningStripe : IAsyncDisposable
{
    private readonly WebApplication app;

    private RunningStripe(WebApplication app, StripeEmulatorOptions options)
    {
        this.app = app;
        Options = options;
        Address = new Uri(app.Urls.First());
        Control = new StripeControl(Address);
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        Client = ClientWith(options.ApiKey);
    }

    public StripeEmulatorOptions Options { get; }

    public Uri Address { get; }

    public StripeControl Control { get; }

    /// <summary>A browser without a mind of its own.</summary>
    public HttpClient Http { get; }

    /// <summary>Stripe's client with the right key; it does not try again by itself.</summary>
    public StripeClient Client { get; }

    public V1Services V1 => Client.V1;

    public static async Task<RunningStripe> StartAsync(Action<StripeEmulatorOptions>? change = null)
    {
        var options = new StripeEmulatorOptions
        {
            LogLevel = LogEventLevel.Fatal,
            ApiVersion = StripeConfiguration.ApiVersion,
            WebhookRetries = [TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(5)],
        };
        change?.Invoke(options);
        var app = StripeEmulatorApp.Build(options);
        await app.StartAsync();
        return new RunningStripe(app, options);
    }

    /// <param name="retries">How often Stripe's client tries again by itself.</param>
    public StripeClient ClientWith(string key, int retries = 0) => new(new StripeClientOptions
    {
        ApiKey = key,
        ApiBase = Address.ToString().TrimEnd('/'),
        HttpClient = new SystemNetHttpClient(maxNetworkRetries: retries),
    });

    public async ValueTask DisposeAsync()
    {
        Control.Dispose();
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

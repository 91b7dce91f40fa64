using CommunityIntel.Payments;
using CommunityIntel.StripeEmulator.Hosting;

namespace CommunityIntel.Standalone;

/// <summary>The local Stripe with what is sold here, for a demo without a key of Stripe's: everything can be bought and nothing is paid.</summary>
internal sealed class DemoStripe(WebApplication app, StripeEmulatorOptions options) : IAsyncDisposable
{
    /// <summary>SKUs that the local Discord sells (src/DiscordEmulator/README.md).</summary>
    private const string ProSku = "1000000000000000011", BusinessSku = "1000000000000000012";

    private string BaseAddress => StripeEmulatorApp.AddressOf(app);

    public static async Task<DemoStripe> StartAsync(StandaloneSettings settings, IConfiguration configuration, CancellationToken cancellation)
    {
        var options = new StripeEmulatorOptions
        {
            DataFolder = Path.Combine(settings.DataFolder, "stripe"),
            WebhookUrl = $"http://localhost:{settings.Port}/webhooks/stripe",
            LogLevel = Serilog.Events.LogEventLevel.Warning,
        };
        configuration.GetSection(StripeEmulatorOptions.Section).Bind(options);
        var app = StripeEmulatorApp.Build(options);
        await app.StartAsync(cancellation);
        var stripe = new DemoStripe(app, options);
        using var http = new HttpClient();
        await new StripeSetup(http, new StripeOptions { ApiKey = options.ApiKey, ApiBase = new Uri(stripe.BaseAddress) }, _ => { }).RunAsync(webhook: null);
        return stripe;
    }

    /// <summary>The product's settings that make this its Stripe, and let people subscribe in the local Discord too.</summary>
    public Dictionary<string, string?> Settings => new()
    {
        ["Billing:Stripe:ApiKey"] = options.ApiKey,
        ["Billing:Stripe:WebhookSecret"] = options.WebhookSecret,
        ["Billing:Stripe:ApiBase"] = BaseAddress,
        ["Web:PaymentOrigins:0"] = BaseAddress,
        [$"Billing:DiscordSkus:{ProSku}"] = "Pro",
        [$"Billing:DiscordSkus:{BusinessSku}"] = "Business",
    };

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

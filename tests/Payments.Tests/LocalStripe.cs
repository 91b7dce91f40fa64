using CommunityIntel.StripeEmulator.Hosting;
using Microsoft.AspNetCore.Builder;
using Serilog.Events;

namespace CommunityIntel.Payments.Tests;

public sealed class LocalStripe : IAsyncLifetime
{
    private WebApplication _app = null!;

    public HttpClient Http { get; } = new();

    public StripeOptions Options { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _app = StripeEmulatorApp.Build(new StripeEmulatorOptions { LogLevel = LogEventLevel.Warning });
        await _app.StartAsync();
        Options = new StripeOptions { ApiKey = "sk_test_emulator", ApiBase = new Uri(_app.Urls.First()) };
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Http.Dispose();
    }
}

using System.Net;
using CommunityIntel.StripeEmulator.Checkout;
using CommunityIntel.StripeEmulator.Control;
using CommunityIntel.StripeEmulator.Customers;
using CommunityIntel.StripeEmulator.Discounts;
using CommunityIntel.StripeEmulator.Events;
using CommunityIntel.StripeEmulator.Invoices;
using CommunityIntel.StripeEmulator.Pages;
using CommunityIntel.StripeEmulator.Payments;
using CommunityIntel.StripeEmulator.Portal;
using CommunityIntel.StripeEmulator.Prices;
using CommunityIntel.StripeEmulator.Products;
using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.State;
using CommunityIntel.StripeEmulator.Subscriptions;
using CommunityIntel.StripeEmulator.Webhooks;
using Serilog;

namespace CommunityIntel.StripeEmulator.Hosting;

/// <summary>The local Stripe as a web application on loopback; several can live in one process.</summary>
public static class StripeEmulatorApp
{
    /// <summary>Builds the server; after <c>StartAsync</c> its base address is <c>app.Urls.First()</c>.</summary>
    public static WebApplication Build(StripeEmulatorOptions options, string[]? args = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args ?? []);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(options.ListenOnAnyAddress ? IPAddress.Any : IPAddress.Loopback, options.Port));
        builder.Host.UseDefaultServiceProvider(provider => provider.ValidateOnBuild = true);
        builder.Services.AddSerilog(new LoggerConfiguration()
            .MinimumLevel.Is(options.LogLevel)
            .MinimumLevel.Override("Microsoft", Serilog.Events.LogEventLevel.Warning)
            .WriteTo.Console(formatProvider: System.Globalization.CultureInfo.InvariantCulture)
            .CreateLogger(), dispose: true);
        // A request that hangs on purpose must not hold up the end.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new System.Text.Json.Serialization.JsonStringEnumConverter()));
        AddServices(builder.Services, options);
        var app = builder.Build();
        MapEndpoints(app);
        app.Services.GetRequiredService<StateFile>().Load();
        app.Services.GetRequiredService<WebhookControl>().ReadOptions();
        var address = app.Services.GetRequiredService<EmulatorAddress>();
        app.Lifetime.ApplicationStarted.Register(() => address.Http = AddressOf(app));
        return app;
    }

    /// <summary>Where a started one is reached from this machine; no slash at the end.</summary>
    public static string AddressOf(WebApplication app) => app.Urls.First().TrimEnd('/').Replace("//0.0.0.0:", "//127.0.0.1:", StringComparison.Ordinal);

    private static void AddServices(IServiceCollection services, StripeEmulatorOptions options)
    {
        services.AddSingleton(options).AddSingleton<EmulatorAddress>().AddSingleton<Account>().AddSingleton<StripeClock>().AddSingleton<Wire>();
        services.AddSingleton<ApiGate>().AddSingleton<Idempotency>().AddSingleton<Expansion>().AddSingleton<RequestFaults>();
        services.AddSingleton<EventLog>().AddSingleton<EventRoutes>().AddSingleton<DeliveryQueue>().AddSingleton<WebhookRoutes>();
        services.AddSingleton<ProductRoutes>().AddSingleton<PriceRoutes>().AddSingleton<CouponRoutes>().AddSingleton<PromotionCodeRoutes>().AddSingleton<Redemption>();
        services.AddSingleton<CustomerDesk>().AddSingleton<CustomerRoutes>();
        services.AddSingleton<PaymentMethodDesk>().AddSingleton<PaymentMethodRoutes>().AddSingleton<Cashier>().AddSingleton<PaymentRoutes>();
        services.AddSingleton<InvoiceDraft>().AddSingleton<InvoiceDesk>().AddSingleton<InvoicePreview>().AddSingleton<InvoiceRoutes>();
        services.AddSingleton<Standing>().AddSingleton<Proration>().AddSingleton<Cancellation>().AddSingleton<ChangeReader>().AddSingleton<SubscriptionDesk>().AddSingleton<SubscriptionRoutes>().AddSingleton<Lifecycle>();
        services.AddSingleton<CheckoutDesk>().AddSingleton<CheckoutRoutes>().AddSingleton<PortalDesk>().AddSingleton<PortalRoutes>();
        services.AddSingleton<CheckoutPage>().AddSingleton<InvoicePage>().AddSingleton<PortalPage>().AddSingleton<PortalActions>();
        services.AddSingleton<ControlRoutes>().AddSingleton<WebhookControl>();
        services.AddSingleton<StateFile>().AddHostedService(provider => provider.GetRequiredService<StateFile>());
        services.AddHostedService<DeliveryLoop>().AddHostedService<LifecycleLoop>();
        services.AddHealthChecks();
    }

    private static void MapEndpoints(WebApplication app)
    {
        app.MapHealthChecks("/health/live");
        app.MapHealthChecks("/health/ready");
        var services = app.Services;
        var api = new ApiRoutes(app, services.GetRequiredService<ApiGate>());
        services.GetRequiredService<ProductRoutes>().Map(api);
        services.GetRequiredService<PriceRoutes>().Map(api);
        services.GetRequiredService<CouponRoutes>().Map(api);
        services.GetRequiredService<PromotionCodeRoutes>().Map(api);
        services.GetRequiredService<CustomerRoutes>().Map(api);
        services.GetRequiredService<PaymentMethodRoutes>().Map(api);
        services.GetRequiredService<PaymentRoutes>().Map(api);
        services.GetRequiredService<SubscriptionRoutes>().Map(api);
        services.GetRequiredService<InvoiceRoutes>().Map(api);
        services.GetRequiredService<CheckoutRoutes>().Map(api);
        services.GetRequiredService<PortalRoutes>().Map(api);
        services.GetRequiredService<EventRoutes>().Map(api);
        services.GetRequiredService<WebhookRoutes>().Map(api);
        api.Unknown();
        services.GetRequiredService<CheckoutPage>().Map(app);
        services.GetRequiredService<InvoicePage>().Map(app);
        services.GetRequiredService<PortalActions>().Map(app);
        var control = app.MapGroup("/control");
        services.GetRequiredService<ControlRoutes>().Map(control);
        services.GetRequiredService<WebhookControl>().Map(control);
    }
}

using System.Net;
using CommunityIntel.DiscordEmulator.Billing;
using CommunityIntel.DiscordEmulator.Communities;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.DiscordEmulator.Crowds;
using CommunityIntel.DiscordEmulator.Firehose;
using CommunityIntel.DiscordEmulator.Gateway;
using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Interactions;
using CommunityIntel.DiscordEmulator.Ledgers;
using CommunityIntel.DiscordEmulator.OAuth;
using CommunityIntel.DiscordEmulator.Replay;
using CommunityIntel.DiscordEmulator.Rest;
using Prometheus;
using Serilog;

namespace CommunityIntel.DiscordEmulator.Hosting;

/// <summary>The local Discord as a web application on loopback; several can live in one process.</summary>
public static class DiscordEmulatorApp
{
    /// <summary>Builds the server; after <c>StartAsync</c> its base address is <c>app.Urls.First()</c>.</summary>
    public static WebApplication Build(DiscordEmulatorOptions options, string[]? args = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args ?? []);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(options.ListenOnAnyAddress ? IPAddress.Any : IPAddress.Loopback, options.Port));
        builder.Host.UseDefaultServiceProvider(provider => provider.ValidateOnBuild = true);
        builder.Services.AddSerilog(new LoggerConfiguration()
            .MinimumLevel.Is(options.LogLevel)
            .MinimumLevel.Override("Microsoft", Serilog.Events.LogEventLevel.Warning)
            .WriteTo.Console(formatProvider: System.Globalization.CultureInfo.InvariantCulture)
            .CreateLogger(), dispose: true);
        // A socket that nobody reads must not hold up the end; to its client it is a lost connection.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        AddServices(builder.Services, options);
        var app = builder.Build();
        MapEndpoints(app);
        var address = app.Services.GetRequiredService<GatewayAddress>();
        app.Lifetime.ApplicationStarted.Register(() => address.Http = AddressOf(app));
        return app;
    }

    /// <summary>Where a started one is reached from this machine; no slash at the end.</summary>
    public static string AddressOf(WebApplication app) => app.Urls.First().TrimEnd('/').Replace("//0.0.0.0:", "//127.0.0.1:", StringComparison.Ordinal);

    private static void AddServices(IServiceCollection services, DiscordEmulatorOptions options)
    {
        services.AddSingleton(options).AddSingleton<GatewayAddress>().AddSingleton<GatewayMetrics>();
        services.AddSingleton<World>().AddSingleton<Conversation>().AddSingleton<Membership>().AddSingleton<RoleList>().AddSingleton<InviteList>().AddSingleton<VoiceRooms>();
        services.AddSingleton<SessionRegistry>().AddSingleton<IdentifyLimit>().AddSingleton<GatewayEntry>().AddSingleton<MemberRequests>()
            .AddSingleton<GatewayEndpoint>().AddSingleton<Publisher>().AddSingleton<Ledger>();
        services.AddSingleton<Grants>().AddSingleton<RateLimits>().AddSingleton<RestFaults>().AddSingleton<ApiGate>().AddSingleton<NonceMemory>().AddSingleton<MessageContentAccess>();
        services.AddSingleton<MessageRoutes>().AddSingleton<GuildRoutes>().AddSingleton<ChannelRoutes>().AddSingleton<UserRoutes>().AddSingleton<CommandRoutes>();
        services.AddSingleton<StoreFile>().AddSingleton<Store>().AddSingleton<StoreRoutes>().AddSingleton<StoreControl>();
        services.AddSingleton<InteractionDesk>().AddSingleton<InteractionRoutes>();
        services.AddSingleton<ControlRoutes>().AddSingleton<SessionFaults>().AddSingleton<InteractionControl>();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new SnowflakeConverter()));
        services.AddSingleton<AuthorizeRoutes>().AddSingleton<TokenRoutes>();
        services.AddSingleton<ReplayDesk>().AddHostedService(provider => provider.GetRequiredService<ReplayDesk>());
        services.AddSingleton<FirehoseDesk>();
        services.AddSingleton<CrowdDesk>().AddHostedService(provider => provider.GetRequiredService<CrowdDesk>());
        services.AddSingleton<SimulationMark>().AddSingleton<Simulation>().AddSingleton<Chatter>().AddHostedService<CommunityLife>();
        services.AddHealthChecks();
    }

    private static void MapEndpoints(WebApplication app)
    {
        app.Use(GatewayEndpoint.ShareStream);
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });
        app.UseRouting();
        var gateway = app.Services.GetRequiredService<GatewayEndpoint>();
        app.Map("/", gateway.AcceptAsync);
        app.Map("/gateway", gateway.AcceptAsync);
        app.MapHealthChecks("/health/live");
        app.MapHealthChecks("/health/ready");
        app.MapMetrics("/metrics", app.Services.GetRequiredService<GatewayMetrics>().Registry);
        var api = app.MapGroup(ApiGate.Prefix).AddEndpointFilter(app.Services.GetRequiredService<ApiGate>());
        app.Services.GetRequiredService<MessageRoutes>().Map(api);
        app.Services.GetRequiredService<GuildRoutes>().Map(api);
        app.Services.GetRequiredService<ChannelRoutes>().Map(api);
        app.Services.GetRequiredService<UserRoutes>().Map(api);
        app.Services.GetRequiredService<CommandRoutes>().Map(api);
        app.Services.GetRequiredService<InteractionRoutes>().Map(api);
        app.Services.GetRequiredService<StoreRoutes>().Map(api);
        var control = app.MapGroup("/control");
        app.Services.GetRequiredService<ControlRoutes>().Map(control);
        app.Services.GetRequiredService<SessionFaults>().Map(control);
        app.Services.GetRequiredService<InteractionControl>().Map(control);
        app.Services.GetRequiredService<StoreControl>().Map(control);
        app.Services.GetRequiredService<ReplayDesk>().Map(control);
        app.Services.GetRequiredService<FirehoseDesk>().Map(control);
        app.Services.GetRequiredService<CrowdDesk>().Map(control);
        app.Services.GetRequiredService<Ledger>().Map(control);
        app.Services.GetRequiredService<AuthorizeRoutes>().Map(app);
        app.Services.GetRequiredService<TokenRoutes>().Map(app);
        var channels = app.Services.GetRequiredService<ChannelRoutes>();
        app.MapGet("/attachments/{channelId}/{attachmentId}/{fileName}", (ulong channelId, ulong attachmentId, string fileName) => channels.File(channelId, attachmentId));
    }
}

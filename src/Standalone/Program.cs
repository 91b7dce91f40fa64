using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using CommunityIntel.BotShard;
using CommunityIntel.Silo;
using CommunityIntel.Standalone;
using CommunityIntel.Storage;
using CommunityIntel.Storage.Migrations;
using CommunityIntel.Storage.Postgres;
using CommunityIntel.Telemetry;
using CommunityIntel.Web.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Npgsql;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

using var interrupted = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
try
{
    await RunAsync(args, interrupted.Token);
    return 0;
}
catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
{
    return 130;
}
catch (OptionsValidationException e)
{
    Progress.Failed(SettingException.Explain(e));
    return 1;
}
catch (NpgsqlException e)
{
    Progress.Failed($"ConnectionStrings:{StorageHosting.ConnectionName}: {e.Message}. Expected a PostgreSQL that answers there, or nothing for a private one");
    return 1;
}
catch (Exception e) when (e is SettingException or PrivatePostgresException or SchemaMigrationException or IOException)
{
    Progress.Failed(e.Message);
    return 1;
}

void Interrupt(PosixSignalContext context)
{
    context.Cancel = true;
    interrupted.Cancel();
}

static async Task RunAsync(string[] args, CancellationToken stopping)
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
    var settings = StandaloneSettings.From(builder.Configuration, args);
    Directory.CreateDirectory(settings.DataFolder);

    await using var postgres = await StartPostgresAsync(builder, settings, stopping);
    foreach (var folder in (string[])["discord", "stripe"])
        if (settings.Fresh && Directory.Exists(Path.Combine(settings.DataFolder, folder))) Directory.Delete(Path.Combine(settings.DataFolder, folder), recursive: true);
    Progress.Step("Bringing the database to this version's schema");
    var logs = new LoggerConfiguration().MinimumLevel.Warning().WriteTo.Console(formatProvider: System.Globalization.CultureInfo.InvariantCulture).CreateLogger();
    using var loggers = new Serilog.Extensions.Logging.SerilogLoggerFactory(logs, dispose: true);
    await SchemaMigrator.MigrateAsync(builder.Configuration.DirectConnection()!, loggers.CreateLogger("Migrations"), stopping);

    var demo = string.IsNullOrEmpty(builder.Configuration["Discord:Token"]);
    await using var discord = demo ? await DemoDiscord.StartAsync(settings, builder.Configuration, stopping) : null;
    if (discord is not null)
    {
        Progress.Step("No Discord token is set: starting a local Discord with simulated communities");
        builder.Configuration.AddInMemoryCollection(discord.Settings);
    }

    await using var stripe = discord is not null && string.IsNullOrEmpty(builder.Configuration["Billing:Stripe:ApiKey"]) ? await DemoStripe.StartAsync(settings, builder.Configuration, stopping) : null;
    if (stripe is not null)
    {
        Progress.Step("No key of Stripe's is set: starting a local Stripe, where nothing is paid");
        builder.Configuration.AddInMemoryCollection(stripe.Settings);
        // Who owns the largest guild runs the deployment too.
        if (await discord!.LargestAsync(stopping) is { } largest) builder.Configuration["Web:OperatorIds:0"] ??= $"{largest.OwnerId}";
    }

    await using var app = Compose(builder, settings);
    Progress.Step("Starting silo, bot worker and dashboard");
    await app.StartAsync(stopping);
    if (discord is not null) await PlayAsync(discord, app.Services.GetRequiredService<IGrainFactory>(), stopping);
    await UntilReadyAsync(app, stopping);
    Progress.Ready($"http://localhost:{settings.Port}", demo);

    var ended = new TaskCompletionSource();
    using var stop = stopping.Register(() => ended.TrySetResult());
    using var failed = app.Lifetime.ApplicationStopping.Register(() => ended.TrySetResult());
    await ended.Task;
    Progress.Step("Stopping");
    await app.StopAsync(CancellationToken.None);
}

// The plan comes first: it says of how many channels. Text is kept of the past that is not too old, as it is heard; what is made of it is planned when all of it is there.
static async Task PlayAsync(DemoDiscord discord, IGrainFactory grains, CancellationToken stopping)
{
    var digests = new DemoDigests(grains);
    await discord.PlayHistoryAsync(async () =>
    {
        if (await discord.LargestAsync(stopping) is { } largest) await new DemoPlan(grains).GiveAsync(largest.GuildId, stopping);
        await digests.KeepTextAsync(await discord.GuildsAsync(stopping), stopping);
    }, stopping);
    await digests.PlanAsync(await discord.GuildsAsync(stopping));
}

// The dashboard answers by now; what it shows comes once the bot is connected. A Discord that is away does not hold it back for long.
static async Task UntilReadyAsync(WebApplication app, CancellationToken stopping)
{
    var health = app.Services.GetRequiredService<HealthCheckService>();
    using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
    for (var attempt = 0; ; attempt++)
    {
        var report = await health.CheckHealthAsync(c => c.Tags.Contains("ready"), stopping);
        if (report.Status == HealthStatus.Healthy) return;
        if (attempt == 100)
        {
            foreach (var (name, entry) in report.Entries.Where(e => e.Value.Status != HealthStatus.Healthy)) Progress.Step($"Not ready yet: {name}, {entry.Description}");
            return;
        }

        await timer.WaitForNextTickAsync(stopping);
    }
}

static async Task<PrivatePostgres?> StartPostgresAsync(WebApplicationBuilder builder, StandaloneSettings settings, CancellationToken stopping)
{
    if (!string.IsNullOrEmpty(builder.Configuration.GetConnectionString(StorageHosting.ConnectionName))) return null;
    using var loggers = LoggerFactory.Create(l => l.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning));
    var postgres = new PrivatePostgres(new PrivatePostgresOptions { Folder = Path.Combine(settings.DataFolder, "postgres") }, loggers.CreateLogger<PrivatePostgres>());
    if (settings.Fresh)
    {
        Progress.Step("Forgetting the data of earlier runs");
        await postgres.DiscardAsync(stopping);
    }

    Progress.Step("Starting a private PostgreSQL");
    await postgres.StartAsync(stopping);
    builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { [$"ConnectionStrings:{StorageHosting.ConnectionName}"] = postgres.ConnectionString });
    return postgres;
}

static WebApplication Compose(WebApplicationBuilder builder, StandaloneSettings settings)
{
    var ports = FreePorts();
    builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["Silo:SiloPort"] = builder.Configuration["Silo:SiloPort"] ?? $"{ports.Silo}",
        ["Silo:GatewayPort"] = builder.Configuration["Silo:GatewayPort"] ?? $"{ports.Gateway}",
        // One silo alone, never joined by another: a cluster of its own, so that it does not wait for its killed predecessor.
        ["Orleans:ClusterId"] = $"standalone-{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}",
        ["Orleans:ServiceId"] = "community-intel",
        // The same name at every start: the shards of a killed predecessor need not be waited for.
        ["BotShard:WorkerName"] = "standalone",
    });
    builder.AddTelemetry("standalone", logs => logs
        // What stops the start is told once, in words.
        .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LogEventLevel.Fatal)
        .MinimumLevel.Override("Orleans.Runtime.SiloLifecycleSubject", LogEventLevel.Fatal)
        .WriteTo.Console(restrictedToMinimumLevel: LogEventLevel.Error, formatProvider: System.Globalization.CultureInfo.InvariantCulture)
        .WriteTo.File(new RenderedCompactJsonFormatter(), Path.Combine(settings.DataFolder, "logs", "log-.jsonl"), rollingInterval: RollingInterval.Day, retainedFileCountLimit: 7, fileSizeLimitBytes: 64 << 20, rollOnFileSizeLimit: true));
    builder.WebHost.UseStaticWebAssets();
    builder.WebHost.ConfigureKestrel(k =>
    {
        if (settings.ListenOnAnyAddress) k.ListenAnyIP(settings.Port);
        else k.ListenLocalhost(settings.Port);
    });
    builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(30));
    builder.AddCommunityIntelSilo();
    builder.AddCommunityIntelBotShard();
    builder.AddCommunityIntelWeb();
    builder.Services.AddHealthChecks().AddCheck<BotReadiness>("shards", tags: ["ready"]);
    var app = builder.Build();
    app.MapCommunityIntelWeb();
    return app;
}

static (int Silo, int Gateway) FreePorts()
{
    using var one = new TcpListener(IPAddress.Loopback, 0);
    using var two = new TcpListener(IPAddress.Loopback, 0);
    one.Start();
    two.Start();
    return (((IPEndPoint)one.LocalEndpoint).Port, ((IPEndPoint)two.LocalEndpoint).Port);
}

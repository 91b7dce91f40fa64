using CommunityIntel.Silo;
using CommunityIntel.Storage;
using CommunityIntel.Storage.Migrations;
using Prometheus;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSerilog((_, logs) => logs
    .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
    .MinimumLevel.Override("Microsoft.Extensions.Diagnostics.HealthChecks", LogEventLevel.Fatal)
    .MinimumLevel.Override("Orleans", LogEventLevel.Warning)
    .MinimumLevel.Override("Polly", LogEventLevel.Warning)
    .ReadFrom.Configuration(builder.Configuration)
    .WriteTo.Console(new RenderedCompactJsonFormatter()));
builder.AddCommunityIntelSilo();
builder.Services.AddHealthChecks().AddCheck<SiloReadiness>("silo", tags: ["ready"]);
builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(60));

var app = builder.Build();
if (app.Configuration.GetValue("Silo:Migrate", true))
{
    var connection = app.Configuration.GetConnectionString(StorageHosting.ConnectionName)!;
    await SchemaMigrator.MigrateAsync(connection, app.Logger, app.Lifetime.ApplicationStopping);
}

app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
app.MapHealthChecks("/health/ready", new() { Predicate = c => c.Tags.Contains("ready") });
app.MapMetrics();
// Meters are listened to from the first collection on: now, not when somebody first asks.
await Metrics.DefaultRegistry.CollectAndExportAsTextAsync(Stream.Null);
await app.RunAsync();

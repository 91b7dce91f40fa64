using CommunityIntel.Silo;
using CommunityIntel.Storage;
using CommunityIntel.Storage.Migrations;
using CommunityIntel.Telemetry;
using Prometheus;

var builder = WebApplication.CreateBuilder(args);
builder.AddTelemetry("silo");
builder.AddCommunityIntelSilo();
builder.Services.AddHealthChecks().AddCheck<SiloReadiness>("silo", tags: ["ready"]);
builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(60));

var app = builder.Build();
if (app.Configuration.GetValue("Silo:Migrate", true))
{
    var connection = app.Configuration.DirectConnection()!;
    await SchemaMigrator.MigrateAsync(connection, app.Logger, app.Lifetime.ApplicationStopping);
}

app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
app.MapHealthChecks("/health/ready", new() { Predicate = c => c.Tags.Contains("ready") });
app.MapMetrics();
await app.RunAsync();

using CommunityIntel.BotShard;
using CommunityIntel.BotShard.Shards;
using Prometheus;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

if (args is ["reshard", ..]) return await ReshardCommand.RunAsync(args[1..]);

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSerilog((_, logs) => logs
    .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
    .MinimumLevel.Override("Microsoft.Extensions.Diagnostics.HealthChecks", LogEventLevel.Fatal)
    .MinimumLevel.Override("Orleans", LogEventLevel.Warning)
    .MinimumLevel.Override("Polly", LogEventLevel.Warning)
    .ReadFrom.Configuration(builder.Configuration)
    .WriteTo.Console(new RenderedCompactJsonFormatter()));
builder.AddClusterClient();
builder.AddCommunityIntelBotShard();
builder.Services.AddHealthChecks().AddCheck<BotReadiness>("shards", tags: ["ready"]);

var app = builder.Build();
app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
app.MapHealthChecks("/health/ready", new() { Predicate = c => c.Tags.Contains("ready") });
app.MapMetrics();
// Meters are listened to from the first collection on: now, not when somebody first asks.
await Metrics.DefaultRegistry.CollectAndExportAsTextAsync(Stream.Null);
await app.RunAsync();
return 0;

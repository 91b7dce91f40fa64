using CommunityIntel.BotShard;
using CommunityIntel.BotShard.Shards;
using CommunityIntel.ClusterClient;
using CommunityIntel.Telemetry;
using Prometheus;

if (args is ["reshard", ..]) return await ReshardCommand.RunAsync(args[1..]);

var builder = WebApplication.CreateBuilder(args);
builder.AddTelemetry("bot");
builder.AddClusterClient();
builder.AddCommunityIntelBotShard();
builder.Services.AddHealthChecks().AddCheck<BotReadiness>("shards", tags: ["ready"]);

var app = builder.Build();
app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
app.MapHealthChecks("/health/ready", new() { Predicate = c => c.Tags.Contains("ready") });
app.MapMetrics();
await app.RunAsync();
return 0;

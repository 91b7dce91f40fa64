using CommunityIntel.BotShard;
using Prometheus;
using Serilog;
using Serilog.Formatting.Compact;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSerilog((_, logs) => logs.ReadFrom.Configuration(builder.Configuration).WriteTo.Console(new RenderedCompactJsonFormatter()));
builder.AddClusterClient();
builder.AddCommunityIntelBotShard();
builder.Services.AddHealthChecks().AddCheck<BotReadiness>("shards", tags: ["ready"]);

var app = builder.Build();
app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
app.MapHealthChecks("/health/ready", new() { Predicate = c => c.Tags.Contains("ready") });
app.MapMetrics();
await app.RunAsync();

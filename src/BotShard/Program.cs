using CommunityIntel.BotShard;
using Npgsql;
using Orleans.Configuration;
using Prometheus;
using Serilog;
using Serilog.Formatting.Compact;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSerilog((_, logs) => logs.ReadFrom.Configuration(builder.Configuration).WriteTo.Console(new RenderedCompactJsonFormatter()));
var connection = builder.Configuration.GetConnectionString("CommunityIntel")
    ?? throw new InvalidOperationException("ConnectionStrings:CommunityIntel is not set: expected an Npgsql connection string to the database of the silos' membership");
builder.UseOrleansClient(client =>
{
    client.Configure<ClusterOptions>(o =>
    {
        o.ClusterId = builder.Configuration["Orleans:ClusterId"] ?? "community-intel";
        o.ServiceId = builder.Configuration["Orleans:ServiceId"] ?? "community-intel";
    });
    client.UseAdoNetClustering(o =>
    {
        o.Invariant = "Npgsql";
        o.DataSource = new NpgsqlDataSourceBuilder(connection) { ConnectionStringBuilder = { MaxPoolSize = 2, ApplicationName = "community-intel-worker" } }.Build();
    });
    // Workers may start before silos.
    client.UseConnectionRetryFilter(async (_, cancellation) =>
    {
        await Task.Delay(TimeSpan.FromSeconds(1), cancellation);
        return true;
    });
    client.Configure<GatewayOptions>(o => o.GatewayListRefreshPeriod = TimeSpan.FromSeconds(10));
});
builder.AddCommunityIntelBotShard();
builder.Services.AddHealthChecks().AddCheck<BotReadiness>("shards", tags: ["ready"]);

var app = builder.Build();
app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
app.MapHealthChecks("/health/ready", new() { Predicate = c => c.Tags.Contains("ready") });
app.MapMetrics();
await app.RunAsync();

using System.Globalization;
using CommunityIntel.Web.Hosting;
using Orleans.Configuration;
using Prometheus;
using Serilog;
using Serilog.Events;

var builder = WebApplication.CreateBuilder(args);
// Also where it runs from the build's output; a published folder has its files itself.
builder.WebHost.UseStaticWebAssets();
builder.Services.AddSerilog(log => log
    .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
    .MinimumLevel.Override("Microsoft.Extensions.Diagnostics.HealthChecks", LogEventLevel.Fatal)
    .MinimumLevel.Override("Orleans", LogEventLevel.Warning)
    .ReadFrom.Configuration(builder.Configuration)
    .WriteTo.Console(formatProvider: CultureInfo.InvariantCulture));

// The page server starts at once and says that the cluster is away, instead of waiting for it.
builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
builder.UseOrleansClient(client => client
    .Configure<ClusterOptions>(cluster =>
    {
        cluster.ClusterId = builder.Configuration["Orleans:ClusterId"] ?? "community-intel";
        cluster.ServiceId = builder.Configuration["Orleans:ServiceId"] ?? "community-intel";
    })
    .UseAdoNetClustering(clustering =>
    {
        clustering.Invariant = "Npgsql";
        clustering.ConnectionString = builder.Configuration.GetConnectionString("CommunityIntel");
    })
    .Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2))
    .UseConnectionRetryFilter(async (_, stopping) =>
    {
        await Task.Delay(TimeSpan.FromSeconds(2), stopping);
        return true;
    }));
builder.AddCommunityIntelWeb();

var app = builder.Build();
app.MapCommunityIntelWeb();
// Meters are listened to from the first collection on: now, not when somebody first asks.
await Metrics.DefaultRegistry.CollectAndExportAsTextAsync(Stream.Null);
await app.RunAsync();

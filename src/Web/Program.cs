using CommunityIntel.Telemetry;
using CommunityIntel.Telemetry.Traces;
using CommunityIntel.Web.Hosting;
using Npgsql;
using Orleans.Configuration;

var builder = WebApplication.CreateBuilder(args);
// Also where it runs from the build's output; a published folder has its files itself.
builder.WebHost.UseStaticWebAssets();
builder.AddTelemetry("web");

// The page server starts at once and says that the cluster is away, instead of waiting for it.
builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
builder.UseOrleansClient(client => (OtlpExport.IsWanted(builder.Configuration) ? client.AddActivityPropagation() : client)
    .Configure<ClusterOptions>(cluster =>
    {
        cluster.ClusterId = builder.Configuration["Orleans:ClusterId"] ?? "community-intel";
        cluster.ServiceId = builder.Configuration["Orleans:ServiceId"] ?? "community-intel";
    })
    .UseAdoNetClustering(clustering =>
    {
        clustering.Invariant = "Npgsql";
        clustering.DataSource = new NpgsqlDataSourceBuilder(builder.Configuration.GetConnectionString("CommunityIntel"))
        {
            Name = "client",
            ConnectionStringBuilder = { MaxPoolSize = 2, ApplicationName = "community-intel-client" },
        }.Build();
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
await app.RunAsync();

using CommunityIntel.ClusterClient;
using CommunityIntel.Telemetry;
using CommunityIntel.Web.Hosting;

var builder = WebApplication.CreateBuilder(args);
// Also where it runs from the build's output; a published folder has its files itself.
builder.WebHost.UseStaticWebAssets();
builder.AddTelemetry("web");

// The page server starts at once and says that the cluster is away, instead of waiting for it.
builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
builder.AddClusterClient();
builder.AddCommunityIntelWeb();

var app = builder.Build();
app.MapCommunityIntelWeb();
await app.RunAsync();

using CommunityIntel.Telemetry.Traces;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Configuration;
using Orleans.Hosting;

namespace CommunityIntel.ClusterClient;

public static class ClusterClientHosting
{
    /// <summary>An Orleans client that finds the silos through their membership table; keeps trying while none is up, and gives up a gateway that answers nothing.</summary>
    public static IHostApplicationBuilder AddClusterClient(this IHostApplicationBuilder builder)
    {
        var connection = builder.Configuration.GetConnectionString("CommunityIntel")
            ?? throw new InvalidOperationException("ConnectionStrings:CommunityIntel is not set: expected an Npgsql connection string to the database of the silos' membership");
        builder.Services.AddOptions<ClientConnectionOptions>().Configure<IServiceProvider>((o, services) => o.ConfigureConnection(b => b.GiveUpSilentGateways(services)));
        builder.UseOrleansClient(client =>
        {
            if (OtlpExport.IsWanted(builder.Configuration)) client.AddActivityPropagation();
            client.Configure<ClusterOptions>(o =>
            {
                o.ClusterId = builder.Configuration["Orleans:ClusterId"] ?? "community-intel";
                o.ServiceId = builder.Configuration["Orleans:ServiceId"] ?? "community-intel";
            });
            client.UseAdoNetClustering(o =>
            {
                o.Invariant = "Npgsql";
                o.DataSource = new NpgsqlDataSourceBuilder(connection) { Name = "client", ConnectionStringBuilder = { MaxPoolSize = 2, ApplicationName = "community-intel-client" } }.Build();
            });
            client.UseConnectionRetryFilter(async (_, cancellation) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellation);
                return true;
            });
            // A silo that hangs keeps its sockets open: only the list says that it was given up.
            client.Configure<GatewayOptions>(o => o.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2));
        });
        return builder;
    }
}

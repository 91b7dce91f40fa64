using System.Net;
using System.Net.Sockets;
using CommunityIntel.Grains;
using CommunityIntel.LanguageModels;
using CommunityIntel.Payments;
using CommunityIntel.Storage;
using CommunityIntel.Telemetry.Traces;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace CommunityIntel.Silo;

public static class SiloHosting
{
    public const string Invariant = "Npgsql";

    /// <summary>A read of some rows for each silo.</summary>
    private const int TableRefreshSeconds = 10;

    /// <summary>Storage, grains and an Orleans silo whose clustering, grain storage and reminders are on PostgreSQL.</summary>
    public static IHostApplicationBuilder AddCommunityIntelSilo(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<SiloOptions>().Bind(builder.Configuration.GetSection(SiloOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddStorage(builder.Configuration);
        builder.Services.AddGuildGrains();
        builder.Services.AddLanguageModels(builder.Configuration);
        builder.Services.AddPayments(builder.Configuration);
        builder.UseOrleans(silo =>
        {
            if (OtlpExport.IsWanted(builder.Configuration)) silo.AddActivityPropagation();
            silo.Services.AddOptions<ClusterOptions>().Configure(o =>
            {
                o.ClusterId = builder.Configuration["Orleans:ClusterId"] ?? "community-intel";
                o.ServiceId = builder.Configuration["Orleans:ServiceId"] ?? "community-intel";
            });
            silo.Services.AddOptions<EndpointOptions>().Configure<IOptions<SiloOptions>>((endpoint, options) => Listen(endpoint, options.Value));
            silo.Services.AddOptions<Orleans.Configuration.SiloOptions>().Configure<IOptions<SiloOptions>>(
                (o, options) => o.SiloName = options.Value.Name ?? $"{Environment.MachineName}-{options.Value.SiloPort}");
            silo.Services.AddOptions<ClusterMembershipOptions>().Configure<IOptions<SiloOptions>>((membership, options) =>
            {
                membership.ProbeTimeout = TimeSpan.FromSeconds(options.Value.ProbeTimeoutSeconds);
                membership.NumMissedProbesLimit = 3;
                // Orleans would go up to four times the timeout, and meanwhile take a silo that hangs for alive: 25 s of silence.
                membership.MaxProbeTimeout = membership.ProbeTimeout;
                // A silo that hears nobody learns only here that it was given up; Orleans would look once a minute.
                membership.TableRefreshTimeout = TimeSpan.FromSeconds(TableRefreshSeconds);
            });
            silo.Services.AddOptions<GrainCollectionOptions>().Configure<IOptions<SiloOptions>>((o, options) => o.CollectionAge = TimeSpan.FromMinutes(options.Value.IdleMinutes));
            silo.UseAdoNetClustering(o => o.Configure<StorageConnections>((c, connections) => (c.Invariant, c.DataSource) = (Invariant, connections.Orleans)));
            silo.AddAdoNetGrainStorageAsDefault(o => o.Configure<StorageConnections>((s, connections) =>
                (s.Invariant, s.DataSource, s.GrainStorageSerializer) = (Invariant, connections.Orleans, new SystemTextJsonGrainStorage())));
            silo.UseAdoNetReminderService(o => o.Configure<StorageConnections>((r, connections) => (r.Invariant, r.DataSource) = (Invariant, connections.Orleans)));
        });
        return builder;
    }

    private static void Listen(EndpointOptions endpoint, SiloOptions options)
    {
        var address = AddressOf(options);
        endpoint.AdvertisedIPAddress = address;
        endpoint.SiloPort = options.SiloPort;
        endpoint.GatewayPort = options.GatewayPort;
        var any = address.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
        var listen = options.ListenOnAnyAddress ? any : address;
        endpoint.SiloListeningEndpoint = new IPEndPoint(listen, options.SiloListenPort > 0 ? options.SiloListenPort : options.SiloPort);
        endpoint.GatewayListeningEndpoint = new IPEndPoint(listen, options.GatewayListenPort > 0 ? options.GatewayListenPort : options.GatewayPort);
    }

    private static IPAddress AddressOf(SiloOptions options)
    {
        // A container's name leads to its own address; which one that is, is known only there.
        if (options.AdvertisedAddress == SiloOptions.OwnAddress)
            return Dns.GetHostAddresses(Dns.GetHostName()) is [var own, ..]
                ? own
                : throw new OptionsValidationException("Silo", typeof(SiloOptions), ["Silo:AdvertisedAddress is 'auto', and this machine's name has no address"]);
        return IPAddress.TryParse(options.AdvertisedAddress, out var parsed)
            ? parsed
            : throw new OptionsValidationException("Silo", typeof(SiloOptions), [$"Silo:AdvertisedAddress is '{options.AdvertisedAddress}': expected an IP address or 'auto'"]);
    }
}

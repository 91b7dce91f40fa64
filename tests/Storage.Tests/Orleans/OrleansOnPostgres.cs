using System.Text.Json;
using CommunityIntel.Lab.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orleans.Configuration;
using Orleans.Messaging;
using Orleans.Runtime;
using Orleans.Storage;

namespace CommunityIntel.Storage.Tests.Orleans;

/// <summary>
/// Orleans' own providers on a scratch database, as a silo and a client would have them, without a running silo.
/// They fail to start when a query is missing, so they are the guard for the next Orleans release.
/// </summary>
public sealed class OrleansOnPostgres : IAsyncLifetime
{
    public const string ClusterId = "cluster", ServiceId = "service";

    private ScratchDatabase? _database;
    private IHost? _silo, _client;

    public ScratchDatabase Database => _database!;

    public IMembershipTable Membership => _silo!.Services.GetRequiredService<IMembershipTable>();

    public IGrainStorage Storage => _silo!.Services.GetRequiredKeyedService<IGrainStorage>("states");

    public IGrainStorage DeletingStorage => _silo!.Services.GetRequiredKeyedService<IGrainStorage>("deleted-states");

    public IReminderTable Reminders => _silo!.Services.GetRequiredService<IReminderTable>();

    public IGatewayListProvider Gateways => _client!.Services.GetRequiredService<IGatewayListProvider>();

    public async ValueTask InitializeAsync()
    {
        _database = await ScratchDatabase.CreateAsync();
        _silo = Silo(_database.DataSource);
        _client = Client(_database.DataSource);

        await Membership.InitializeMembershipTableAsync(true, CancellationToken.None);
        await StartAsync((AdoNetGrainStorage)Storage, (AdoNetGrainStorage)DeletingStorage);
        await Reminders.StartAsync(CancellationToken.None);
        await Gateways.InitializeGatewayListProvider();
    }

    public async ValueTask DisposeAsync()
    {
        // Never started, so there is nothing to stop; disposing it would wait for a silo that is not there.
        if (_database is not null)
            await _database.DisposeAsync();
    }

    /// <summary>The storages load their queries in the silo's lifecycle; this is one with nothing else in it.</summary>
    private static async Task StartAsync(params AdoNetGrainStorage[] storages)
    {
        var lifecycle = new SiloLifecycleSubject(NullLogger<SiloLifecycleSubject>.Instance);
        foreach (var storage in storages)
            storage.Participate(lifecycle);
        await lifecycle.OnStart(CancellationToken.None);
    }

    private static IHost Silo(NpgsqlDataSource database)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(Name);
            silo.UseAdoNetClustering(options => (options.Invariant, options.DataSource) = ("Npgsql", database));
            silo.UseAdoNetReminderService(options => (options.Invariant, options.DataSource) = ("Npgsql", database));
            silo.AddAdoNetGrainStorage("states", options => Configure(options, database));
            silo.AddAdoNetGrainStorage("deleted-states", options =>
            {
                Configure(options, database);
                options.DeleteStateOnClear = true;
            });
        });
        return builder.Build();
    }

    private static IHost Client(NpgsqlDataSource database)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(Name);
            client.UseAdoNetClustering(options => (options.Invariant, options.DataSource) = ("Npgsql", database));
        });
        return builder.Build();
    }

    private static void Name(ClusterOptions options) => (options.ClusterId, options.ServiceId) = (ClusterId, ServiceId);

    private static void Configure(AdoNetGrainStorageOptions options, NpgsqlDataSource database)
    {
        options.Invariant = "Npgsql";
        options.DataSource = database;
        // The default serializer writes CLR type names into the database, which makes a rename a data migration.
        options.GrainStorageSerializer = new PlainJson();
    }

    private sealed class PlainJson : IGrainStorageSerializer
    {
        public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input));

        public T Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input.ToMemory().Span)!;
    }
}

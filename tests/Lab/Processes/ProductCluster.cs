using System.Globalization;
using CommunityIntel.ClusterClient;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.Lab.Network;
using CommunityIntel.Lab.Postgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CommunityIntel.Lab.Processes;

/// <summary>
/// The product as it is deployed, on loopback: N silos, workers and web servers and the local Discord, each a process of its
/// own, on one private PostgreSQL with fsync on; and a client that asks the grains. The members start one by one through
/// <see cref="StartAsync(MemberKind, CancellationToken)"/>.
/// </summary>
public sealed class ProductCluster : IAsyncDisposable
{
    private const int DiscordPorts = 1, SiloPorts = 5;
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ProductClusterOptions _options;
    private readonly int[] _ports;
    private readonly List<ProductMember> _members = [];
    private readonly Dictionary<string, TcpProxy> _lines = [];
    private readonly SiloNetwork _network = new();
    private ScratchServer _server = null!;
    private ScratchDatabase _database = null!;
    private IHost? _client;
    private int _shards;

    private ProductCluster(ProductClusterOptions options)
    {
        _options = options;
        _shards = options.Shards;
        _ports = FreePorts.Take(DiscordPorts + (SiloPorts * options.Silos) + options.Workers + options.Webs);
    }

    public IReadOnlyList<ProductMember> Members => _members;

    public ProductMember Discord => _members[0];

    public EmulatorControl Control { get; private set; } = null!;

    public ScratchServer Postgres => _server;

    public ScratchDatabase Database => _database;

    public IGrainFactory Grains => _client!.Services.GetRequiredService<IClusterClient>();

    public int Shards => _shards;

    public IEnumerable<ProductMember> Of(MemberKind kind) => _members.Where(m => m.Kind == kind);

    /// <summary>The member of that number, from 1.</summary>
    public ProductMember Member(MemberKind kind, int number = 1) =>
        _members.FirstOrDefault(m => m.Kind == kind && m.Number == number) ?? throw new ArgumentException($"There is no {kind} {number}.");

    /// <summary>The line from a worker to Discord, or from a silo to PostgreSQL. Only with <see cref="ProductClusterOptions.Lines"/>.</summary>
    public TcpProxy Line(ProductMember member) => _lines[member.Name];

    /// <summary>Between the silos, and between clients and silos. Only with <see cref="ProductClusterOptions.Lines"/>.</summary>
    public SiloNetwork Network => _network;

    /// <summary>PostgreSQL with the schema, and the local Discord; no member of the product yet.</summary>
    public static async Task<ProductCluster> CreateAsync(ProductClusterOptions options, CancellationToken cancellation)
    {
        var cluster = new ProductCluster(options);
        try
        {
            await cluster.PrepareAsync(cancellation);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts every member of a kind and waits until all are ready.</summary>
    public async Task StartAsync(MemberKind kind, CancellationToken cancellation)
    {
        foreach (var member in Of(kind)) member.Start();
        foreach (var member in Of(kind)) await member.UntilReadyAsync(Patience, cancellation);
    }

    /// <summary>A client of the cluster in this process; needs a silo.</summary>
    public async Task ConnectAsync(CancellationToken cancellation)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "lab" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:CommunityIntel"] = _database.ConnectionString });
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.AddClusterClient();
        _client = builder.Build();
        await _client.StartAsync(cancellation);
    }

    /// <summary>Everything that was started here, in the order of a rolling end: who listens to Discord first.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        foreach (var kind in (MemberKind[])[MemberKind.Web, MemberKind.Worker, MemberKind.Silo, MemberKind.Discord])
            await Task.WhenAll(Of(kind).Select(m => m.StopAsync(cancellation)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in Enumerable.Reverse(_members)) await member.DisposeAsync();
        if (_client is not null)
        {
            await _client.StopAsync();
            _client.Dispose();
        }

        Control?.Dispose();
        foreach (var line in _lines.Values) await line.DisposeAsync();
        await _network.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }

    private async Task PrepareAsync(CancellationToken cancellation)
    {
        _server = await ScratchServer.StartNewAsync(cancellation, _options.Postgres);
        _database = await _server.CreateDatabaseAsync(cancellation);
        if (_options.Postgres?.Settings.ContainsKey("shared_preload_libraries") == true) await _database.ExecuteAsync("CREATE EXTENSION pg_stat_statements", cancellation);
        AddMembers();
        Discord.Start();
        await Discord.UntilReadyAsync(Patience, cancellation);
        Control = new EmulatorControl(Discord.Address);
    }

    private void AddMembers()
    {
        var next = 0;
        var discord = _ports[next++];
        Add(MemberKind.Discord, 1, discord, new(_options.Discord)
        {
            ["Emulator__Port"] = Text(discord),
            ["Emulator__EmptyWorld"] = _options.Discord.GetValueOrDefault("Emulator__EmptyWorld") ?? "true",
            ["Emulator__Live"] = _options.Discord.GetValueOrDefault("Emulator__Live") ?? "false",
            ["Emulator__Shards"] = Text(_shards),
            ["Emulator__MaxConcurrency"] = "16",
            ["Emulator__SendResumeUrl"] = _options.Lines ? "false" : "true",
            ["Emulator__LogLevel"] = "Warning",
        });
        for (var n = 1; n <= _options.Silos; n++, next += SiloPorts)
            AddSilo(n, _ports.AsSpan(next, SiloPorts));
        for (var n = 1; n <= _options.Workers; n++) AddWorker(n, _ports[next++], discord);
        for (var n = 1; n <= _options.Webs; n++)
            Add(MemberKind.Web, n, _ports[next++], new(Address(discord).Concat(_options.Web))
            {
                ["ConnectionStrings__CommunityIntel"] = _database.ConnectionString,
            });
    }

    private void AddSilo(int number, ReadOnlySpan<int> ports)
    {
        var (silo, gateway) = (ports[0], ports[1]);
        var (siloBehind, gatewayBehind) = _options.Lines ? (ports[3], ports[4]) : (silo, gateway);
        Add(MemberKind.Silo, number, ports[2], new(_options.Silo)
        {
            ["ConnectionStrings__CommunityIntel"] = DatabaseOver($"silo-{number}"),
            ["Silo__SiloPort"] = Text(silo),
            ["Silo__GatewayPort"] = Text(gateway),
            ["Silo__SiloListenPort"] = Text(siloBehind),
            ["Silo__GatewayListenPort"] = Text(gatewayBehind),
            ["Silo__Name"] = $"silo-{number}",
        });
        if (_options.Lines) _network.Add(_members[^1], new TcpProxy(siloBehind, silo), new TcpProxy(gatewayBehind, gateway));
    }

    private void AddWorker(int number, int port, int discord)
    {
        var name = $"worker-{number}";
        if (_options.Lines) _lines[name] = new TcpProxy(discord);
        var way = _options.Lines ? _lines[name].Port : discord;
        Add(MemberKind.Worker, number, port, new(Address(way).Concat(_options.Worker))
        {
            ["ConnectionStrings__CommunityIntel"] = _database.ConnectionString,
            ["Discord__GatewayUri"] = _options.Lines ? $"ws://127.0.0.1:{Text(way)}" : null,
            ["Discord__ShardCount"] = Text(_shards),
            ["Discord__TrustServerTimestamps"] = "true",
            ["BotShard__WorkerName"] = name,
        });
    }

    private static Dictionary<string, string?> Address(int discord) => new()
    {
        ["Discord__Token"] = "emulator-token",
        ["Discord__ClientId"] = "1000000000000000001",
        ["Discord__ClientSecret"] = "emulator-secret",
        ["Discord__RestBaseUri"] = $"http://127.0.0.1:{Text(discord)}/api/v10/",
        ["Discord__AuthorizeUri"] = $"http://127.0.0.1:{Text(discord)}/oauth2/authorize",
        ["Discord__CdnBaseUri"] = $"http://127.0.0.1:{Text(discord)}/cdn/",
    };

    private string DatabaseOver(string member)
    {
        if (!_options.Lines) return _database.ConnectionString;
        var connection = new NpgsqlConnectionStringBuilder(_database.ConnectionString);
        _lines[member] = new TcpProxy(connection.Port);
        connection.Port = _lines[member].Port;
        return connection.ConnectionString;
    }

    private void Add(MemberKind kind, int number, int port, Dictionary<string, string?> environment)
    {
        if (kind != MemberKind.Discord) environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{Text(port)}";
        environment["Orleans__ClusterId"] = environment["Orleans__ServiceId"] = "community-intel";
        environment["Serilog__MinimumLevel"] = "Warning";
        _members.Add(new ProductMember(kind, number, port, environment, _options.LogFolder));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

using System.Collections.Concurrent;
using CommunityIntel.BotShard.Gaps;
using CommunityIntel.BotShard.Shards;
using CommunityIntel.ClusterClient;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.DiscordEmulator.Hosting;
using CommunityIntel.GrainInterfaces.Shards;
using CommunityIntel.Lab.Network;
using CommunityIntel.Lab.Postgres;
using CommunityIntel.Lab.Processes;
using CommunityIntel.Silo;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Core.Internal;
using Serilog.Events;

namespace CommunityIntel.BotShard.Tests.Shards;

/// <summary>
/// A silo and a local Discord in this process, and any number of workers, each with an Orleans client of its own: hosts in this process too,
/// or processes that can be killed.
/// </summary>
internal sealed class WorkerCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, IHost> _workers = [];
    private readonly Dictionary<string, ChildProcess> _processes = [];
    private readonly DeafObserver _deaf = new();
    private ScratchDatabase _database = null!;
    private IHost _silo = null!;
    private WebApplication _discord = null!;
    private IHost _client = null!;

    public EmulatorControl Control { get; private set; } = null!;

    public ScratchDatabase Database => _database;

    public DiscordEmulatorOptions Discord { get; private init; } = null!;

    public IShardDirectoryGrain Directory => _client.Services.GetRequiredService<IGrainFactory>().GetGrain<IShardDirectoryGrain>(0);

    public IGrainFactory Grains => _client.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Between clients and the silo. Only with <c>hasGatewayLine</c>.</summary>
    public TcpProxy GatewayLine { get; private set; } = null!;

    public static async Task<WorkerCluster> StartAsync(DiscordEmulatorOptions discord, CancellationToken cancellation, int leaseMs = 10_000, bool hasGatewayLine = false)
    {
        (discord.EmptyWorld, discord.Live, discord.LogLevel) = (true, false, LogEventLevel.Warning);
        var cluster = new WorkerCluster { Discord = discord };
        cluster._discord = DiscordEmulatorApp.Build(discord);
        await cluster._discord.StartAsync(cancellation);
        cluster.Control = new EmulatorControl(new Uri(cluster._discord.Urls.First()));
        cluster._database = await ScratchDatabase.CreateAsync(cancellation);
        var ports = FreePorts.Take(3);
        if (hasGatewayLine) cluster.GatewayLine = new TcpProxy(ports[2], ports[1]);
        cluster._silo = cluster.Silo(new()
        {
            ["Silo:SiloPort"] = $"{ports[0]}", ["Silo:GatewayPort"] = $"{ports[1]}", ["Silo:GatewayListenPort"] = hasGatewayLine ? $"{ports[2]}" : null, ["Shards:LeaseMs"] = $"{leaseMs}",
        });
        await cluster._silo.StartAsync(cancellation);
        cluster._client = cluster.Host([], _ => { });
        await cluster._client.StartAsync(cancellation);
        return cluster;
    }

    public async Task StartWorkerAsync(string name, CancellationToken cancellation, Dictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null)
    {
        var worker = Host(Settings(name).Concat(settings ?? []).ToDictionary(), builder =>
        {
            builder.AddCommunityIntelBotShard();
            services?.Invoke(builder.Services);
        });
        _workers[name] = worker;
        await worker.StartAsync(cancellation);
    }

    /// <summary>A worker that can be killed.</summary>
    public async Task StartProcessAsync(string name, CancellationToken cancellation, Dictionary<string, string?>? settings = null)
    {
        var health = new Uri($"http://127.0.0.1:{FreePorts.Take(1)[0]}");
        var all = Settings(name).Concat(settings ?? []).ToDictionary(s => s.Key.Replace(":", "__", StringComparison.Ordinal), s => s.Value);
        all["ConnectionStrings__CommunityIntel"] = _database.ConnectionString;
        all["ASPNETCORE_URLS"] = health.ToString();
        all["Serilog__MinimumLevel"] = "Warning";
        _processes[name] = ChildProcess.Start("BotShard", all);
        await _processes[name].WaitForHealthAsync(new Uri(health, "/health/ready"), Patience, cancellation);
    }

    /// <summary>SIGKILL: it says goodbye to nobody.</summary>
    public async Task KillAsync(string name)
    {
        _processes.Remove(name, out var process);
        await process!.DisposeAsync();
    }

    /// <summary>The directory's next answer comes from what is durable.</summary>
    public async Task ForgetDirectoryAsync() => await Directory.Cast<IGrainManagementExtension>().DeactivateOnIdle();

    public IReadOnlyList<CommunityIntel.Discord.Gateway.ShardId> OwnedBy(string name) => _workers[name].Services.GetRequiredService<IOwnedShards>().Owned;

    /// <summary>Shards that the worker listens through.</summary>
    public int EarsOf(string name) => _workers[name].Services.GetRequiredService<ShardEars>().All.Count();

    /// <summary>A planned stop: the worker hands its shards over.</summary>
    public async Task StopWorkerAsync(string name, CancellationToken cancellation)
    {
        _workers.Remove(name, out var worker);
        await worker!.StopAsync(cancellation);
        worker.Dispose();
    }

    /// <summary>The worker's process would have ended.</summary>
    public Task EndedAsync(string name) => _workers[name].WaitForShutdownAsync();

    /// <summary>A worker that listens to nobody.</summary>
    public IShardWorkerObserver Observer() => _client.Services.GetRequiredService<IGrainFactory>().CreateObjectReference<IShardWorkerObserver>(_deaf);

    /// <summary>Until the plan is as wished.</summary>
    public Task UntilAsync(Func<ShardPlan, bool> wished, CancellationToken cancellation, int everyMs = 100) =>
        Polling.UntilAsync(async () => wished(await Directory.GetPlanAsync()), cancellation, everyMs);

    public Task UntilSpreadAsync(int count, int workers, CancellationToken cancellation) => UntilAsync(
        plan => plan.Shards.Count == count && plan.Shards.All(s => s.IsConnected && s.Mode == ShardLeaseMode.Live && s.ShardCount == count)
            && plan.Shards.GroupBy(s => s.Owner).Count() == workers, cancellation);

    public async Task<int> IdentifiesAsync()
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bot {Discord.Token}");
        var json = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync($"{_discord.Urls.First()}/api/v10/gateway/bot"));
        var limit = json.RootElement.GetProperty("session_start_limit");
        return limit.GetProperty("total").GetInt32() - limit.GetProperty("remaining").GetInt32();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.Values) await process.DisposeAsync();
        foreach (var worker in _workers.Values)
        {
            await worker.StopAsync();
            worker.Dispose();
        }

        if (_client is not null)
        {
            await _client.StopAsync();
            _client.Dispose();
        }

        if (_silo is not null)
        {
            await _silo.StopAsync();
            _silo.Dispose();
        }

        if (GatewayLine is not null) await GatewayLine.DisposeAsync();
        await _discord.StopAsync();
        await _discord.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }

    private Dictionary<string, string?> Settings(string name) => new()
    {
        ["Discord:Token"] = Discord.Token,
        ["Discord:RestBaseUri"] = $"{_discord.Urls.First()}/api/v10/",
        ["BotShard:WorkerName"] = name,
        ["BotShard:SessionSaveMs"] = "200",
    };

    private IHost Silo(Dictionary<string, string?> settings)
    {
        var builder = Builder("silo", settings);
        builder.AddCommunityIntelSilo();
        return builder.Build();
    }

    private IHost Host(Dictionary<string, string?> settings, Action<HostApplicationBuilder> add)
    {
        var builder = Builder("worker", settings);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(30));
        builder.AddClusterClient();
        add(builder);
        return builder.Build();
    }

    private HostApplicationBuilder Builder(string name, Dictionary<string, string?> settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = name });
        settings["ConnectionStrings:CommunityIntel"] = _database.ConnectionString;
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        return builder;
    }

    private sealed class DeafObserver : IShardWorkerObserver
    {
        public Task AssignmentChangedAsync() => Task.CompletedTask;
    }
}

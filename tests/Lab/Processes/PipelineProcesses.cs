using System.Globalization;
using System.Text.RegularExpressions;
using CommunityIntel.BotShard;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.Lab.Postgres;
using CommunityIntel.Storage.Postgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommunityIntel.Lab.Processes;

/// <summary>
/// The product as it is deployed, on loopback: PostgreSQL with fsync on, a silo, a bot worker and the local Discord, each a
/// process of its own, and a client that asks the grains.
/// </summary>
public sealed partial class PipelineProcesses : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly int[] _ports = FreePorts.Take(5);
    private ScratchServer _server = null!;
    private ScratchDatabase _database = null!;
    private IHost? _client;

    public ChildProcess Discord { get; private set; } = null!;

    public ChildProcess Silo { get; private set; } = null!;

    public ChildProcess Worker { get; private set; } = null!;

    /// <summary>Settings of the next worker that is started.</summary>
    public Dictionary<string, string?> WorkerSettings { get; } = [];

    public int PostgresProcessId => _server.ProcessId;

    public EmulatorControl Control { get; private set; } = null!;

    public Uri DiscordAddress => new(Url(0));

    public IGrainFactory Grains => _client!.Services.GetRequiredService<IClusterClient>();

    /// <summary>Everything but the worker. <paramref name="postgres"/> null = the settings of one small box.</summary>
    public static async Task<PipelineProcesses> StartAsync(Dictionary<string, string?> emulator, PrivatePostgresOptions? postgres, CancellationToken cancellation)
    {
        var all = new PipelineProcesses();
        try
        {
            await all.StartAllAsync(emulator, postgres, cancellation);
            return all;
        }
        catch
        {
            await all.DisposeAsync();
            throw;
        }
    }

    /// <summary>Connects the worker; what the local Discord has to say begins to flow.</summary>
    public async Task StartWorkerAsync(CancellationToken cancellation)
    {
        Worker = ChildProcess.Start("BotShard", new Dictionary<string, string?>(WorkerSettings)
        {
            ["ConnectionStrings__CommunityIntel"] = _database.ConnectionString,
            ["ASPNETCORE_URLS"] = Url(4),
            ["Discord__Token"] = "emulator-token",
            ["Discord__RestBaseUri"] = $"{Url(0)}/api/v10/",
            ["Discord__TrustServerTimestamps"] = "true",
            ["Serilog__MinimumLevel"] = "Warning",
        });
        await Worker.WaitForHealthAsync(new Uri($"{Url(4)}/health/ready"), Patience, cancellation);
    }

    /// <summary>Settings of a server under load: larger buffers, and its statements measured.</summary>
    public static PrivatePostgresOptions UnderLoad() => new()
    {
        Folder = Path.Combine(Path.GetTempPath(), $"community-intel-pipeline-{Environment.ProcessId}"),
        SharedBuffersMb = 512,
        MaxWalMb = 4096,
        MaxConnections = 60,
        Settings = new Dictionary<string, string> { ["shared_preload_libraries"] = "pg_stat_statements" },
    };

    /// <summary>SIGKILL, and a new worker that takes the session up where it was saved.</summary>
    public async Task KillWorkerAsync(CancellationToken cancellation)
    {
        Worker.Kill();
        await Worker.WaitForExitAsync(Patience, cancellation);
        await StartWorkerAsync(cancellation);
    }

    /// <summary>SIGKILL, as a crash would, and a new process on the same ports.</summary>
    public async Task KillSiloAsync(CancellationToken cancellation)
    {
        Silo.Kill();
        await Silo.WaitForExitAsync(Patience, cancellation);
        await StartSiloAsync(cancellation);
    }

    /// <summary>A sum over the series of one metric of the worker; 0 when it has none yet.</summary>
    public Task<double> WorkerMetricAsync(string name, CancellationToken cancellation) => MetricAsync(Url(4), name, cancellation);

    public Task<double> SiloMetricAsync(string name, CancellationToken cancellation) => MetricAsync(Url(3), name, cancellation);

    /// <summary>A histogram of the worker: cumulative counts by upper bound.</summary>
    public async Task<IReadOnlyList<(double UpTo, double Count)>> WorkerBucketsAsync(string name, CancellationToken cancellation)
    {
        var text = await Http.GetStringAsync($"{Url(4)}/metrics", cancellation);
        return [.. BucketLine().Matches(text).Where(m => m.Groups[1].Value == name).Select(m => (
            m.Groups[2].Value == "+Inf" ? double.PositiveInfinity : double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture),
            double.Parse(m.Groups[3].Value, CultureInfo.InvariantCulture)))];
    }

    /// <summary>Where PostgreSQL spent its time: the costliest statements, with their µs in all and their calls.</summary>
    public async Task<IReadOnlyList<(string Statement, double Microseconds, long Calls)>> StatementsAsync(CancellationToken cancellation)
    {
        await using var command = _database.DataSource.CreateCommand(
            "SELECT left(regexp_replace(query, '\\s+', ' ', 'g'), 60), total_exec_time * 1000, calls FROM pg_stat_statements ORDER BY 2 DESC LIMIT 12");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var statements = new List<(string, double, long)>();
        while (await reader.ReadAsync(cancellation)) statements.Add((reader.GetString(0), reader.GetDouble(1), reader.GetInt64(2)));
        return statements;
    }

    public Task ForgetStatementsAsync(CancellationToken cancellation) => _database.ExecuteAsync("SELECT pg_stat_statements_reset()", cancellation);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in (ChildProcess?[])[Worker, Silo, Discord])
            if (process is not null) await process.DisposeAsync();
        if (_client is not null)
        {
            await _client.StopAsync();
            _client.Dispose();
        }

        if (_database is not null) await _database.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }

    private async Task StartAllAsync(Dictionary<string, string?> emulator, PrivatePostgresOptions? postgres, CancellationToken cancellation)
    {
        _server = await ScratchServer.StartNewAsync(cancellation, postgres);
        _database = await _server.CreateDatabaseAsync(cancellation);
        if (postgres is not null) await _database.ExecuteAsync("CREATE EXTENSION pg_stat_statements", cancellation);
        Discord = ChildProcess.Start("DiscordEmulator", new Dictionary<string, string?>(emulator)
        {
            ["Emulator__Port"] = $"{_ports[0]}",
            ["Emulator__EmptyWorld"] = "true",
            ["Emulator__Live"] = "false",
            ["Emulator__LogLevel"] = "Warning",
        });
        await Discord.WaitForHealthAsync(new Uri($"{Url(0)}/health/ready"), Patience, cancellation);
        Control = new EmulatorControl(new Uri(Url(0)));
        await StartSiloAsync(cancellation);

        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "pipeline" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:CommunityIntel"] = _database.ConnectionString });
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.AddClusterClient();
        _client = builder.Build();
        await _client.StartAsync(cancellation);
    }

    private async Task StartSiloAsync(CancellationToken cancellation)
    {
        Silo = ChildProcess.Start("Silo", new Dictionary<string, string?>
        {
            ["ConnectionStrings__CommunityIntel"] = _database.ConnectionString,
            ["Silo__SiloPort"] = $"{_ports[1]}",
            ["Silo__GatewayPort"] = $"{_ports[2]}",
            ["ASPNETCORE_URLS"] = Url(3),
            ["Serilog__MinimumLevel"] = "Warning",
        });
        await Silo.WaitForHealthAsync(new Uri($"{Url(3)}/health/ready"), Patience, cancellation);
    }

    private string Url(int port) => $"http://127.0.0.1:{_ports[port]}";

    private static async Task<double> MetricAsync(string url, string name, CancellationToken cancellation)
    {
        var text = await Http.GetStringAsync($"{url}/metrics", cancellation);
        return MetricLine().Matches(text).Where(m => m.Groups[1].Value == name).Sum(m => double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^([a-z0-9_]+)(?:\{[^}]*\})? ([0-9.eE+-]+)", RegexOptions.Multiline)]
    private static partial Regex MetricLine();

    [GeneratedRegex(@"^([a-z0-9_]+)\{le=""([^""]+)""\} ([0-9.eE+-]+)", RegexOptions.Multiline)]
    private static partial Regex BucketLine();
}

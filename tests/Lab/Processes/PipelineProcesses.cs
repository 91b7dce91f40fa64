using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.Lab.Postgres;
using CommunityIntel.Storage.Postgres;

namespace CommunityIntel.Lab.Processes;

/// <summary>The smallest <see cref="ProductCluster"/>: one silo and one worker, with short names for what measurements ask. Web servers wait until they are started.</summary>
public sealed class PipelineProcesses : IAsyncDisposable
{
    private readonly ProductCluster _cluster;

    private PipelineProcesses(ProductCluster cluster) => _cluster = cluster;

    public ProductCluster Cluster => _cluster;

    public ChildProcess Discord => _cluster.Discord.Process!;

    public ChildProcess Silo => SiloMember.Process!;

    public ChildProcess Worker => WorkerMember.Process!;

    /// <summary>Settings of the next worker that is started.</summary>
    public Dictionary<string, string?> WorkerSettings => WorkerMember.Settings;

    public int PostgresProcessId => _cluster.Postgres.ProcessId;

    public EmulatorControl Control => _cluster.Control;

    public Uri DiscordAddress => _cluster.Discord.Address;

    public IGrainFactory Grains => _cluster.Grains;

    private ProductMember SiloMember => _cluster.Member(MemberKind.Silo);

    private ProductMember WorkerMember => _cluster.Member(MemberKind.Worker);

    private ScratchDatabase Database => _cluster.Database;

    /// <summary>Everything but the worker. <paramref name="postgres"/> null = the settings of one small box.</summary>
    public static async Task<PipelineProcesses> StartAsync(
        Dictionary<string, string?> emulator, PrivatePostgresOptions? postgres, CancellationToken cancellation, int shards = 1, int webs = 0)
    {
        var cluster = await ProductCluster.CreateAsync(new ProductClusterOptions { Discord = emulator, Postgres = postgres, Shards = shards, Webs = webs }, cancellation);
        try
        {
            await cluster.StartAsync(MemberKind.Silo, cancellation);
            await cluster.ConnectAsync(cancellation);
            return new PipelineProcesses(cluster);
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Connects the worker; what the local Discord has to say begins to flow.</summary>
    public Task StartWorkerAsync(CancellationToken cancellation) => _cluster.StartAsync(MemberKind.Worker, cancellation);

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
    public Task KillWorkerAsync(CancellationToken cancellation) => KillAsync(WorkerMember, cancellation);

    /// <summary>SIGKILL, as a crash would, and a new process on the same ports.</summary>
    public Task KillSiloAsync(CancellationToken cancellation) => KillAsync(SiloMember, cancellation);

    public Task<double> WorkerMetricAsync(string name, CancellationToken cancellation) => WorkerMember.MetricAsync(name, cancellation);

    public Task<double> SiloMetricAsync(string name, CancellationToken cancellation) => SiloMember.MetricAsync(name, cancellation);

    /// <summary>Where PostgreSQL spent its time: the costliest statements, with their µs in all and their calls.</summary>
    public async Task<IReadOnlyList<(string Statement, double Microseconds, long Calls)>> StatementsAsync(CancellationToken cancellation)
    {
        await using var command = Database.DataSource.CreateCommand(
            "SELECT left(regexp_replace(query, '\\s+', ' ', 'g'), 60), total_exec_time * 1000, calls FROM pg_stat_statements ORDER BY 2 DESC LIMIT 12");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var statements = new List<(string, double, long)>();
        while (await reader.ReadAsync(cancellation)) statements.Add((reader.GetString(0), reader.GetDouble(1), reader.GetInt64(2)));
        return statements;
    }

    public Task ForgetStatementsAsync(CancellationToken cancellation) => Database.ExecuteAsync("SELECT pg_stat_statements_reset()", cancellation);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private static async Task KillAsync(ProductMember member, CancellationToken cancellation)
    {
        await member.KillAsync(cancellation);
        member.Start();
        await member.UntilReadyAsync(ProductCluster.Patience, cancellation);
    }
}

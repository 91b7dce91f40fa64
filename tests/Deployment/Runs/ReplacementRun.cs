using System.Diagnostics;
using System.Globalization;
using System.Net;
using CommunityIntel.Chaos.Checks;
using CommunityIntel.Deployment.Manifests;
using CommunityIntel.Deployment.Pods;
using CommunityIntel.Deployment.Settings;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.DiscordEmulator.Crowds;
using CommunityIntel.DiscordEmulator.Hosting;
using CommunityIntel.Lab.Network;
using CommunityIntel.Lab.Postgres;
using CommunityIntel.Storage.Postgres;
using Npgsql;

namespace CommunityIntel.Deployment.Runs;

/// <summary>
/// An overlay's pods on one machine, from the real images, with the settings, limits, users and network policies of its manifests: they
/// form a cluster, a crowd acts, and every silo, worker and web server is replaced as a rolling update would, the next one first. What the
/// database then holds is compared with the local Discord's ledger, row by row.
/// </summary>
internal sealed class ReplacementRun(string overlay, string registry, TextWriter output)
{
    private const int Silos = 2, Workers = 2, Webs = 1, Shards = 4, Guilds = 60, PostgresPort = 5432;
    private const double Rate = 300;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10), Settle = TimeSpan.FromSeconds(5), Stuck = TimeSpan.FromMinutes(2);

    private readonly List<string> _proved = [];

    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var manifests = ManifestSet.Read(Kubectl.Render(overlay));
        await using var server = await ScratchServer.StartNewAsync(cancellation, new PrivatePostgresOptions
        {
            Folder = Path.Combine(Path.GetTempPath(), $"community-intel-pods-{Environment.ProcessId}"), MaxConnections = 150, SharedBuffersMb = 128, MaxWalMb = 1024,
        });
        await using var database = await server.CreateEmptyDatabaseAsync(cancellation);
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        await using var line = new TcpProxy(connection.Port, PostgresPort, IPAddress.Any);
        await using var cluster = new PodCluster(manifests, registry, connection, Settings());
        try
        {
            return await RunAsync(manifests, cluster, database, cancellation);
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException)
        {
            output.WriteLine(e.Message);
            foreach (var pod in cluster.Pods) output.WriteLine($"--- {pod.Name}\n{await pod.TailAsync()}");
            return false;
        }
    }

    private async Task<bool> RunAsync(ManifestSet manifests, PodCluster cluster, ScratchDatabase database, CancellationToken cancellation)
    {
        var discord = await cluster.StartDiscordAsync(Discord());
        using var control = new EmulatorControl(new Uri($"http://{PodAddresses.Discord}:443"));
        await UntilAsync(async () => await AnswersAsync(control), "the local Discord answers", cancellation);

        await SchemaAsync(cluster, database, cancellation);
        var silos = await StartAsync(cluster, "silo", Silos, cancellation);
        await UntilAsync(async () => await MembersAsync(database, cancellation) == Silos, $"{Silos} silos are one cluster", cancellation);
        Prove($"{Silos} silos form one cluster by the addresses of their pods");
        await control.FoundCrowdAsync(new CrowdRequest(Guilds, Seed: 7));
        var workers = await StartAsync(cluster, "bot", Workers, cancellation);
        var webs = await StartAsync(cluster, "web", Webs, cancellation);
        await UntilAsync(async () => await ConnectedAsync(control) == Shards, "every shard is connected", cancellation);
        foreach (var pod in silos.Concat(workers).Concat(webs))
            if (!await pod.IsHealthyAsync()) throw new InvalidOperationException($"{pod.Name}: its HEALTHCHECK fails: {await pod.LogsAsync()}");
        Prove("every image's HEALTHCHECK passes, as the user of its manifest, on a file system that it cannot write to, behind its network policies");

        await FirewallAsync(webs[0], silos[0]);
        await MetricsAsync(manifests, workers[0], cancellation);

        var reference = new Reference(control);
        await control.PaceCrowdAsync(Rate);
        await Task.Delay(WarmUp, cancellation);
        await ReplaceAsync(cluster, "silo", silos, cancellation);
        await ReplaceAsync(cluster, "bot", workers, cancellation);
        await ReplaceAsync(cluster, "web", webs, cancellation);
        await Task.Delay(Settle, cancellation);
        var crowd = await control.PaceCrowdAsync(0);
        await DrainAsync(database, reference, cancellation);
        return await CompareAsync(database, reference, control, crowd.Skipped, cancellation);
    }

    // The policies are not only written: what they do not name does not get through.
    private async Task FirewallAsync(Pod web, Pod silo)
    {
        var (gateway, inner) = (await PodNetwork.ReachesAsync(web.Name, silo.Address.Host, 30_000), await PodNetwork.ReachesAsync(web.Name, silo.Address.Host, 11_111));
        if (!gateway || inner) throw new InvalidOperationException($"{web.Name} reaches {silo.Name} at 30000: {gateway}, at 11111: {inner}; it should the first and not the second");
        Prove("the network policies, done by iptables, let a web server reach a silo's gateway and not its port for silos");
    }

    private async Task MetricsAsync(ManifestSet manifests, Pod worker, CancellationToken cancellation)
    {
        using var http = new HttpClient();
        var measured = await http.GetStringAsync(new Uri(worker.Address, "/metrics"), cancellation);
        var asked = manifests.All<ScaledObject>().SelectMany(o => o.Spec.Triggers).SelectMany(t => KnownMetrics.AskedBy(t.Metadata["query"])).Distinct().ToList();
        if (asked.Find(name => !measured.Contains($"\n{name} ", StringComparison.Ordinal)) is { } missing) throw new InvalidOperationException($"{worker.Name} measures no {missing}");
        Prove($"workers measure what KEDA asks for: {string.Join(", ", asked)}");
    }

    // Whoever needs the schema waits for it; the job makes it; then they go on.
    private async Task SchemaAsync(PodCluster cluster, ScratchDatabase database, CancellationToken cancellation)
    {
        var waiting = await cluster.StartInitAsync("silo");
        await UntilAsync(async () => (await waiting.LogsAsync()).Contains("Waiting for", StringComparison.Ordinal), "the init container waits", cancellation);
        var job = await cluster.StartAsync("schema");
        output.WriteLine($"  schema job: {(await job.FinishAsync()).Trim()}");
        await waiting.FinishAsync();
        if (!await waiting.IsRunningAsync()) Prove("the init container waits for the schema, the job makes it, the wait ends");
        await database.ExecuteAsync("SELECT 1 FROM schema_migrations LIMIT 1", cancellation);
    }

    private static async Task<List<Pod>> StartAsync(PodCluster cluster, string workload, int count, CancellationToken cancellation)
    {
        var pods = new List<Pod>();
        for (var n = 0; n < count; n++) pods.Add(await cluster.StartAsync(workload));
        foreach (var pod in pods) await pod.UntilReadyAsync(cancellation);
        return pods;
    }

    // maxSurge 1, maxUnavailable 0.
    private async Task ReplaceAsync(PodCluster cluster, string workload, IEnumerable<Pod> pods, CancellationToken cancellation)
    {
        var ends = new List<string>();
        foreach (var old in pods)
        {
            var started = Stopwatch.GetTimestamp();
            var next = await cluster.StartAsync(workload);
            await next.UntilReadyAsync(cancellation);
            var ready = Stopwatch.GetElapsedTime(started);
            await Task.Delay(Settle, cancellation);
            var ended = await old.StopAsync(cancellation);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {next.Name} ready after {ready.TotalSeconds:F1} s, {old.Name} ended in {ended.TotalSeconds:F1} s after SIGTERM, with exit code 0"));
            ends.Add(string.Create(CultureInfo.InvariantCulture, $"{ended.TotalSeconds:F1} s"));
        }

        Prove($"every {workload} was replaced under load; the old ones ended by themselves in {string.Join(" and ", ends)}");
    }

    private async Task DrainAsync(ScratchDatabase database, Reference reference, CancellationToken cancellation)
    {
        var obligations = new Obligations(database);
        await UntilAsync(async () =>
        {
            await reference.ReadAsync();
            await reference.AdvanceAsync(database.DataSource, cancellation);
            return reference.Guilds.Values.All(g => g.Oldest is null) && (await obligations.OpenAsync(cancellation)).Count == 0;
        }, "everything that was delivered is durable", cancellation);
    }

    private async Task<bool> CompareAsync(ScratchDatabase database, Reference reference, EmulatorControl control, long skipped, CancellationToken cancellation)
    {
        var comparison = new Comparison(database, reference);
        var tables = await comparison.RunAsync(cancellation);
        var lost = reference.Sessions.Count(s => s.IsLost);
        output.WriteLine($"  {reference.Entries} events ({reference.Messages} messages; {skipped} acts left out because the machine did not keep up), {reference.Sessions.Count} sessions for {Shards} shards, {lost} lost, {comparison.Strict} of {reference.Guilds.Count} guilds compared");
        foreach (var table in tables)
        {
            output.WriteLine($"  {table.Table,-22} {table.Rows,8} rows: {table.Lost} lost, {table.Extra} doubled or made up, {table.Different} different");
            foreach (var example in table.Examples) output.WriteLine($"      {example}");
        }

        var isGood = tables.All(t => t.IsEqual) && lost == 0 && reference.Sessions.Count == Shards && reference.Entries > 0 && comparison.Strict == reference.Guilds.Count;
        if (isGood) Prove($"{reference.Entries} events while everything was replaced: none lost, none doubled, no session lost and no IDENTIFY beyond the first {Shards}");
        output.WriteLine("Proved:");
        foreach (var line in _proved) output.WriteLine($"  ✓ {line}");
        output.WriteLine(isGood ? "ALL GREEN" : "NOT GREEN");
        return isGood;
    }

    private async Task UntilAsync(Func<Task<bool>> holds, string what, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(300));
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(started) > Stuck) throw new TimeoutException($"It did not come to this: {what}");
            await timer.WaitForNextTickAsync(cancellation);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what} ({Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s)"));
    }

    private void Prove(string what) => _proved.Add(what);

    // 3 = Active (Orleans' SiloStatus).
    private static async Task<long> MembersAsync(ScratchDatabase database, CancellationToken cancellation) =>
        await database.ScalarAsync<long>("SELECT count(*) FROM orleans_silos WHERE status = 3", cancellation);

    private static async Task<int> ConnectedAsync(EmulatorControl control) => (await control.SessionsAsync()).Count(s => s.Connected);

    private static async Task<bool> AnswersAsync(EmulatorControl control)
    {
        try
        {
            await control.SessionsAsync();
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static Dictionary<string, string> Settings() => new()
    {
        ["Discord__ClientId"] = "1000000000000000001",
        ["Discord__RestBaseUri"] = $"http://{PodAddresses.Discord}:443/api/v10/",
        ["Discord__GatewayUri"] = $"ws://{PodAddresses.Discord}:443",
        ["Discord__AuthorizeUri"] = $"http://{PodAddresses.Discord}:443/oauth2/authorize",
        ["Discord__CdnBaseUri"] = $"http://{PodAddresses.Discord}:443/cdn/",
        ["Discord__ShardCount"] = Shards.ToString(CultureInfo.InvariantCulture),
        ["Discord__TrustServerTimestamps"] = "true",
    };

    private static Dictionary<string, string> Discord() => new()
    {
        ["Emulator__Port"] = "443",
        ["Emulator__EmptyWorld"] = "true",
        ["Emulator__Live"] = "false",
        ["Emulator__Ledger"] = "true",
        ["Emulator__StampDispatches"] = "true",
        ["Emulator__RateLimits"] = "false",
        ["Emulator__SendResumeUrl"] = "false",
        ["Emulator__Shards"] = Shards.ToString(CultureInfo.InvariantCulture),
        ["Emulator__MaxConcurrency"] = "16",
        ["Emulator__LogLevel"] = "Warning",
    };
}

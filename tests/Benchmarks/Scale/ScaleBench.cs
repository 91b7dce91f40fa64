using System.Globalization;
using CommunityIntel.Benchmarks.Pipeline;
using CommunityIntel.DiscordEmulator.Firehose;
using CommunityIntel.Lab.Processes;

namespace CommunityIntel.Benchmarks.Scale;

/// <summary>
/// The same saturated firehose with one, two and three silos on the same cores: what further silos cost. What they bring
/// needs further machines; only the ratios within one run mean something.
/// </summary>
internal static class ScaleBench
{
    private const int Guilds = 2_000;
    private const int UsersPerGuild = 50;
    private const int Workers = 2;
    private const int MostSilos = 3;

    /// <summary>Events prepared for each second: more than two cores can make durable.</summary>
    private const int MostPerSecond = 45_000;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    public static async Task<int> RunAsync(int seconds, CancellationToken cancellation)
    {
        var rows = new List<ScaleRow>();
        for (var silos = 1; silos <= MostSilos; silos++)
        {
            Console.Error.WriteLine($"{silos} {(silos == 1 ? "silo" : "silos")}, {Workers} workers: {seconds} s after {WarmUp.TotalSeconds} s of warm-up");
            rows.Add(await MeasureAsync(silos, seconds, cancellation));
        }

        ScaleReport.Write(rows);
        return 0;
    }

    private static async Task<ScaleRow> MeasureAsync(int silos, int seconds, CancellationToken cancellation)
    {
        var events = (int)(MostPerSecond * (seconds + WarmUp.TotalSeconds));
        await using var cluster = await ProductCluster.CreateAsync(new ProductClusterOptions
        {
            Silos = silos,
            Workers = Workers,
            Shards = Workers * 2,
            Discord = new Dictionary<string, string?> { ["Emulator__RateLimits"] = "false" },
            Postgres = PipelineProcesses.UnderLoad() with { MaxConnections = 120 },
        }, cancellation);
        await cluster.StartAsync(MemberKind.Silo, cancellation);
        await cluster.ConnectAsync(cancellation);
        await cluster.StartAsync(MemberKind.Worker, cancellation);
        await cluster.UntilSettledAsync(cancellation);
        await Load.PrepareAsync(cluster.Control, new FirehoseRequest(Guilds, 1, UsersPerGuild, events), cancellation);
        await cluster.Control.StartFirehoseAsync();
        await Task.Delay(WarmUp, cancellation);
        var (before, stored) = (await Reading.TakeAsync(cluster, cancellation), await StoredBytes.TakeAsync(cluster.Database, cancellation));
        await Task.Delay(TimeSpan.FromSeconds(seconds), cancellation);
        var (after, more) = (await Reading.TakeAsync(cluster, cancellation), await StoredBytes.TakeAsync(cluster.Database, cancellation));
        var count = Math.Max(1, after.Events - before.Events);
        var load = double.Parse((await File.ReadAllTextAsync("/proc/loadavg", cancellation)).Split(' ')[0], CultureInfo.InvariantCulture);
        return new ScaleRow(silos, Measurement.Between(before, after), more.Connections, (more.Wal - stored.Wal) / count, (more.Tables - stored.Tables) / count, load);
    }
}

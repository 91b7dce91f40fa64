using CommunityIntel.Benchmarks.Pipeline;
using CommunityIntel.DiscordEmulator.Firehose;
using CommunityIntel.Lab.Processes;
using Orleans.Runtime;

namespace CommunityIntel.Benchmarks.Memory;

/// <summary>
/// What a guild costs that the cluster knows and nobody uses, and one that is in use. One worker and one silo: first the
/// active guilds alone, then a hundred thousand guilds more; the differences between readings after a full collection count.
/// </summary>
internal static class MemoryBench
{
    private const int UsersPerGuild = 50;

    /// <summary>Discord's limit is 2,500.</summary>
    private const int GuildsPerShard = 2_000;

    private const int Rate = 2_000;
    private static readonly TimeSpan Spoken = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Stuck = TimeSpan.FromMinutes(10);

    public static async Task<int> RunAsync(int guilds, int active, CancellationToken cancellation)
    {
        var quiet = guilds - active;
        var shards = Math.Max(1, (guilds + GuildsPerShard - 1) / GuildsPerShard);
        Console.Error.WriteLine($"One silo, one worker with {shards} shards; {active} guilds that speak");
        await using var cluster = await ProductCluster.CreateAsync(new ProductClusterOptions
        {
            Shards = shards,
            Discord = new Dictionary<string, string?> { ["Emulator__RateLimits"] = "false" },
            Postgres = PipelineProcesses.UnderLoad(),
        }, cancellation);
        await cluster.StartAsync(MemberKind.Silo, cancellation);
        await cluster.ConnectAsync(cancellation);
        await cluster.StartAsync(MemberKind.Worker, cancellation);
        await cluster.UntilSettledAsync(cancellation);

        var spoken = (int)(Rate * Spoken.TotalSeconds);
        await SpeakAsync(cluster, active, again: false, cancellation);
        await UntilDurableAsync(cluster, active + spoken, cancellation);
        await PutToSleepAsync(cluster, cancellation);
        var few = await MemoryReading.TakeAsync(cluster, cancellation);

        Console.Error.WriteLine($"{quiet} guilds more, in which nobody speaks");
        var burst = await Burst.WatchAsync(cluster, async () =>
        {
            await cluster.Control.FoundQuietGuildsAsync(quiet);
            await UntilDurableAsync(cluster, guilds + spoken, cancellation);
        }, cancellation);
        var arrived = await MemoryReading.TakeAsync(cluster, cancellation);
        await PutToSleepAsync(cluster, cancellation);
        var known = await MemoryReading.TakeAsync(cluster, cancellation);

        Console.Error.WriteLine("The active guilds speak again");
        await SpeakAsync(cluster, active, again: true, cancellation);
        await UntilDurableAsync(cluster, guilds + (2 * spoken), cancellation);
        var busy = await MemoryReading.TakeAsync(cluster, cancellation);
        MemoryReport.Write(new MemoryResult(guilds, active, few, burst, arrived, known, busy));
        return 0;
    }

    private static async Task SpeakAsync(ProductCluster cluster, int active, bool again, CancellationToken cancellation)
    {
        await Load.PrepareAsync(cluster.Control, new FirehoseRequest(active, 0, UsersPerGuild, Seconds: Spoken.TotalSeconds, Rate: Rate, SameGuilds: again), cancellation);
        await cluster.Control.StartFirehoseAsync();
    }

    private static async Task UntilDurableAsync(ProductCluster cluster, int events, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Stuck);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await Reading.SumAsync(cluster, MemberKind.Worker, "communityintel_botshard_events_durable", limit.Token) < events)
            await timer.WaitForNextTickAsync(limit.Token);
    }

    // What fifteen quiet minutes do.
    private static async Task PutToSleepAsync(ProductCluster cluster, CancellationToken cancellation)
    {
        var management = cluster.Grains.GetGrain<IManagementGrain>(0);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await MemoryReading.ActivationsAsync(cluster) > 0)
        {
            await management.ForceActivationCollection(TimeSpan.FromSeconds(1), cancellation);
            await timer.WaitForNextTickAsync(cancellation);
        }
    }
}

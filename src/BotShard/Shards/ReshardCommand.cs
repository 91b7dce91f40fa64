using System.Globalization;
using CommunityIntel.ClusterClient;
using CommunityIntel.GrainInterfaces.Shards;

namespace CommunityIntel.BotShard.Shards;

/// <summary>
/// The operator's command to change the shard count while the bot runs: <c>reshard COUNT</c>. Settings as for a worker
/// (<c>ConnectionStrings__CommunityIntel</c>). Exit code 0 when the new shards are live.
/// </summary>
internal static class ReshardCommand
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length == 0 || !int.TryParse(args[0], CultureInfo.InvariantCulture, out var count) || count is < 1 or > 16_384)
        {
            await Console.Error.WriteLineAsync("Usage: reshard COUNT, with COUNT from 1 to 16384");
            return 2;
        }

        var builder = Host.CreateApplicationBuilder(args[1..]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddClusterClient();
        using var host = builder.Build();
        await host.StartAsync();
        var directory = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IShardDirectoryGrain>(0);
        if (!await directory.ReshardAsync(count))
        {
            await Console.Error.WriteLineAsync($"Not begun: {Describe(await directory.GetPlanAsync())}. The count must differ, and one change must end before the next begins");
            return 1;
        }

        using var timer = new PeriodicTimer(LookEvery);
        var last = "";
        while (await timer.WaitForNextTickAsync())
        {
            var plan = await directory.GetPlanAsync();
            if (Describe(plan) is var now && now != last) Console.WriteLine(last = now);
            if (plan.Shards.All(s => s.ShardCount == count && s.Mode == ShardLeaseMode.Live)) break;
        }

        await host.StopAsync();
        return 0;
    }

    private static string Describe(ShardPlan plan) => plan.Shards.Count == 0
        ? "no worker has connected a shard yet"
        : string.Join("; ", plan.Shards.GroupBy(s => (s.ShardCount, s.Mode)).Select(g => $"{g.Count(s => s.IsConnected)} of {g.Key.ShardCount} shards {g.Key.Mode.ToString().ToLowerInvariant()}"));
}

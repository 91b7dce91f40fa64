using CommunityIntel.GrainInterfaces.Shards;
using CommunityIntel.Lab.Processes;

namespace CommunityIntel.Chaos.Clusters;

/// <summary>Tells the cluster to go on with another number of shards, while events flow.</summary>
internal static class Resharding
{
    public static async Task StartAsync(ProductCluster cluster, int shards, TextWriter output, CancellationToken cancellation)
    {
        var directory = cluster.Grains.GetGrain<IShardDirectoryGrain>(0);
        if (!await directory.ReshardAsync(shards).WaitAsync(cancellation))
            throw new InvalidOperationException("Not now: a change is under way, nothing runs yet, or the count is the same.");
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        do
        {
            var plan = (await directory.GetPlanAsync().WaitAsync(cancellation)).Shards;
            output.WriteLine(string.Join(", ", plan.GroupBy(s => (s.ShardCount, s.Mode)).Select(g => $"{g.Count()} of {g.Key.ShardCount} {g.Key.Mode} ({g.Count(s => s.IsConnected)} connected)")));
            if (plan.All(s => s.ShardCount == shards && s is { IsConnected: true, Mode: ShardLeaseMode.Live })) return;
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }
}

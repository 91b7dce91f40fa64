using CommunityIntel.GrainInterfaces.Shards;
using CommunityIntel.Lab.Processes;

namespace CommunityIntel.Benchmarks.Pipeline;

internal static class Settling
{
    /// <summary>Waits until every shard is connected and no worker runs more than its part.</summary>
    public static async Task UntilSettledAsync(this ProductCluster cluster, CancellationToken cancellation)
    {
        var workers = cluster.Of(MemberKind.Worker).Count();
        var part = (cluster.Shards + workers - 1) / workers;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            var shards = (await cluster.Grains.GetGrain<IShardDirectoryGrain>(0).GetPlanAsync()).Shards;
            if (shards.Count == cluster.Shards && shards.All(s => s is { IsConnected: true, Owner: not null }) && shards.GroupBy(s => s.Owner).All(own => own.Count() <= part)) return;
        }
    }
}

using CommunityIntel.Lab.Processes;

namespace CommunityIntel.Chaos.Clusters;

/// <summary>Tells the cluster to go on with another number of shards, while events flow.</summary>
internal static class Resharding
{
    public static Task StartAsync(ProductCluster cluster, int shards, TextWriter output, CancellationToken cancellation) =>
        throw new NotSupportedException($"This version keeps its {cluster.Shards} shards.");
}

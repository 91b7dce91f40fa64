using CommunityIntel.Deployment.Manifests;
using k8s.Models;
using Npgsql;

namespace CommunityIntel.Deployment.Rules;

/// <summary>Connection strings lead to what is there, and through a transaction pooler nothing is prepared.</summary>
internal static class DatabaseRules
{
    private const string Setting = "ConnectionStrings__CommunityIntel";

    public static IEnumerable<string> Faults(ManifestSet set)
    {
        foreach (var pooler in set.All<PostgresPooler>().Where(p => !set.All<PostgresCluster>().Any(c => c.Metadata.Name == p.Spec.Cluster.Name)))
            yield return $"Pooler {pooler.Metadata.Name}: there is no Cluster {pooler.Spec.Cluster.Name}";
        foreach (var map in set.All<V1ConfigMap>().Where(m => m.Data.ContainsKey(Setting)))
        {
            var connection = new NpgsqlConnectionStringBuilder(map.Data[Setting]);
            var pooler = set.All<PostgresPooler>().FirstOrDefault(p => p.Metadata.Name == connection.Host);
            if (pooler is null && set.All<PostgresCluster>().Any() && !set.All<PostgresCluster>().Any(c => connection.Host == $"{c.Metadata.Name}-rw"))
                yield return $"ConfigMap {map.Metadata.Name}: nobody is {connection.Host}";
            if (pooler is not { Spec.Pgbouncer.PoolMode: "transaction" }) continue;
            if (connection.MaxAutoPrepare != 0 || !connection.NoResetOnClose) yield return $"ConfigMap {map.Metadata.Name}: a transaction pooler keeps nothing of a connection: Max Auto Prepare=0 and No Reset On Close=true";
            foreach (var workload in set.Workloads.Where(w => w.Name is "silo" or "schema" && w.Containers.Any(c => (c.EnvFrom ?? []).Any(e => e.ConfigMapRef?.Name == map.Metadata.Name))))
                yield return $"{workload.Name}: needs a connection of its own, and is given the pooler's";
        }
    }
}

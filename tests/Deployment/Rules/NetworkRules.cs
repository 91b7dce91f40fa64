using CommunityIntel.Deployment.Manifests;
using k8s.Models;

namespace CommunityIntel.Deployment.Rules;

/// <summary>What must get through does, and what must not does not, by what the policies say.</summary>
internal static class NetworkRules
{
    private const int Silo = 11_111, Gateway = 30_000, Http = 8080, Metrics = 9090, Postgres = 5432, Https = 443, Dns = 53;

    private static readonly NetworkPeer Internet = NetworkPeer.Outside("162.159.128.233"), Inside = NetworkPeer.Outside("10.1.2.3"), Metadata = NetworkPeer.Outside("169.254.169.254");
    private static readonly NetworkPeer Prometheus = NetworkPeer.OfNamespace("monitoring"), Proxy = NetworkPeer.OfNamespace("ingress-nginx"), Stranger = NetworkPeer.OfNamespace("default");
    private static readonly NetworkPeer Resolver = NetworkPeer.OfNamespace("kube-system", new Dictionary<string, string> { ["k8s-app"] = "kube-dns" });

    public static IEnumerable<string> Faults(ManifestSet set)
    {
        if (!set.All<V1NetworkPolicy>().Any(IsDefaultDeny)) yield return "No NetworkPolicy denies everything by default";
        var view = new NetworkView(set);
        foreach (var (from, to, port) in Needed(set).Where(f => !view.Allows(f.From, f.To, f.Port))) yield return $"NetworkPolicy: {from} does not reach {to} at {port}";
        foreach (var (from, to, port) in Forbidden(set).Where(f => view.Allows(f.From, f.To, f.Port))) yield return $"NetworkPolicy: {from} reaches {to} at {port}, and need not";
    }

    private static IEnumerable<(NetworkPeer From, NetworkPeer To, int Port)> Needed(ManifestSet set)
    {
        NetworkPeer silo = Pod(set, "silo"), bot = Pod(set, "bot"), web = Pod(set, "web"), schema = Pod(set, "schema");
        yield return (silo, silo, Silo);
        yield return (bot, silo, Gateway);
        yield return (web, silo, Gateway);
        foreach (var asks in (NetworkPeer[])[silo, bot, web, schema])
        {
            yield return (asks, Resolver, Dns);
            foreach (var database in Databases(set)) yield return (asks, database, Postgres);
        }

        foreach (var pooler in Poolers(set))
        {
            yield return (bot, pooler, Postgres);
            yield return (web, pooler, Postgres);
            foreach (var database in Databases(set)) yield return (pooler, database, Postgres);
        }

        foreach (var asks in (NetworkPeer[])[silo, bot, web]) yield return (asks, Internet, Https);
        yield return (Prometheus, silo, Http);
        yield return (Prometheus, bot, Http);
        yield return (Prometheus, web, Metrics);
        yield return (Proxy, web, Http);
    }

    private static IEnumerable<(NetworkPeer From, NetworkPeer To, int Port)> Forbidden(ManifestSet set)
    {
        NetworkPeer silo = Pod(set, "silo"), bot = Pod(set, "bot"), web = Pod(set, "web"), schema = Pod(set, "schema");
        foreach (var asks in (NetworkPeer[])[bot, web, Stranger, Proxy]) yield return (asks, silo, Silo);
        foreach (var asks in (NetworkPeer[])[Stranger, Proxy, schema]) yield return (asks, silo, Gateway);
        foreach (var asked in (NetworkPeer[])[bot, web]) yield return (Stranger, asked, Http);
        yield return (Proxy, web, Metrics);
        yield return (schema, Internet, Https);
        foreach (var asks in (NetworkPeer[])[silo, bot, web])
        {
            yield return (asks, Inside, Https);
            yield return (asks, Metadata, Https);
        }

        foreach (var database in Databases(set).Where(d => d.Labels is not null)) yield return (Stranger, database, Postgres);
    }

    private static bool IsDefaultDeny(V1NetworkPolicy policy) =>
        policy.Spec is { PodSelector: { MatchLabels: null or { Count: 0 }, MatchExpressions: null or { Count: 0 } }, Ingress: null or { Count: 0 }, Egress: null or { Count: 0 } }
        && policy.Spec.PolicyTypes.Contains("Ingress") && policy.Spec.PolicyTypes.Contains("Egress");

    private static NetworkPeer Pod(ManifestSet set, string name) => NetworkPeer.OfPods(name, set.Workload(name).Labels, set.Workload(name));

    private static IEnumerable<NetworkPeer> Databases(ManifestSet set) =>
        set.All<PostgresCluster>().Any()
            ? set.All<PostgresCluster>().Select(c => NetworkPeer.OfPods("the database", new Dictionary<string, string> { ["cnpg.io/cluster"] = c.Metadata.Name }))
            : [Internet with { Name = "the database" }];

    private static IEnumerable<NetworkPeer> Poolers(ManifestSet set) => set.All<PostgresPooler>().Select(p => NetworkPeer.OfPods("the pooler",
        new Dictionary<string, string>(p.Spec.Template?.Metadata?.Labels ?? new Dictionary<string, string>()) { ["cnpg.io/poolerName"] = p.Metadata.Name }));
}

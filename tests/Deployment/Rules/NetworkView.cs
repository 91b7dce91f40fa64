using System.Net;
using CommunityIntel.Deployment.Manifests;
using k8s.Models;

namespace CommunityIntel.Deployment.Rules;

/// <summary>Somebody who sends or is sent to: pods of ours, pods of another namespace, or an address outside.</summary>
/// <param name="Labels">Of pods.</param>
/// <param name="Namespace">Null = ours, unless there is an address.</param>
internal sealed record NetworkPeer(string Name, IDictionary<string, string>? Labels, string? Namespace, IPAddress? Address, Workload? Workload)
{
    public bool IsOurs => Namespace is null && Address is null;

    public static NetworkPeer OfPods(string name, IDictionary<string, string> labels, Workload? workload = null) => new(name, labels, null, null, workload);

    public static NetworkPeer OfNamespace(string name, IDictionary<string, string>? labels = null) => new(name, labels ?? new Dictionary<string, string>(), name, null, null);

    public static NetworkPeer Outside(string address) => new(address, null, null, IPAddress.Parse(address), null);

    public override string ToString() => Name;
}

/// <summary>What a set of NetworkPolicies lets through (Kubernetes documentation, Network Policies): pods that a policy selects for a direction take only what some policy names.</summary>
internal sealed class NetworkView(ManifestSet set)
{
    public bool Allows(NetworkPeer from, NetworkPeer to, int port) =>
        (!from.IsOurs || Direction(from, "Egress", p => (p.Spec.Egress ?? []).Any(r => Names(r.To, to) && NamesPort(r.Ports, to, port))))
        && (!to.IsOurs || Direction(to, "Ingress", p => (p.Spec.Ingress ?? []).Any(r => Names(r.FromProperty, from) && NamesPort(r.Ports, to, port))));

    private bool Direction(NetworkPeer pod, string direction, Func<V1NetworkPolicy, bool> allows)
    {
        var selecting = set.All<V1NetworkPolicy>().Where(p => ManifestSet.Selects(p.Spec.PodSelector, pod.Labels) && p.Spec.PolicyTypes.Contains(direction)).ToList();
        return selecting.Count == 0 || selecting.Any(allows);
    }

    // No peers = everybody, no ports = all.
    private static bool Names(IList<V1NetworkPolicyPeer>? peers, NetworkPeer who) => peers is not { Count: > 0 } || peers.Any(p => Names(p, who));

    private static bool Names(V1NetworkPolicyPeer peer, NetworkPeer who)
    {
        if (peer.IpBlock is { } block) return who.Address is { } address && Holds(block.Cidr, address) && !(block.Except ?? []).Any(e => Holds(e, address));
        if (who.Address is not null) return false;
        if (peer.NamespaceSelector is null ? who.Namespace is not null : !ManifestSet.Selects(peer.NamespaceSelector, NamespaceLabels(who))) return false;
        return peer.PodSelector is null || ManifestSet.Selects(peer.PodSelector, who.Labels);
    }

    private static bool NamesPort(IList<V1NetworkPolicyPort>? ports, NetworkPeer to, int port) =>
        ports is not { Count: > 0 } || ports.Any(p => p.Port is null || (int.TryParse((string)p.Port, out var number) ? number : to.Workload?.PortOf(p.Port)) == port);

    private static Dictionary<string, string> NamespaceLabels(NetworkPeer who) => new() { ["kubernetes.io/metadata.name"] = who.Namespace ?? "community-intel" };

    private static bool Holds(string network, IPAddress address) => IPNetwork.Parse(network).Contains(address);
}

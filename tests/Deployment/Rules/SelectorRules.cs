using CommunityIntel.Deployment.Manifests;
using k8s.Models;

namespace CommunityIntel.Deployment.Rules;

/// <summary>Whoever selects pods finds some.</summary>
internal static class SelectorRules
{
    public static IEnumerable<string> Faults(ManifestSet set)
    {
        foreach (var deployment in set.All<V1Deployment>())
        {
            var labels = deployment.Spec.Template.Metadata.Labels;
            if (!ManifestSet.Selects(deployment.Spec.Selector, labels)) yield return $"Deployment {deployment.Metadata.Name}: the selector does not select its own pods";
            foreach (var spread in deployment.Spec.Template.Spec.TopologySpreadConstraints ?? [])
                if (!ManifestSet.Selects(spread.LabelSelector, labels)) yield return $"Deployment {deployment.Metadata.Name}: spreads over {spread.TopologyKey} pods that are not its own";
        }

        foreach (var (what, selector) in Selectors(set))
            if (!set.PodLabels.Any(labels => ManifestSet.Selects(selector, labels))) yield return $"{what}: selects no pod";
    }

    private static IEnumerable<(string What, V1LabelSelector? Selector)> Selectors(ManifestSet set) =>
    [
        .. set.All<V1PodDisruptionBudget>().Select(b => ($"PodDisruptionBudget {b.Metadata.Name}", (V1LabelSelector?)b.Spec.Selector)),
        .. set.All<V1Service>().Select(s => ($"Service {s.Metadata.Name}", (V1LabelSelector?)new V1LabelSelector { MatchLabels = s.Spec.Selector })),
        .. set.All<PodMonitor>().Select(m => ($"PodMonitor {m.Metadata.Name}", (V1LabelSelector?)m.Spec.Selector)),
        .. set.All<V1NetworkPolicy>().Select(p => ($"NetworkPolicy {p.Metadata.Name}", (V1LabelSelector?)p.Spec.PodSelector)),
        .. set.All<V1NetworkPolicy>().SelectMany(p => Peers(p).Where(peer => peer is { PodSelector: not null, NamespaceSelector: null })
            .Select(peer => ($"NetworkPolicy {p.Metadata.Name}, a peer", (V1LabelSelector?)peer.PodSelector))),
    ];

    private static IEnumerable<V1NetworkPolicyPeer> Peers(V1NetworkPolicy policy) =>
        (policy.Spec.Ingress ?? []).SelectMany(r => r.FromProperty ?? []).Concat((policy.Spec.Egress ?? []).SelectMany(r => r.To ?? []));
}

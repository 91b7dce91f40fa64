using CommunityIntel.Deployment.Manifests;
using CommunityIntel.Deployment.Settings;
using k8s.Models;

namespace CommunityIntel.Deployment.Rules;

/// <summary>Who says how many there are, and how many may be missing.</summary>
internal static class ScalingRules
{
    private sealed record Scaler(string What, string Kind, string Target, int Least, int Most);

    public static IEnumerable<string> Faults(ManifestSet set) => [.. Scalers(set), .. Requests(set), .. Queries(set), .. Budgets(set)];

    private static IEnumerable<string> Scalers(ManifestSet set)
    {
        List<Scaler> scalers =
        [
            .. set.All<V2HorizontalPodAutoscaler>().Select(a => new Scaler($"HorizontalPodAutoscaler {a.Metadata.Name}", a.Spec.ScaleTargetRef.Kind, a.Spec.ScaleTargetRef.Name, a.Spec.MinReplicas ?? 1, a.Spec.MaxReplicas)),
            .. set.All<ScaledObject>().Select(o => new Scaler($"ScaledObject {o.Metadata.Name}", o.Spec.ScaleTargetRef.Kind, o.Spec.ScaleTargetRef.Name, o.Spec.MinReplicaCount ?? 0, o.Spec.MaxReplicaCount ?? 100)),
        ];
        foreach (var scaler in scalers)
        {
            var target = set.All<V1Deployment>().FirstOrDefault(d => scaler.Kind == "Deployment" && d.Metadata.Name == scaler.Target);
            if (target is null) yield return $"{scaler.What}: there is no {scaler.Kind} {scaler.Target}";
            else if (target.Spec.Replicas is not null) yield return $"{scaler.What}: the Deployment says how many there are, too";
            if (scaler.Least < 1 || scaler.Least > scaler.Most) yield return $"{scaler.What}: between {scaler.Least} and {scaler.Most} is nothing";
        }

        foreach (var shared in scalers.GroupBy(s => (s.Kind, s.Target)).Where(g => g.Count() > 1))
            yield return $"{shared.Key.Kind} {shared.Key.Target} is scaled by {string.Join(" and by ", shared.Select(s => s.What))}";
    }

    // A share of what nobody requested is nothing.
    private static IEnumerable<string> Requests(ManifestSet set) =>
        from scaler in set.All<V2HorizontalPodAutoscaler>()
        from metric in scaler.Spec.Metrics.Where(m => m.Resource is not null)
        from workload in set.Workloads.Where(w => w.Name == scaler.Spec.ScaleTargetRef.Name)
        where workload.Container.Resources?.Requests?.ContainsKey(metric.Resource.Name) != true
        select $"HorizontalPodAutoscaler {scaler.Metadata.Name}: {workload.Name} requests no {metric.Resource.Name}";

    private static IEnumerable<string> Queries(ManifestSet set)
    {
        foreach (var scaler in set.All<ScaledObject>())
            foreach (var trigger in scaler.Spec.Triggers)
            {
                var query = trigger.Metadata.GetValueOrDefault("query", "");
                var names = KnownMetrics.AskedBy(query).ToList();
                if (names.Count == 0) yield return $"ScaledObject {scaler.Metadata.Name}: asks for no metric of ours: {query}";
                foreach (var name in names.Where(n => !KnownMetrics.Has(n))) yield return $"ScaledObject {scaler.Metadata.Name}: nobody measures {name}";
            }
    }

    private static IEnumerable<string> Budgets(ManifestSet set)
    {
        foreach (var deployment in set.All<V1Deployment>())
        {
            var budgets = set.All<V1PodDisruptionBudget>().Where(b => ManifestSet.Selects(b.Spec.Selector, deployment.Spec.Template.Metadata.Labels)).ToList();
            if (budgets.Count != 1) yield return $"Deployment {deployment.Metadata.Name} has {budgets.Count} PodDisruptionBudgets, not one";
            foreach (var budget in budgets.Where(b => b.Spec.MaxUnavailable is { } most && (string)most == "0" || b.Spec.MinAvailable is not null))
                yield return $"PodDisruptionBudget {budget.Metadata.Name}: keeps a node from ever being emptied while there is one";
        }
    }
}

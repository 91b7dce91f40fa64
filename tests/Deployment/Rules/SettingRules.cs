using CommunityIntel.Deployment.Manifests;
using CommunityIntel.Deployment.Settings;
using k8s.Models;

namespace CommunityIntel.Deployment.Rules;

/// <summary>Every setting is one that some host reads, and whatever is referred to is there.</summary>
internal static class SettingRules
{
    public static IEnumerable<string> Faults(ManifestSet set)
    {
        foreach (var map in set.All<V1ConfigMap>())
            foreach (var key in map.Data.Keys.Where(k => !KnownSettings.Has(k))) yield return $"ConfigMap {map.Metadata.Name}: nobody reads {key}";
        foreach (var workload in set.Workloads)
            foreach (var container in workload.Containers)
                foreach (var fault in Faults(set, workload, container)) yield return fault;
    }

    private static IEnumerable<string> Faults(ManifestSet set, Workload workload, V1Container container)
    {
        var names = (container.Env ?? []).Select(e => e.Name).ToList();
        foreach (var name in names.Where(n => !KnownSettings.Has(n))) yield return $"{workload.Name}: nobody reads {name}";
        foreach (var name in names.GroupBy(n => n).Where(g => g.Count() > 1)) yield return $"{workload.Name}: {name.Key} is set twice";
        foreach (var source in container.EnvFrom ?? [])
            if (!set.All<V1ConfigMap>().Any(m => m.Metadata.Name == source.ConfigMapRef?.Name)) yield return $"{workload.Name}: there is no ConfigMap {source.ConfigMapRef?.Name}";
        var mounts = (container.VolumeMounts ?? []).Select(m => m.Name).Except((workload.Pod.Volumes ?? []).Select(v => v.Name));
        foreach (var mount in mounts) yield return $"{workload.Name}: there is no volume {mount}";
    }
}

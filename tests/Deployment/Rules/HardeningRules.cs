using CommunityIntel.Deployment.Manifests;
using k8s.Models;

namespace CommunityIntel.Deployment.Rules;

/// <summary>What the namespace's restricted level demands, and limits for everything.</summary>
internal static class HardeningRules
{
    public static IEnumerable<string> Faults(ManifestSet set) => [.. Namespaces(set), .. set.Workloads.SelectMany(w => Pod(set, w)), .. set.Workloads.SelectMany(Containers), .. Deployments(set)];

    private static IEnumerable<string> Namespaces(ManifestSet set) =>
        set.All<V1Namespace>().Where(n => n.Metadata.Labels?.TryGetValue("pod-security.kubernetes.io/enforce", out var level) != true || level != "restricted")
            .Select(n => $"Namespace {n.Metadata.Name} does not enforce the restricted level");

    private static IEnumerable<string> Pod(ManifestSet set, Workload workload)
    {
        var (name, security) = (workload.Name, workload.Pod.SecurityContext);
        if (security?.RunAsNonRoot != true || security.RunAsUser is null or 0) yield return $"{name}: may run as root";
        if (security?.SeccompProfile?.Type != "RuntimeDefault") yield return $"{name}: any system call is allowed";
        if (workload.Pod.AutomountServiceAccountToken != false) yield return $"{name}: is given a token for the API server";
        var account = set.All<V1ServiceAccount>().FirstOrDefault(a => a.Metadata.Name == workload.Pod.ServiceAccountName);
        if (account is null) yield return $"{name}: there is no ServiceAccount {workload.Pod.ServiceAccountName}";
        else if (account.AutomountServiceAccountToken != false) yield return $"ServiceAccount {account.Metadata.Name}: gives its token to everybody";
    }

    private static IEnumerable<string> Containers(Workload workload)
    {
        foreach (var container in workload.Containers)
        {
            var (name, security, resources) = ($"{workload.Name}/{container.Name}", container.SecurityContext, container.Resources);
            if (security?.ReadOnlyRootFilesystem != true) yield return $"{name}: may write into its image";
            if (security?.AllowPrivilegeEscalation != false) yield return $"{name}: may gain privileges";
            if (security?.Capabilities?.Drop?.Contains("ALL") != true) yield return $"{name}: keeps capabilities";
            foreach (var wanted in (string[])["cpu", "memory"])
                if (resources?.Requests?.ContainsKey(wanted) != true) yield return $"{name}: requests no {wanted}";
            if (resources?.Limits?.ContainsKey("memory") != true) yield return $"{name}: has no limit of memory";
        }
    }

    private static IEnumerable<string> Deployments(ManifestSet set)
    {
        foreach (var workload in set.Workloads.Where(w => w.Kind == "Deployment"))
        {
            var container = workload.Container;
            if (container.StartupProbe is null || container.ReadinessProbe is null || container.LivenessProbe is null) yield return $"{workload.Name}: lacks a probe";
            if (workload.Pod.TopologySpreadConstraints is not { Count: > 0 }) yield return $"{workload.Name}: may be all on one node";
        }
    }
}

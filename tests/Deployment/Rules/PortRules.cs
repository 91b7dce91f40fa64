using CommunityIntel.Deployment.Manifests;
using k8s.Models;

namespace CommunityIntel.Deployment.Rules;

/// <summary>Every port that somebody names is there, and probes ask for what the hosts answer.</summary>
internal static class PortRules
{
    private const string Live = "/health/live", Ready = "/health/ready", Metrics = "/metrics";
    private const int LastPort = 65_535;

    public static IEnumerable<string> Faults(ManifestSet set) =>
        [.. set.Workloads.SelectMany(Probes), .. set.Workloads.SelectMany(Numbers), .. Services(set), .. Monitors(set), .. Ingresses(set), .. Policies(set)];

    private static IEnumerable<string> Probes(Workload workload)
    {
        foreach (var (kind, probe) in new[] { ("startup", workload.Container.StartupProbe), ("readiness", workload.Container.ReadinessProbe), ("liveness", workload.Container.LivenessProbe) })
        {
            if (probe?.HttpGet is not { } get) continue;
            if (workload.PortOf(get.Port) is null) yield return $"{workload.Name}: the {kind} probe asks port {(string)get.Port}, which is not there";
            if (get.Path is not (Live or Ready)) yield return $"{workload.Name}: the {kind} probe asks {get.Path}, which nobody answers";
            // A database that is away must not restart everybody.
            if (kind == "liveness" && get.Path != Live) yield return $"{workload.Name}: the liveness probe asks {get.Path}, which depends on others";
        }
    }

    private static IEnumerable<string> Numbers(Workload workload) =>
        workload.Pod.Containers.SelectMany(c => c.Ports ?? []).Where(p => p.ContainerPort is < 1 or > LastPort).Select(p => $"{workload.Name}: {p.ContainerPort} is no port");

    private static IEnumerable<string> Services(ManifestSet set) =>
        from service in set.All<V1Service>()
        from port in service.Spec.Ports
        from workload in set.Workloads.Where(w => ManifestSet.Selects(new V1LabelSelector { MatchLabels = service.Spec.Selector }, w.Labels))
        where workload.PortOf(port.TargetPort) is null
        select $"Service {service.Metadata.Name}: {workload.Name} has no port {(string)port.TargetPort}";

    private static IEnumerable<string> Monitors(ManifestSet set)
    {
        foreach (var monitor in set.All<PodMonitor>())
            foreach (var endpoint in monitor.Spec.PodMetricsEndpoints)
            {
                if (endpoint.Path != Metrics) yield return $"PodMonitor {monitor.Metadata.Name}: asks {endpoint.Path}, which nobody answers";
                foreach (var workload in set.Workloads.Where(w => ManifestSet.Selects(monitor.Spec.Selector, w.Labels) && w.PortOf(endpoint.Port) is null))
                    yield return $"PodMonitor {monitor.Metadata.Name}: {workload.Name} has no port {endpoint.Port}";
            }
    }

    private static IEnumerable<string> Ingresses(ManifestSet set) =>
        from ingress in set.All<V1Ingress>()
        from rule in ingress.Spec.Rules
        from path in rule.Http.Paths
        let backend = path.Backend.Service
        where !set.All<V1Service>().Any(s => s.Metadata.Name == backend.Name && s.Spec.Ports.Any(p => p.Name == backend.Port.Name || p.Port == backend.Port.Number))
        select $"Ingress {ingress.Metadata.Name}: there is no Service {backend.Name} with port {backend.Port.Name ?? $"{backend.Port.Number}"}";

    // An ingress rule is about the policy's own pods, an egress rule about its peers'.
    private static IEnumerable<string> Policies(ManifestSet set)
    {
        foreach (var policy in set.All<V1NetworkPolicy>())
        {
            foreach (var port in (policy.Spec.Ingress ?? []).SelectMany(r => r.Ports ?? []))
                foreach (var workload in set.Workloads.Where(w => ManifestSet.Selects(policy.Spec.PodSelector, w.Labels) && w.PortOf(port.Port) is null))
                    yield return $"NetworkPolicy {policy.Metadata.Name}: {workload.Name} has no port {(string)port.Port}";
            foreach (var rule in policy.Spec.Egress ?? [])
                foreach (var peer in (rule.To ?? []).Where(p => p is { PodSelector: not null, NamespaceSelector: null }))
                    foreach (var port in rule.Ports ?? [])
                        foreach (var workload in set.Workloads.Where(w => ManifestSet.Selects(peer.PodSelector, w.Labels) && w.PortOf(port.Port) is null))
                            yield return $"NetworkPolicy {policy.Metadata.Name}: {workload.Name} has no port {(string)port.Port}";
        }
    }
}

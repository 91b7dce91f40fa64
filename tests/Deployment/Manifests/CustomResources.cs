using System.Diagnostics.CodeAnalysis;
using k8s;
using k8s.Models;

// What we use of resources that operators define. A key that is not here is refused, so a misspelt one is found; that these are the
// operators' own words is checked against their schemas by ./dev verify k8s (KEDA, Prometheus) and by hand (CloudNativePG).
#pragma warning disable CA1812 // Made by the YAML reader.
#pragma warning disable CA2227 // Filled by it, too.
#pragma warning disable CA1002
namespace CommunityIntel.Deployment.Manifests;

internal abstract class CustomResource<TSpec> : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "";
    public string Kind { get; set; } = "";
    public V1ObjectMeta Metadata { get; set; } = new();
    [SuppressMessage("Naming", "CA1720", Justification = "The field's word.")]
    public TSpec Spec { get; set; } = default!;
}

internal sealed class ScaledObject : CustomResource<ScaledObjectSpec>;

internal sealed class ScaledObjectSpec
{
    public V2CrossVersionObjectReference ScaleTargetRef { get; set; } = new();
    public int? MinReplicaCount { get; set; }
    public int? MaxReplicaCount { get; set; }
    public int? PollingInterval { get; set; }
    public int? CooldownPeriod { get; set; }
    public ScaledObjectFallback? Fallback { get; set; }
    public ScaledObjectAdvanced? Advanced { get; set; }
    public List<ScaleTrigger> Triggers { get; set; } = [];
}

internal sealed class ScaledObjectFallback
{
    public int FailureThreshold { get; set; }
    public int Replicas { get; set; }
    public string? Behavior { get; set; }
}

internal sealed class ScaledObjectAdvanced
{
    public ScaledObjectAutoscaler? HorizontalPodAutoscalerConfig { get; set; }
}

internal sealed class ScaledObjectAutoscaler
{
    public V2HorizontalPodAutoscalerBehavior? Behavior { get; set; }
}

internal sealed class ScaleTrigger
{
    public string Type { get; set; } = "";
    public string? Name { get; set; }
    public string? MetricType { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
}

internal sealed class PodMonitor : CustomResource<PodMonitorSpec>;

internal sealed class PodMonitorSpec
{
    public V1LabelSelector Selector { get; set; } = new();
    public List<MonitorEndpoint> PodMetricsEndpoints { get; set; } = [];
}

internal sealed class ServiceMonitor : CustomResource<ServiceMonitorSpec>;

internal sealed class ServiceMonitorSpec
{
    public V1LabelSelector Selector { get; set; } = new();
    public List<MonitorEndpoint> Endpoints { get; set; } = [];
}

internal sealed class MonitorEndpoint
{
    public string Port { get; set; } = "";
    public string Path { get; set; } = "/metrics";
    public string? Interval { get; set; }
    public string? ScrapeTimeout { get; set; }
}

internal sealed class PrometheusRule : CustomResource<PrometheusRuleSpec>;

internal sealed class PrometheusRuleSpec
{
    public List<PrometheusRuleGroup> Groups { get; set; } = [];
}

internal sealed class PrometheusRuleGroup
{
    public string Name { get; set; } = "";
    public string? Interval { get; set; }
    public List<PrometheusAlert> Rules { get; set; } = [];
}

internal sealed class PrometheusAlert
{
    public string? Alert { get; set; }
    public string? Record { get; set; }
    public string Expr { get; set; } = "";
    public string? For { get; set; }
    public string? KeepFiringFor { get; set; }
    public Dictionary<string, string> Labels { get; set; } = [];
    public Dictionary<string, string> Annotations { get; set; } = [];
}

internal sealed class PostgresCluster : CustomResource<PostgresClusterSpec>;

internal sealed class PostgresClusterSpec
{
    public int Instances { get; set; }
    public string ImageName { get; set; } = "";
    public PostgresConfiguration? Postgresql { get; set; }
    public PostgresBootstrap? Bootstrap { get; set; }
    public PostgresStorage? Storage { get; set; }
    public PostgresStorage? WalStorage { get; set; }
    public V1ResourceRequirements? Resources { get; set; }
    public PostgresAffinity? Affinity { get; set; }
    public string? PrimaryUpdateStrategy { get; set; }
}

internal sealed class PostgresConfiguration
{
    public PostgresSynchronous? Synchronous { get; set; }
    public Dictionary<string, string> Parameters { get; set; } = [];
}

internal sealed class PostgresSynchronous
{
    public string Method { get; set; } = "";
    public int Number { get; set; }
}

internal sealed class PostgresBootstrap
{
    public PostgresInitDb? Initdb { get; set; }
}

internal sealed class PostgresInitDb
{
    public string Database { get; set; } = "";
    public string Owner { get; set; } = "";
    public string? Encoding { get; set; }
    public string? LocaleCollate { get; set; }
    public string? LocaleCType { get; set; }
}

internal sealed class PostgresStorage
{
    public string Size { get; set; } = "";
    public string? StorageClass { get; set; }
}

internal sealed class PostgresAffinity
{
    public bool EnablePodAntiAffinity { get; set; }
    public string? TopologyKey { get; set; }
    public string? PodAntiAffinityType { get; set; }
}

internal sealed class PostgresPooler : CustomResource<PostgresPoolerSpec>;

internal sealed class PostgresPoolerSpec
{
    public PoolerCluster Cluster { get; set; } = new();
    public int Instances { get; set; }
    public string Type { get; set; } = "";
    public PoolerBouncer Pgbouncer { get; set; } = new();
    public PoolerTemplate? Template { get; set; }
}

internal sealed class PoolerCluster
{
    public string Name { get; set; } = "";
}

internal sealed class PoolerBouncer
{
    public string PoolMode { get; set; } = "";
    public Dictionary<string, string> Parameters { get; set; } = [];
}

internal sealed class PoolerTemplate
{
    public V1ObjectMeta? Metadata { get; set; }
    public V1PodSpec? Spec { get; set; }
}

using k8s;
using k8s.Models;

namespace CommunityIntel.Deployment.Manifests;

/// <summary>The objects of one rendered overlay. Whatever Kubernetes or an operator would not know is refused when it is read.</summary>
internal sealed class ManifestSet
{
    private static readonly Dictionary<string, Type> OfOperators = new()
    {
        ["keda.sh/v1alpha1/ScaledObject"] = typeof(ScaledObject),
        ["monitoring.coreos.com/v1/PodMonitor"] = typeof(PodMonitor),
        ["monitoring.coreos.com/v1/ServiceMonitor"] = typeof(ServiceMonitor),
        ["monitoring.coreos.com/v1/PrometheusRule"] = typeof(PrometheusRule),
        ["postgresql.cnpg.io/v1/Cluster"] = typeof(PostgresCluster),
        ["postgresql.cnpg.io/v1/Pooler"] = typeof(PostgresPooler),
    };

    private readonly IReadOnlyList<object> _objects;

    private ManifestSet(IReadOnlyList<object> objects) => _objects = objects;

    public IReadOnlyList<object> Objects => _objects;

    /// <exception cref="YamlDotNet.Core.YamlException">Not YAML, an unknown key, a key twice, or a value of another type.</exception>
    /// <exception cref="k8s.Autorest.HttpOperationException">Never: nothing is asked.</exception>
    public static ManifestSet Read(string yaml) => new(KubernetesYaml.LoadAllFromString(yaml, OfOperators, strict: true));

    public IEnumerable<T> All<T>() => _objects.OfType<T>();

    /// <summary>Deployments and jobs: what runs our images.</summary>
    public IReadOnlyList<Workload> Workloads => [
        .. All<V1Deployment>().Select(d => new Workload("Deployment", d.Metadata.Name, d.Spec.Template.Metadata.Labels, d.Spec.Template.Spec)),
        .. All<V1Job>().Select(j => new Workload("Job", j.Metadata.Name, j.Spec.Template.Metadata.Labels, j.Spec.Template.Spec)),
    ];

    /// <summary>Also what operators run: CloudNativePG labels its pods by cluster and by pooler.</summary>
    public IReadOnlyList<IDictionary<string, string>> PodLabels => [
        .. Workloads.Select(w => w.Labels),
        .. All<PostgresCluster>().Select(c => new Dictionary<string, string> { ["cnpg.io/cluster"] = c.Metadata.Name }),
        .. All<PostgresPooler>().Select(p => new Dictionary<string, string>(p.Spec.Template?.Metadata?.Labels ?? new Dictionary<string, string>()) { ["cnpg.io/poolerName"] = p.Metadata.Name }),
    ];

    public Workload Workload(string name) => Workloads.Single(w => w.Name == name);

    /// <summary>An empty selector selects everything; null nothing.</summary>
    public static bool Selects(V1LabelSelector? selector, IDictionary<string, string>? labels) =>
        selector is not null
        && (selector.MatchLabels ?? new Dictionary<string, string>()).All(l => labels?.TryGetValue(l.Key, out var value) == true && value == l.Value)
        && (selector.MatchExpressions ?? []).All(e => Holds(e, labels));

    private static bool Holds(V1LabelSelectorRequirement expression, IDictionary<string, string>? labels)
    {
        string? value = null;
        var exists = labels?.TryGetValue(expression.Key, out value) == true;
        return expression.OperatorProperty switch
        {
            "In" => exists && expression.Values.Contains(value),
            "NotIn" => !exists || !expression.Values.Contains(value),
            "Exists" => exists,
            "DoesNotExist" => !exists,
            _ => false,
        };
    }
}

/// <summary>Something that runs pods of ours.</summary>
internal sealed record Workload(string Kind, string Name, IDictionary<string, string> Labels, V1PodSpec Pod)
{
    public V1Container Container => Pod.Containers[0];

    public IEnumerable<V1Container> Containers => (Pod.InitContainers ?? []).Concat(Pod.Containers);

    /// <summary>The number of a port that a manifest names, or the number itself; null = there is none of that name.</summary>
    public int? PortOf(IntOrString port) =>
        int.TryParse((string)port, out var number) ? number : Pod.Containers.SelectMany(c => c.Ports ?? []).FirstOrDefault(p => p.Name == (string)port)?.ContainerPort;
}

using CommunityIntel.Deployment.Manifests;
using CommunityIntel.Lab;
using k8s;
using k8s.Models;

namespace CommunityIntel.Deployment.Rules;

/// <summary>Secrets are referred to, never written down.</summary>
internal static class SecretRules
{
    private static readonly string[] Secretive = ["Token", "Secret", "Password", "ApiKey", "Key"];

    public static IEnumerable<string> Faults(ManifestSet set)
    {
        foreach (var secret in set.All<V1Secret>()) yield return $"Secret {secret.Metadata.Name} is written down";
        foreach (var map in set.All<V1ConfigMap>())
            foreach (var (key, value) in map.Data)
                if (IsSecretive(key) || value.Contains("Password=", StringComparison.OrdinalIgnoreCase)) yield return $"ConfigMap {map.Metadata.Name}: {key} is a secret";
        foreach (var workload in set.Workloads)
            foreach (var variable in workload.Containers.SelectMany(c => c.Env ?? []))
            {
                if (IsSecretive(variable.Name) && !string.IsNullOrEmpty(variable.Value)) yield return $"{workload.Name}: {variable.Name} is written down";
                if (variable.ValueFrom?.SecretKeyRef is { Optional: not true } key && !Known(set).Contains((key.Name, key.Key)))
                    yield return $"{workload.Name}: nobody makes a secret {key.Name} with {key.Key}";
            }
    }

    /// <summary>Those of the example, and the password that CloudNativePG makes.</summary>
    private static IEnumerable<(string, string)> Known(ManifestSet set) =>
    [
        .. KubernetesYaml.LoadAllFromString(File.ReadAllText(Path.Combine(Repository.Root, "k8s", "examples", "secret.yaml")), strict: true)
            .OfType<V1Secret>().SelectMany(s => s.StringData.Keys.Select(k => (s.Metadata.Name, k))),
        .. set.All<PostgresCluster>().Select(c => ($"{c.Metadata.Name}-app", "password")),
    ];

    private static bool IsSecretive(string name) => Secretive.Any(s => name.EndsWith(s, StringComparison.OrdinalIgnoreCase));
}

using CommunityIntel.Deployment.Manifests;
using k8s.Models;

namespace CommunityIntel.Deployment.Settings;

/// <summary>The environment of a container, as a kubelet would make it.</summary>
internal static class ContainerSettings
{
    /// <param name="field">Value of a field of the pod, such as <c>status.podIP</c>.</param>
    /// <param name="secret">Value of a key of a secret; null = there is none.</param>
    /// <exception cref="InvalidOperationException">Something that it needs is not there.</exception>
    public static Dictionary<string, string> Of(V1Container container, ManifestSet manifests, Func<string, string> field, Func<string, string, string?> secret)
    {
        var all = new Dictionary<string, string>();
        foreach (var source in container.EnvFrom ?? [])
            foreach (var (name, value) in MapOf(source, manifests)) all[name] = value;
        foreach (var variable in container.Env ?? [])
        {
            if (variable.ValueFrom is null) all[variable.Name] = variable.Value ?? "";
            else if (variable.ValueFrom.FieldRef is { } reference) all[variable.Name] = field(reference.FieldPath);
            else if (variable.ValueFrom.SecretKeyRef is { } key)
            {
                if (secret(key.Name, key.Key) is { } value) all[variable.Name] = value;
                else if (key.Optional != true) throw new InvalidOperationException($"{container.Name}: secret {key.Name} has no {key.Key}");
            }
        }

        return all;
    }

    private static IDictionary<string, string> MapOf(V1EnvFromSource source, ManifestSet manifests) =>
        manifests.All<V1ConfigMap>().FirstOrDefault(m => m.Metadata.Name == source.ConfigMapRef?.Name)?.Data
        ?? throw new InvalidOperationException($"there is no ConfigMap {source.ConfigMapRef?.Name}");
}

using System.Xml.Linq;
using CommunityIntel.Deployment.Containers;
using CommunityIntel.Deployment.Manifests;
using CommunityIntel.Lab;

namespace CommunityIntel.Deployment.Rules;

/// <summary>Images are pinned; ours are those that the Dockerfile makes, of this version.</summary>
internal static class ImageRules
{
    public static string Version { get; } =
        XElement.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("Version").Single().Value;

    public static IEnumerable<string> Faults(ManifestSet set) =>
        [.. set.Workloads.SelectMany(w => w.Containers.SelectMany(c => Faults($"{w.Name}/{c.Name}", c.Image))), .. set.All<PostgresCluster>().SelectMany(c => Faults($"Cluster {c.Metadata.Name}", c.Spec.ImageName))];

    /// <param name="image">Repository and tag.</param>
    public static IEnumerable<string> Faults(string where, string? image)
    {
        var name = image?.Split('/')[^1].Split(':') ?? [];
        if (name is not [var target, var tag] || !tag.Any(char.IsAsciiDigit) || tag is "latest") yield return $"{where}: image {image} is not pinned";
        else if (image!.Contains("community-intel/", StringComparison.Ordinal))
        {
            if (tag != Version) yield return $"{where}: image {image} is not of version {Version}";
            if (!DockerfileText.Read().Targets.Contains(target)) yield return $"{where}: the Dockerfile makes no {target}";
        }
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using CommunityIntel.Deployment.Manifests;
using CommunityIntel.Lab;
using k8s.Models;

namespace CommunityIntel.Deployment.Rules;

/// <summary>Nobody is killed before it has handed over, and the next one is there before the last one goes.</summary>
internal static partial class EndingRules
{
    /// <summary>Between the end of a host's own patience and the kill, in seconds.</summary>
    private const int Margin = 10;

    /// <summary>.NET's own (HostOptions.ShutdownTimeout), in seconds.</summary>
    private const int UsualDrain = 30;

    private static readonly Dictionary<string, string> Hosts = new() { ["silo"] = "Silo", ["bot"] = "BotShard", ["web"] = "Web" };

    /// <summary>How long the host behind that name gives itself to end, in seconds.</summary>
    public static int DrainOf(string name) =>
        Drain().Match(File.ReadAllText(Path.Combine(Repository.Root, "src", Hosts[name], "Program.cs"))) is { Success: true } m
            ? int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture) : UsualDrain;

    public static IEnumerable<string> Faults(ManifestSet set)
    {
        foreach (var deployment in set.All<V1Deployment>())
        {
            var (name, pod) = (deployment.Metadata.Name, deployment.Spec.Template.Spec);
            var pause = (int)(pod.Containers[0].Lifecycle?.PreStop?.Sleep?.Seconds ?? 0);
            var needed = pause + DrainOf(name) + Margin;
            if (pod.TerminationGracePeriodSeconds is not { } grace || grace < needed)
                yield return $"Deployment {name}: is killed after {pod.TerminationGracePeriodSeconds} s, and may need {needed}";
            var update = deployment.Spec.Strategy?.RollingUpdate;
            if (update is null || (string)update.MaxUnavailable != "0" || (string)update.MaxSurge is "0") yield return $"Deployment {name}: an update takes one away before the next is there";
        }
    }

    [GeneratedRegex(@"ShutdownTimeout = TimeSpan\.FromSeconds\((\d+)\)")]
    private static partial Regex Drain();
}

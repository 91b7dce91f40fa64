using System.Text.RegularExpressions;
using CommunityIntel.Lab;

namespace CommunityIntel.Deployment.Settings;

/// <summary>Metrics of our own meters under the names that Prometheus sees, taken from the code.</summary>
internal static partial class KnownMetrics
{
    private static readonly string[] Endings = ["_bucket", "_count", "_sum", "_total"];

    private static readonly HashSet<string> Names = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText).SelectMany(Of)];

    public static bool Has(string name) => Names.Contains(name) || Endings.Any(end => name.EndsWith(end, StringComparison.Ordinal) && Names.Contains(name[..^end.Length]));

    /// <summary>Names of ours that a query asks for.</summary>
    public static IEnumerable<string> AskedBy(string query) => Ours().Matches(query).Select(m => m.Value);

    private static IEnumerable<string> Of(string source)
    {
        var meter = Meter().Match(source);
        return meter.Success ? Instrument().Matches(source).Select(m => $"{Prometheus(meter.Groups[1].Value)}_{m.Groups[1].Value}") : [];
    }

    // As prometheus-net writes a meter's name.
    private static string Prometheus(string meter) => meter.Replace('.', '_').ToLowerInvariant();

    [GeneratedRegex(@"new(?: Meter)?\(""(CommunityIntel\.\w+)""\)")]
    private static partial Regex Meter();

    [GeneratedRegex(@"\.Create\w+(?:<\w+>)?\(""(\w+)""")]
    private static partial Regex Instrument();

    [GeneratedRegex(@"communityintel_\w+")]
    private static partial Regex Ours();
}

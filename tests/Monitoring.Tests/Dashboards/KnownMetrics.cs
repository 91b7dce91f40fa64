using System.Text.RegularExpressions;
using CommunityIntel.Lab;
using CommunityIntel.Monitoring.Tests.Rules;

namespace CommunityIntel.Monitoring.Tests.Dashboards;

/// <summary>
/// Every metric that a dashboard or a rule may name: our instruments as the sources make them, recorded ones, and those of frameworks in
/// <c>monitoring/metrics.txt</c>, which a test of the whole product compares with what a real process tells.
/// </summary>
internal static partial class KnownMetrics
{
    public static IReadOnlySet<string> OfFrameworks { get; } = File.ReadAllLines(Path.Combine(Repository.Root, "monitoring", "metrics.txt"))
        .Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0).ToHashSet();

    public static IReadOnlySet<string> Ours { get; } = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).SelectMany(file => Instruments(File.ReadAllText(file))).ToHashSet();

    public static IReadOnlySet<string> Recorded { get; } = RuleFile.Ours.Records.Select(r => r.Record!).ToHashSet();

    /// <summary>Whether there is a metric, or a histogram's part, of that name.</summary>
    public static bool Has(string name) => name == "ALERTS" || Recorded.Contains(name) || Named(name) || HistogramPart().Replace(name, "") is var whole && whole != name && Named(whole);

    /// <summary>The metrics that an expression asks for.</summary>
    public static IEnumerable<string> In(string expression)
    {
        var bare = Grouping().Replace(Quoted().Replace(expression, "\"\""), " ");
        bare = Labels().Replace(bare, " ");
        return Name().Matches(bare).Select(m => m.Value).Where(name => !Words.Contains(name) && !bare.Contains(name + "(", StringComparison.Ordinal) && !bare.Contains(name + " (", StringComparison.Ordinal));
    }

    private static readonly HashSet<string> Words = ["and", "or", "unless", "on", "by", "offset", "bool", "ignoring", "group_left", "group_right", "sum", "max", "min", "count", "avg"];

    private static bool Named(string name) => Ours.Contains(name) || OfFrameworks.Contains(name);

    // One file has one meter.
    private static IEnumerable<string> Instruments(string source) => MeterName().Match(source) is { Success: true } meter
        ? InstrumentName().Matches(source).Select(m => $"{meter.Groups[1].Value}_{m.Groups[1].Value}".ToLowerInvariant().Replace('.', '_')) : [];

    [GeneratedRegex(@"Meter\w* = (?:new\()?""([\w.]+)""")]
    private static partial Regex MeterName();

    // A gauge that is not observed is not exported; one file makes its gauges by a method of its own.
    [GeneratedRegex("""(?:Create(?:ObservableCounter|ObservableGauge|ObservableUpDownCounter|Counter|Histogram|UpDownCounter)(?:<\w+>)?|\bGauge)\(\s*"([\w.]+)""")]
    private static partial Regex InstrumentName();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex HistogramPart();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\b(?:by|on|ignoring|without)\s*\([^)]*\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\{[^}]*\}|\[[^\]]*\]")]
    private static partial Regex Labels();

    [GeneratedRegex(@"(?<![\w.])[a-zA-Z_][\w:]*")]
    private static partial Regex Name();
}

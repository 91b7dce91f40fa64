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
    /// <summary>Of meters that are not in the sources yet: the deployment's figures.</summary>
    private static readonly string[] Deployment =
    [
        "guilds", "members", "members_week_ago", "paying_guilds", "enterprise_guilds", "monthly_revenue_minor", "database_bytes", "database_limit_bytes", "database_connections",
        "database_connections_limit", "database_up", "database_ping_seconds", "outbox_due", "stripe_events_open", "model_requests_today", "model_requests_limit", "traffic_bytes_limit",
        "monthly_cost_minor", "monthly_budget_minor",
    ];

    public static IReadOnlySet<string> OfFrameworks { get; } = File.ReadAllLines(Path.Combine(Repository.Root, "monitoring", "metrics.txt"))
        .Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0).ToHashSet();

    public static IReadOnlySet<string> Ours { get; } = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).SelectMany(file => Instruments(File.ReadAllText(file)))
        .Concat(Deployment.Select(name => $"communityintel_deployment_{name}")).ToHashSet();

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

    [GeneratedRegex("""Create(?:Observable)?(?:Counter|Gauge|Histogram|UpDownCounter)(?:<\w+>)?\(\s*"([\w.]+)""")]
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

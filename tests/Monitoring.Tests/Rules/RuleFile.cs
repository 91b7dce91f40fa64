using CommunityIntel.Lab;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace CommunityIntel.Monitoring.Tests.Rules;

/// <summary>A rule as it is written; of an alert or of a record.</summary>
public sealed class Rule
{
    public string? Alert { get; set; }

    public string? Record { get; set; }

    public string Expr { get; set; } = "";

    public string? For { get; set; }

    public Dictionary<string, string> Labels { get; set; } = [];

    public Dictionary<string, string> Annotations { get; set; } = [];
}

public sealed class RuleGroup
{
    public string Name { get; set; } = "";

    public string? Interval { get; set; }

    public List<Rule> Rules { get; set; } = [];
}

public sealed class RuleFile
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "monitoring", "prometheus");

    public static RuleFile Ours { get; } = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build()
        .Deserialize<RuleFile>(File.ReadAllText(Path.Combine(Folder, "rules.yaml")));

    public List<RuleGroup> Groups { get; set; } = [];

    public IEnumerable<Rule> Alerts => Groups.SelectMany(g => g.Rules).Where(r => r.Alert is not null);

    public IEnumerable<Rule> Records => Groups.SelectMany(g => g.Rules).Where(r => r.Record is not null);
}

using System.Text.RegularExpressions;
using CommunityIntel.Lab;

namespace CommunityIntel.Monitoring.Tests.Rules;

public sealed partial class RunbookTests
{
    private static readonly string Runbook = File.ReadAllText(Path.Combine(Repository.Root, "docs", "runbook.md"));

    [Fact]
    public void Every_alert_says_what_it_is_and_leads_to_its_heading_in_the_runbook()
    {
        foreach (var alert in RuleFile.Ours.Alerts)
        {
            alert.Annotations.Should().ContainKeys("summary", "description", "runbook");
            alert.Annotations["runbook"].Should().Be($"docs/runbook.md#{alert.Alert!.ToLowerInvariant()}");
        }
    }

    [Fact]
    public void The_runbook_has_a_heading_for_every_alert_and_for_nothing_else() =>
        Heading().Matches(Runbook).Select(m => m.Groups[1].Value).Should().BeEquivalentTo(RuleFile.Ours.Alerts.Select(a => a.Alert));

    [Fact]
    public void Every_link_inside_the_runbook_leads_somewhere()
    {
        var anchors = Heading().Matches(Runbook).Select(m => m.Groups[1].Value.ToLowerInvariant());
        Link().Matches(Runbook).Select(m => m.Groups[1].Value).Should().BeSubsetOf(anchors);
    }

    [GeneratedRegex("^### (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\(#([^)]+)\)")]
    private static partial Regex Link();
}

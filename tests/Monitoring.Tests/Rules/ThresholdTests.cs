using System.Globalization;
using System.Text.RegularExpressions;
using CommunityIntel.Domain.Operations;

namespace CommunityIntel.Monitoring.Tests.Rules;

/// <summary>The rules mean the numbers that the product promises.</summary>
public sealed partial class ThresholdTests
{
    /// <summary>What an alert compares with; every one that compares with a number of the guide.</summary>
    private static readonly Dictionary<string, (string Sign, double Number)> Promised = new()
    {
        ["CommandErrorsCritical"] = (">", Thresholds.CriticalErrorRate),
        ["PageErrorsCritical"] = (">", Thresholds.CriticalErrorRate),
        ["CommandLatencyCritical"] = (">", Thresholds.CriticalSeconds),
        ["PageLatencyCritical"] = (">", Thresholds.CriticalSeconds),
        ["UptimeLow"] = ("<", Thresholds.ImportantUptime),
        ["TrafficNearLimit"] = (">", Thresholds.LimitShare),
        ["DatabaseNearLimit"] = (">", Thresholds.LimitShare),
        ["ModelRequestsNearLimit"] = (">", Thresholds.LimitShare),
        ["EventsPending"] = (">", Thresholds.LimitShare),
        ["MembersGrowing"] = (">", Thresholds.WeeklyGrowth),
        ["CommandLatencyHigh"] = (">", Thresholds.CommandSeconds),
        ["CommandErrorsHigh"] = (">", Thresholds.CommandErrorRate),
        ["UptimeBelowObjective"] = ("<", Thresholds.Uptime),
        ["MemoryHigh"] = (">", Thresholds.MemoryShare),
        ["CpuHigh"] = (">", Thresholds.CpuShare),
        ["FirstPaintSlow"] = (">", Thresholds.FirstPaintSeconds),
        ["PageErrorsHigh"] = (">", Thresholds.PageErrorRate),
        ["SimpleQuerySlow"] = (">", Thresholds.SimpleQuerySeconds),
        ["ConnectionsHigh"] = (">", Thresholds.ConnectionShare),
        ["PoolConnectionsHigh"] = (">", Thresholds.ConnectionShare),
        ["ModelErrorsHigh"] = (">", Thresholds.ModelErrorRate),
        ["ModelSlow"] = (">", Thresholds.ModelSeconds),
    };

    /// <summary>Numbers that are nobody's promise: the third failure of ten minutes (an estimate between two samples), a budget that is all used, ten minutes, a fifth.</summary>
    private static readonly Dictionary<string, (string Sign, double Number)> Ours = new()
    {
        ["CostsOverBudget"] = (">", 1),
        ["OutboxOverdue"] = (">", 600),
        ["IdentifyBudgetLow"] = ("<", 0.2),
    };

    private const double ThreeFailures = 2.5;

    /// <summary>One in twenty says nothing of fewer than twenty; an estimate between two samples.</summary>
    private const double FewestCounted = Alerts.FewestCounted - 0.5;

    [Fact]
    public void Every_number_that_an_alert_compares_with_is_the_one_that_was_promised()
    {
        foreach (var alert in RuleFile.Ours.Alerts)
        {
            var compared = Comparison().Matches(alert.Expr).Select(m => (m.Groups[1].Value, double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture)))
                .Where(c => c is not (">" or "==", 0) and not (">", ThreeFailures) and not (">", FewestCounted)).ToList();
            var expected = Promised.TryGetValue(alert.Alert!, out var promised) ? [promised] : Ours.TryGetValue(alert.Alert!, out var own) ? [own] : Array.Empty<(string, double)>();
            compared.Should().Equal(expected, alert.Alert);
        }
    }

    [Fact]
    public void Every_promise_is_kept_watch_over()
    {
        Promised.Keys.Should().BeSubsetOf(RuleFile.Ours.Alerts.Select(a => a.Alert));
        RuleFile.Ours.Alerts.Single(a => a.Alert == "BotDown").For.Should().Be(string.Create(CultureInfo.InvariantCulture, $"{Thresholds.BotDownMinutes}m"));
    }

    [Fact]
    public void Every_alert_has_one_of_the_three_severities_and_stands_in_its_group()
    {
        var severities = Enum.GetNames<Severity>().Select(s => s.ToLowerInvariant()).ToList();
        foreach (var group in RuleFile.Ours.Groups)
            foreach (var alert in group.Rules.Where(r => r.Alert is not null))
            {
                severities.Should().Contain(alert.Labels.GetValueOrDefault("severity"), alert.Alert);
                group.Name.Should().Be($"communityintel-{alert.Labels["severity"]}", alert.Alert);
            }
    }

    // Sign and number; a share of a time or a name is none.
    [GeneratedRegex(@"(==|[<>]=?)\s*(\d+(?:\.\d+)?)")]
    private static partial Regex Comparison();
}

using System.Text.RegularExpressions;

namespace CommunityIntel.Monitoring.Tests.Rules;

/// <summary>What Prometheus' own tools say of the files.</summary>
public sealed partial class PromtoolTests
{
    private static readonly string Tests = Path.Combine(RuleFile.Folder, "tests");

    [Theory]
    [InlineData("promtool", "check", "rules", "rules.yaml")]
    [InlineData("promtool", "check", "config", "prometheus.yaml")]
    [InlineData("amtool", "check-config", "alertmanager.yaml")]
    public async Task A_file_is_one_that_Prometheus_reads(string tool, params string[] arguments) => await MustSucceedAsync(tool, RuleFile.Folder, arguments);

    [Theory]
    [InlineData("alerts.yaml")]
    [InlineData("month.yaml")]
    public async Task Every_alert_fires_just_over_its_threshold_and_not_just_under(string file) => await MustSucceedAsync("promtool", Tests, "test", "rules", file);

    [Fact]
    public void Every_alert_is_tested_just_over_and_just_under()
    {
        var lines = Directory.GetFiles(Tests, "*.yaml").SelectMany(File.ReadAllLines).ToList();
        foreach (var alert in RuleFile.Ours.Alerts.Select(a => a.Alert))
        {
            var checks = lines.Select(line => Check().Match(line)).Where(m => m.Success && m.Groups[1].Value == alert).Select(m => m.Groups[2].Value.Length > 0).ToList();
            checks.Should().Contain(true, $"{alert} fires").And.Contain(false, $"{alert} does not fire");
        }
    }

    [Theory]
    [InlineData("critical", "at-once")]
    [InlineData("important", "hourly")]
    [InlineData("informative", "daily")]
    public async Task An_alert_goes_where_its_severity_says(string severity, string receiver) =>
        (await MustSucceedAsync("amtool", RuleFile.Folder, "config", "routes", "test", "--config.file=alertmanager.yaml", $"severity={severity}", "alertname=Any")).Should().StartWith(receiver);

    private static async Task<string> MustSucceedAsync(string tool, string folder, params string[] arguments)
    {
        var (exitCode, said) = await Promtool.RunAsync(tool, folder, arguments);
        exitCode.Should().Be(0, said);
        return said;
    }

    [GeneratedRegex("""alertname="(\w+)".*exp_samples: \[(.*)\]""")]
    private static partial Regex Check();
}

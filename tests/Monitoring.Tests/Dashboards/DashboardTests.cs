using CommunityIntel.Monitoring.Tests.Rules;

namespace CommunityIntel.Monitoring.Tests.Dashboards;

public sealed class DashboardTests
{
    [Fact]
    public void Every_panel_asks_for_metrics_that_there_are()
    {
        foreach (var dashboard in Dashboard.All)
            foreach (var panel in dashboard.Panels)
            {
                panel.Queries.Should().NotBeEmpty($"{dashboard.File}, {panel.Title}");
                panel.Queries.SelectMany(KnownMetrics.In).Should().NotBeEmpty().And.OnlyContain(name => KnownMetrics.Has(name), $"{dashboard.File}, {panel.Title}");
            }
    }

    [Fact]
    public void Every_rule_asks_for_metrics_that_there_are()
    {
        foreach (var rule in RuleFile.Ours.Groups.SelectMany(g => g.Rules))
            KnownMetrics.In(rule.Expr).Should().NotBeEmpty().And.OnlyContain(name => KnownMetrics.Has(name), rule.Alert ?? rule.Record);
    }

    [Fact]
    public async Task Every_query_is_one_that_Prometheus_reads()
    {
        Assert.SkipUnless(Promtool.Find("promtool") is not null, "promtool is not here: Debian's package prometheus has it.");
        var queries = Dashboard.All.SelectMany(d => d.Panels).SelectMany(p => p.Sent).ToList();
        var file = Path.Combine(Path.GetTempPath(), $"community-intel-queries-{Environment.ProcessId}.yaml");
        File.WriteAllText(file, "groups: [{ name: queries, rules: [" + string.Join(", ", queries.Select((query, n) => $"{{ record: 'query:{n}', expr: '{query.Replace("'", "''", StringComparison.Ordinal)}' }}")) + "] }]");
        try
        {
            var (exitCode, said) = await Promtool.RunAsync("promtool", Path.GetTempPath(), "check", "rules", file);
            exitCode.Should().Be(0, said);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void No_panel_lies_over_another()
    {
        foreach (var dashboard in Dashboard.All)
        {
            var places = dashboard.Panels.Select(p => p.Place).ToList();
            places.Should().OnlyContain(p => p.X >= 0 && p.X + p.W <= 24);
            for (var i = 0; i < places.Count; i++)
                for (var j = i + 1; j < places.Count; j++)
                    (places[i].X < places[j].X + places[j].W && places[j].X < places[i].X + places[i].W && places[i].Y < places[j].Y + places[j].H && places[j].Y < places[i].Y + places[i].H)
                        .Should().BeFalse($"{dashboard.File}: {dashboard.Panels[i].Title}, {dashboard.Panels[j].Title}");
        }
    }

    [Fact]
    public void Deployment_wide_figures_are_never_added_up()
    {
        var all = Dashboard.All.SelectMany(d => d.Panels).SelectMany(p => p.Queries).Concat(RuleFile.Ours.Groups.SelectMany(g => g.Rules).Select(r => r.Expr));
        all.Should().NotContain(query => query.Contains("sum(communityintel_deployment_", StringComparison.Ordinal) || query.Contains("avg(communityintel_deployment_", StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_that_nobody_tells_is_noticed()
    {
        KnownMetrics.In("sum by (le, http_route) (rate(communityintel_botshard_comands{outcome!=\"ok\"}[5m])) / on (job, instance) up > 0.1").Should().Equal("communityintel_botshard_comands", "up");
        KnownMetrics.Has("communityintel_botshard_comands").Should().BeFalse();
        KnownMetrics.Has("communityintel_botshard_commands").Should().BeTrue();
        KnownMetrics.Has("communityintel_storage_commit_seconds_bucket").Should().BeTrue();
    }
}

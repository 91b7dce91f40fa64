using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.Web.Activity;

namespace CommunityIntel.Web.Tests.Activity;

public sealed class OverviewTests
{
    private static readonly DateOnly Today = new(2026, 11, 22);
    private static readonly OverviewChoice Week = new(7, OverviewMetric.Messages, Compares: true);

    [Theory]
    [InlineData("7", 7), InlineData("364", 364), InlineData("30", 28), InlineData("-7", 28), InlineData("seven", 28), InlineData(null, 28)]
    public void Only_whole_weeks_can_be_chosen(string? range, int days) =>
        OverviewChoice.Parse(range, null, null).Days.Should().Be(days);

    [Fact]
    public void A_choice_survives_its_address()
    {
        var choice = new OverviewChoice(91, OverviewMetric.Voice, Compares: false);

        choice.Query().Should().Be("?range=91&metric=voice&compare=off");
        OverviewChoice.Parse("91", "voice", "off").Should().Be(choice);
    }

    [Fact]
    public void A_period_that_was_only_partly_recorded_is_not_compared_with()
    {
        using var _ = new InCulture("en-US");
        var activity = Comparison(firstDay: Today.AddDays(-10));

        activity.Comparable.Should().BeNull();
        KpiStripFigures.Of(activity, Week).Should().OnlyContain(kpi => kpi.Change == null && kpi.Previous == null);
    }

    [Fact]
    public void Days_before_the_first_one_have_no_figure_instead_of_zero()
    {
        var figures = DailyFigures.OfCurrent(OverviewMetric.Messages, Comparison(firstDay: Today.AddDays(-2)));

        figures.Should().Equal(null, null, null, null, 100, 100, 100);
    }

    [Fact]
    public void The_running_day_does_not_pull_the_average_down()
    {
        using var _ = new InCulture("en-US");
        var activity = Comparison(firstDay: Today.AddDays(-100), activeToday: 1);

        KpiStripFigures.Of(activity, Week).Single(kpi => kpi.Metric == OverviewMetric.Daily).Value.Should().Be("20");
    }

    [Fact]
    public void Net_joins_are_compared_in_people_and_the_rest_in_percent()
    {
        using var _ = new InCulture("en-US");
        var kpis = KpiStripFigures.Of(Comparison(firstDay: Today.AddDays(-100), before: 50), Week);

        kpis.Single(kpi => kpi.Metric == OverviewMetric.Joins).Change.Should().Be(new Change(Trend.Flat, "0"));
        kpis.Single(kpi => kpi.Metric == OverviewMetric.Messages).Change.Should().Be(new Change(Trend.Up, "100%"));
    }

    [Fact]
    public void Full_days_are_compared_and_today_is_only_the_end_of_the_chart()
    {
        using var _ = new InCulture("en-US");
        var lastDay = ActivityComparison.LastDay(Today.AddDays(-100), Today);
        var running = new ActivityDay(Today, 3, 0, 2, 2, 0, 0, 0);
        var activity = new ActivityComparison(Report(lastDay.AddDays(-6), 100, 20), Report(lastDay.AddDays(-13), 100, 20), Today.AddDays(-100), Today, running);

        lastDay.Should().Be(Today.AddDays(-1));
        KpiStripFigures.Of(activity, Week).Single(kpi => kpi.Metric == OverviewMetric.Messages).Change.Should().Be(new Change(Trend.Flat, "0.0%"));
        var points = OverviewSeries.Of(OverviewMetric.Messages, activity, Week, Untranslated.Texts).Points;
        points.Should().HaveCount(8);
        points[^1].Should().Match<Web.Charts.ChartPoint>(point => point.Date == Today && point.Value == 3 && point.Running && point.Previous == null);
    }

    [Fact]
    public void A_guild_sees_its_very_first_day() => ActivityComparison.LastDay(Today, Today).Should().Be(Today);

    [Fact]
    public void A_week_that_was_recorded_in_part_is_left_out_beside_full_ones()
    {
        var activity = Comparison(firstDay: Today.AddDays(-4));
        var weeks = new ActivityComparison(
            activity.Current with { From = Today.AddDays(-13), Days = [.. Report(Today.AddDays(-13), 50, 20).Days, .. activity.Current.Days] },
            null, Today.AddDays(-10), Today);

        OverviewSeries.Spark(OverviewMetric.Messages, weeks, Week with { Days = 364 }).Should().Equal(null, 700);
    }

    private static ActivityComparison Comparison(DateOnly firstDay, int activeToday = 20, long before = 100) => new(
        Report(Today.AddDays(-6), 100, activeToday), Report(Today.AddDays(-13), before, 20), firstDay, Today);

    private static ActivityReport Report(DateOnly from, long messages, int activeOnLastDay)
    {
        var days = Enumerable.Range(0, 7)
            .Select(i => new ActivityDay(from.AddDays(i), messages, 0, 18, i == 6 ? activeOnLastDay : 20, 3600, 3, 1))
            .ToList();
        return new(from, from.AddDays(6), "UTC", new(messages * 7, 0, 30, 40, 7 * 3600, 21, 7), days, [], new long[168], default);
    }
}

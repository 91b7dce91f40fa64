using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.Web.Languages;

namespace CommunityIntel.Web.Activity;

/// <summary>The five figures of the overview, each with the one of the period before.</summary>
public static class KpiStripFigures
{
    public static IReadOnlyList<Kpi> Of(ActivityComparison activity, OverviewChoice choice)
    {
        ArgumentNullException.ThrowIfNull(activity);
        ArgumentNullException.ThrowIfNull(choice);
        return [.. OverviewMetrics.All.Select(metric => Of(metric, activity, choice))];
    }

    private static Kpi Of(OverviewMetric metric, ActivityComparison activity, OverviewChoice choice)
    {
        var now = Total(metric, activity.Current, activity);
        var spark = OverviewSeries.Spark(metric, activity, choice);
        if (!choice.Compares || activity.Comparable is not { } previous)
            return new(metric, Write(metric, now), Precise(metric, now), null, null, spark);

        var before = Total(metric, previous, activity);
        return new(metric, Write(metric, now), Precise(metric, now), Write(metric, before), Compare(metric, now, before), spark);
    }

    private static double Total(OverviewMetric metric, ActivityReport report, ActivityComparison activity) => metric switch
    {
        OverviewMetric.Members => report.Totals.ActiveMembers,
        OverviewMetric.Daily => AveragePerDay(report, activity),
        OverviewMetric.Voice => report.Totals.VoiceSeconds / 3600.0,
        OverviewMetric.Joins => report.Totals.Joins - report.Totals.Leaves,
        _ => report.Totals.Messages,
    };

    private static double AveragePerDay(ActivityReport report, ActivityComparison activity)
    {
        var days = report.Days.Where(day => activity.IsRecorded(day.Date)).ToList();
        var complete = days.Where(day => day.Date != activity.Today).ToList();
        return (complete.Count > 0 ? complete : days).Select(day => (double)day.ActiveMembers).DefaultIfEmpty().Average();
    }

    private static Change? Compare(OverviewMetric metric, double now, double before) => metric == OverviewMetric.Joins
        ? new(Direction(now - before), Figures.Compact(Math.Abs(now - before)))
        : Change.Between(now, before);

    private static Trend Direction(double difference) => Math.Sign(difference) switch
    {
        > 0 => Trend.Up,
        < 0 => Trend.Down,
        _ => Trend.Flat,
    };

    private static string Write(OverviewMetric metric, double value) => metric switch
    {
        OverviewMetric.Joins => Figures.WithSign(value),
        OverviewMetric.Voice or OverviewMetric.Daily => Figures.Rounded(value),
        _ => Figures.Compact(value),
    };

    private static string Precise(OverviewMetric metric, double value) =>
        metric == OverviewMetric.Joins ? Figures.WithSign(value) : value.ToString("#,0.##", System.Globalization.CultureInfo.CurrentCulture);
}

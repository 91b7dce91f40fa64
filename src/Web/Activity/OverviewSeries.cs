using CommunityIntel.Languages;
using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.Web.Charts;
using CommunityIntel.Web.Languages;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Activity;

/// <summary>Turns activity into a chart: one point per day, or per week over a year.</summary>
public static class OverviewSeries
{
    /// <summary>The shape alone, for a sparkline.</summary>
    public static IReadOnlyList<double?> Spark(OverviewMetric metric, ActivityComparison activity, OverviewChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        return Grouped(DailyFigures.OfCurrent(metric, activity), choice.DaysPerPoint, metric.IsSum());
    }

    public static ChartSeries Of(
        OverviewMetric metric, ActivityComparison activity, OverviewChoice choice, IStringLocalizer<Texts> texts)
    {
        ArgumentNullException.ThrowIfNull(activity);
        ArgumentNullException.ThrowIfNull(choice);
        ArgumentNullException.ThrowIfNull(texts);

        var step = choice.DaysPerPoint;
        var values = Grouped(DailyFigures.OfCurrent(metric, activity), step, metric.IsSum());
        // An average of days has no use for a part of one, and neither has a week.
        if (step == 1 && metric != OverviewMetric.Daily && activity.Running is { } running)
            values.Add(metric.Of(running));
        var before = choice.Compares && DailyFigures.OfPrevious(metric, activity) is { } daily
            ? Grouped(daily, step, metric.IsSum())
            : null;
        var points = values.Select((value, i) => Point(i, value));
        return new(Title(metric, choice, texts), value => Write(metric, value, texts), [.. points], metric != OverviewMetric.Voice);

        ChartPoint Point(int i, double? value)
        {
            var date = activity.Current.From.AddDays(i * step);
            var previous = before is not null && i < before.Count ? before[i] : null;
            return new(
                date, Label(date, step, texts), value,
                previous is null ? null : Label(activity.Previous!.From.AddDays(i * step), step, texts), previous,
                Running: activity.Today >= date && activity.Today < date.AddDays(step),
                OverviewGaps.Of(metric, activity, date, date.AddDays(step - 1), texts));
        }
    }

    // A week that was recorded in part says nothing beside full ones, unless it is all there is.
    private static List<double?> Grouped(IReadOnlyList<double?> days, int step, bool sum) =>
        [.. days.Chunk(step).Select((chunk, i) => chunk.All(day => day is null) || (chunk.Contains(null) && (i + 1) * step < days.Count)
            ? null
            : sum ? chunk.Sum() : chunk.Average())];

    private static string Label(DateOnly date, int step, IStringLocalizer<Texts> texts) =>
        step == 1 ? Dates.Day(date) : texts["chart.week-of", Dates.Axis(date)];

    private static string Title(OverviewMetric metric, OverviewChoice choice, IStringLocalizer<Texts> texts) =>
        texts[$"chart.{metric.Word()}.{(choice.ByWeek ? "week" : "day")}"];

    private static string Write(OverviewMetric metric, double value, IStringLocalizer<Texts> texts) => metric switch
    {
        OverviewMetric.Voice => texts["unit.hours", Figures.Rounded(value)],
        OverviewMetric.Joins => Figures.WithSign(value),
        OverviewMetric.Daily => Figures.Rounded(value),
        _ => Figures.Exact(value),
    };
}

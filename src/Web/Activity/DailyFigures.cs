using CommunityIntel.GrainInterfaces.Activity;

namespace CommunityIntel.Web.Activity;

/// <summary>A metric day by day; null where nothing was recorded.</summary>
public static class DailyFigures
{
    private const int AveragedDays = 7;

    public static IReadOnlyList<double?> OfCurrent(OverviewMetric metric, ActivityComparison activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        IReadOnlyList<ActivityDay> before = activity.Previous?.Days ?? [];
        return [.. Of(metric, [.. before, .. activity.Current.Days], activity).Skip(before.Count)];
    }

    public static IReadOnlyList<double?>? OfPrevious(OverviewMetric metric, ActivityComparison activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return activity.Comparable is { } previous ? [.. Of(metric, previous.Days, activity)] : null;
    }

    private static IEnumerable<double?> Of(OverviewMetric metric, IReadOnlyList<ActivityDay> days, ActivityComparison activity)
    {
        for (var i = 0; i < days.Count; i++)
        {
            if (!activity.IsRecorded(days[i].Date))
                yield return null;
            else if (metric != OverviewMetric.Daily)
                yield return metric.Of(days[i]);
            else
                yield return AverageUpTo(i, days, activity);
        }
    }

    private static double AverageUpTo(int last, IReadOnlyList<ActivityDay> days, ActivityComparison activity)
    {
        var week = days.Take(last + 1).TakeLast(AveragedDays).Where(day => activity.IsRecorded(day.Date)).ToList();
        // The running day pulls an average down until midnight; it counts only when there is nothing else.
        var complete = week.Where(day => day.Date != activity.Today).ToList();
        return (complete.Count > 0 ? complete : week).Average(day => day.ActiveMembers);
    }
}

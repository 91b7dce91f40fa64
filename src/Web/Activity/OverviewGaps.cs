using CommunityIntel.Languages;
using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.Web.Charts;
using CommunityIntel.Web.Languages;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Activity;

/// <summary>Which points of a chart stand for a time at which nobody listened, and what is known of it all the same.</summary>
public static class OverviewGaps
{
    /// <summary>Shorter silences change no figure that a day shows.</summary>
    public static readonly TimeSpan ShortestShown = TimeSpan.FromMinutes(1);

    /// <summary>Null: nothing to say about the days from <paramref name="first"/> to <paramref name="last"/>, both included.</summary>
    public static ChartGap? Of(OverviewMetric metric, ActivityComparison activity, DateOnly first, DateOnly last, IStringLocalizer<Texts> texts)
    {
        ArgumentNullException.ThrowIfNull(activity);
        ArgumentNullException.ThrowIfNull(texts);
        var gaps = (activity.Current.Gaps ?? []).Concat(activity.RunningGaps ?? [])
            .Where(gap => gap.FirstDay <= last && gap.LastDay >= first && gap.Until - gap.From >= ShortestShown).Distinct().ToList();
        if (gaps.Count == 0) return null;

        // Joins, leaves and voice cannot be asked for afterwards; who wrote and how much can.
        var isAskedAfterwards = metric is not (OverviewMetric.Voice or OverviewMetric.Joins);
        var isFilled = isAskedAfterwards && gaps.All(gap => gap.State == ActivityGapState.Filled);
        var length = Length(gaps.Aggregate(TimeSpan.Zero, (sum, gap) => sum + (gap.Until - gap.From)), texts);
        return new(isFilled, texts[isFilled ? "chart.gap.filled" : isAskedAfterwards ? "chart.gap.partial" : "chart.gap.unknown", length]);
    }

    private static string Length(TimeSpan length, IStringLocalizer<Texts> texts) => length < TimeSpan.FromHours(1)
        ? texts["unit.minutes", Figures.Exact((long)Math.Ceiling(length.TotalMinutes))]
        : texts["unit.hours", Figures.Rounded(length.TotalHours)];
}

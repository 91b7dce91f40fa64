using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.Languages;
using CommunityIntel.Web.Activity;
using CommunityIntel.Web.Charts;
using CommunityIntel.Web.Languages;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Voice;

/// <summary>How many people were in voice at once.</summary>
public static class VoicePeaks
{
    private const int DaysPerWeek = 7;

    /// <summary>The highest of the range, the first of equals; null when nobody was in voice.</summary>
    public static VoicePeak? Of(VoiceReport voice)
    {
        ArgumentNullException.ThrowIfNull(voice);
        return voice.Days.Select(day => day.Peak).MaxBy(peak => peak?.People ?? 0);
    }

    /// <summary>The highest of each day, or of each week over a year.</summary>
    public static ChartSeries Series(VoiceReport voice, ActivityComparison activity, OverviewChoice choice, IStringLocalizer<Texts> texts)
    {
        ArgumentNullException.ThrowIfNull(voice);
        ArgumentNullException.ThrowIfNull(activity);
        ArgumentNullException.ThrowIfNull(choice);
        ArgumentNullException.ThrowIfNull(texts);
        var step = choice.ByWeek ? DaysPerWeek : 1;
        var points = voice.Days.Chunk(step).Select(days => new ChartPoint(
            days[0].Date, step == 1 ? Dates.Day(days[0].Date) : texts["chart.week-of", Dates.Axis(days[0].Date)],
            days.Any(day => activity.IsRecorded(day.Date)) ? days.Max(day => day.Peak?.People ?? 0) : null, null, null, Running: days[^1].Date >= activity.Today,
            OverviewGaps.Of(OverviewMetric.Voice, activity, days[0].Date, days[^1].Date, texts)));
        return new(texts[step == 1 ? "voice.peak.day" : "voice.peak.week"], value => texts.Count("voice.at-once", (long)value), [.. points]);
    }
}

using CommunityIntel.GrainInterfaces.Activity;

namespace CommunityIntel.Web.Activity;

/// <summary>What the main chart shows; one per figure of the strip.</summary>
public enum OverviewMetric
{
    Messages = 0,

    /// <summary>Distinct people in the range; the chart counts them per day.</summary>
    Members = 1,

    /// <summary>People per day on average; the chart shows the average of seven days.</summary>
    Daily = 2,

    Voice = 3,
    Joins = 4,
}

public static class OverviewMetrics
{
    public static IReadOnlyList<OverviewMetric> All { get; } = Enum.GetValues<OverviewMetric>();

    /// <summary>Its word in addresses and text keys.</summary>
    public static string Word(this OverviewMetric metric) => metric switch
    {
        OverviewMetric.Members => "members",
        OverviewMetric.Daily => "daily",
        OverviewMetric.Voice => "voice",
        OverviewMetric.Joins => "joins",
        _ => "messages",
    };

    public static OverviewMetric Parse(string? word) =>
        All.FirstOrDefault(metric => metric.Word() == word, OverviewMetric.Messages);

    /// <summary>Whether days add up to a week; people do not, the same ones come back.</summary>
    public static bool IsSum(this OverviewMetric metric) => metric is not (OverviewMetric.Members or OverviewMetric.Daily);

    public static double Of(this OverviewMetric metric, ActivityDay day)
    {
        ArgumentNullException.ThrowIfNull(day);
        return metric switch
        {
            OverviewMetric.Voice => day.VoiceSeconds / 3600.0,
            OverviewMetric.Joins => day.Joins - day.Leaves,
            OverviewMetric.Messages => day.Messages,
            _ => day.ActiveMembers,
        };
    }
}

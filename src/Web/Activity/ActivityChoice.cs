using System.Globalization;

namespace CommunityIntel.Web.Activity;

/// <summary>What the activity page shows, as its address says: the period, and one channel or all (null).</summary>
public sealed record ActivityChoice(OverviewChoice Period, long? Channel)
{
    public static ActivityChoice Parse(string? range, string? metric, string? compare, string? channel)
    {
        var period = OverviewChoice.Parse(range, metric, compare);
        return new(
            // The other figures are of people, and those are not kept by channel.
            period.Metric == OverviewMetric.Voice ? period : period with { Metric = OverviewMetric.Messages },
            long.TryParse(channel, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : null);
    }

    /// <summary>The address of this choice, relative to the page.</summary>
    public string Query()
    {
        var period = Period.Query();
        return Channel is not { } channel ? period : string.Create(CultureInfo.InvariantCulture, $"{period}{(period.Length == 0 ? '?' : '&')}channel={channel}");
    }
}

using System.Globalization;
using CommunityIntel.GrainInterfaces.Guilds;

namespace CommunityIntel.Web.Activity;

/// <summary>What the reader chose to see; it lives in the address. <c>Days</c> is one of <see cref="Ranges"/>.</summary>
public sealed record OverviewChoice(int Days, OverviewMetric Metric, bool Compares)
{
    public const int UsualDays = 28;

    private const int DaysPerWeek = 7;

    /// <summary>Whole weeks, so that the period before falls on the same weekdays.</summary>
    public static IReadOnlyList<int> Ranges { get; } = [7, 28, 91, 364];

    /// <summary>Days that are shown of those that were chosen, where the guild's plan shows fewer; null = all.</summary>
    public int? Shown { get; private init; }

    public int Length => Shown ?? Days;

    /// <summary>A year is drawn by week.</summary>
    public bool ByWeek => Length > 91;

    public int DaysPerPoint => ByWeek ? DaysPerWeek : 1;

    public static OverviewChoice Parse(string? range, string? metric, string? compare) => new(
        int.TryParse(range, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && Ranges.Contains(days) ? days : UsualDays,
        OverviewMetrics.Parse(metric),
        compare != "off");

    /// <summary>The first and the last local day of the period that ends now.</summary>
    public (DateOnly First, DateOnly Last) DaysOf(GuildProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var last = ActivityComparison.LastDay(profile.FirstDay, profile.Today);
        return (last.AddDays(1 - Length), last);
    }

    /// <summary>As much of it as begins on <paramref name="firstDay"/> or later, which is the first that the guild's plan shows.</summary>
    public OverviewChoice From(DateOnly firstDay, GuildProfile profile)
    {
        var (first, last) = (this with { Shown = null }).DaysOf(profile);
        return this with { Shown = first >= firstDay || firstDay > last ? null : last.DayNumber - firstDay.DayNumber + 1 };
    }

    /// <summary>The address of this choice, relative to the page; usual values are left out.</summary>
    public string Query()
    {
        List<string> parts = [];
        if (Days != UsualDays)
            parts.Add("range=" + Days.ToString(CultureInfo.InvariantCulture));
        if (Metric != OverviewMetric.Messages)
            parts.Add("metric=" + Metric.Word());
        if (!Compares)
            parts.Add("compare=off");
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }
}

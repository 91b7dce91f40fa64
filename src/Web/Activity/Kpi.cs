using CommunityIntel.Web.Languages;

namespace CommunityIntel.Web.Activity;

public enum Trend
{
    Flat = 0,
    Up = 1,
    Down = 2,
}

/// <summary>A figure's change against the period before: 17 %, or 48 people where a share would mislead; the sign is the trend.</summary>
public sealed record Change(Trend Trend, string Text)
{
    private const double Unchanged = .005;

    /// <summary>As a share of what was before; null when there was nothing.</summary>
    public static Change? Between(double now, double before)
    {
        if (before <= 0)
            return null;
        var share = (now - before) / before;
        var trend = Math.Abs(share) < Unchanged ? Trend.Flat : share > 0 ? Trend.Up : Trend.Down;
        return new(trend, Figures.Percent(share));
    }
}

/// <summary>One figure of the strip. <c>Previous</c> and <c>Change</c> null = there is no recorded period before it.</summary>
public sealed record Kpi(
    OverviewMetric Metric, string Value, string Exact, string? Previous, Change? Change, IReadOnlyList<double?> Spark);

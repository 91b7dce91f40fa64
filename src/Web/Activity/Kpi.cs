namespace CommunityIntel.Web.Activity;

public enum Trend
{
    Flat = 0,
    Up = 1,
    Down = 2,
}

/// <summary>A figure's change against the period before: 17 %, or 48 people where a share would mislead; the sign is the trend.</summary>
public sealed record Change(Trend Trend, string Text);

/// <summary>One figure of the strip. <c>Previous</c> and <c>Change</c> null = there is no recorded period before it.</summary>
public sealed record Kpi(
    OverviewMetric Metric, string Value, string Exact, string? Previous, Change? Change, IReadOnlyList<double?> Spark);

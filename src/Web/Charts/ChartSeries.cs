namespace CommunityIntel.Web.Charts;

/// <summary>
/// One point of a time chart. <c>Value</c> null = nothing was recorded yet. <c>Running</c>: the period is not over.
/// <c>Label</c> is its name in tooltips and tables. <c>Gap</c> null = somebody listened all the time.
/// </summary>
public sealed record ChartPoint(
    DateOnly Date, string Label, double? Value, string? PreviousLabel, double? Previous, bool Running, ChartGap? Gap = null)
{
    /// <summary>What people wrote to it.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>Nobody listened during a part of a point's time. <c>IsFilled</c>: what it shows was found afterwards. <c>Note</c> says so in words.</summary>
public sealed record ChartGap(bool IsFilled, string Note);

/// <summary>Points in time order, evenly spaced, with the words to read them. <c>Format</c> writes one value; <c>Whole</c>: it counts things.</summary>
public sealed record ChartSeries(string Title, Func<double, string> Format, IReadOnlyList<ChartPoint> Points, bool Whole = true)
{
    public IReadOnlyList<ChartMark> Marks { get; init; } = [];

    /// <summary>In the order of their marks.</summary>
    public IReadOnlyList<ChartNote> Notes { get; init; } = [];

    public bool IsEmpty => Points.All(point => point.Value is null or 0);

    public bool HasPrevious => Points.Any(point => point.Previous is not null);

    public bool IsRunning => Points.Any(point => point.Running);

    /// <summary>How many points at the start have no value: the time before anything was recorded.</summary>
    public int Unrecorded => Points.TakeWhile(point => point.Value is null).Count();
}

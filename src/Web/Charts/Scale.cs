namespace CommunityIntel.Web.Charts;

/// <summary>
/// A value axis with round ticks (1, 2 or 5 times a power of ten), always holding zero.
/// <c>Ticks</c> ascend, the first is the lower end, the last the upper; there are three to six.
/// </summary>
public sealed record Scale(IReadOnlyList<double> Ticks)
{
    private const int WantedSteps = 4;
    private const double SmallestStep = 1;
    private static readonly double[] RoundFactors = [1, 2, 5, 10];

    public double Bottom => Ticks[0];

    public double Top => Ticks[^1];

    public static Scale Of(IEnumerable<double> values)
    {
        var (low, high) = (0d, 0d);
        foreach (var value in values)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (high - low < 2 * SmallestStep)
            high = low + 2 * SmallestStep;

        var step = Step(high - low);
        var first = Math.Floor(low / step + 1e-9);
        var last = Math.Ceiling(high / step - 1e-9);
        return new([.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)]);
    }

    /// <summary>How far below the upper end, in percent of the axis: SVG counts from the top.</summary>
    public double FromTop(double value) => 100 * (Top - value) / (Top - Bottom);

    private static double Step(double range)
    {
        var least = range / WantedSteps;
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(least)));
        var step = RoundFactors.First(factor => factor * magnitude >= least - 1e-9) * magnitude;
        return Math.Max(step, SmallestStep);
    }
}

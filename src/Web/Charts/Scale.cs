namespace CommunityIntel.Web.Charts;

/// <summary>
/// A value axis with round ticks (1, 2 or 5 times a power of ten), always holding zero.
/// <c>Ticks</c> ascend, the first is the lower end, the last the upper; there are three to six.
/// </summary>
public sealed record Scale(IReadOnlyList<double> Ticks)
{
    private const int MostSteps = 5;
    private const double SmallestOfParts = .1;
    private static readonly double[] RoundFactors = [1, 2, 5, 10];

    public double Bottom => Ticks[0];

    public double Top => Ticks[^1];

    /// <param name="whole">Things are counted, so that a tick between two of them means nothing.</param>
    public static Scale Of(IEnumerable<double> values, bool whole = true)
    {
        ArgumentNullException.ThrowIfNull(values);
        var smallest = whole ? 1 : SmallestOfParts;
        var (low, high) = (0d, 0d);
        foreach (var value in values)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (high - low < 2 * smallest)
            high = low + 2 * smallest;

        var step = Math.Max(Step((high - low) / MostSteps), smallest);
        var (first, last) = Around(step);
        // Zero need not be an end, which can cost one step more.
        if (last - first > MostSteps)
        {
            step = Step(step * 1.01);
            (first, last) = Around(step);
        }
        return new([.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => Math.Round((first + i) * step, 6))]);

        (double First, double Last) Around(double size) => (Math.Floor(low / size + 1e-9), Math.Ceiling(high / size - 1e-9));
    }

    /// <summary>How far below the upper end, in percent of the axis: SVG counts from the top.</summary>
    public double FromTop(double value) => 100 * (Top - value) / (Top - Bottom);

    /// <summary>The smallest round number from <paramref name="least"/> on.</summary>
    private static double Step(double least)
    {
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return RoundFactors.First(factor => factor * magnitude >= least - 1e-9) * magnitude;
    }
}

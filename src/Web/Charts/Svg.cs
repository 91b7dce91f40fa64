using System.Globalization;
using System.Text;

namespace CommunityIntel.Web.Charts;

/// <summary>Numbers and paths as SVG writes them, whatever the reader's culture.</summary>
public static class Svg
{
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Percent(double value) => Number(value) + "%";

    /// <summary>A line through points one unit apart; null interrupts it.</summary>
    public static string Line(IReadOnlyList<double?> heights, int from = 0, int? to = null)
    {
        ArgumentNullException.ThrowIfNull(heights);
        var path = new StringBuilder();
        var drawing = false;
        for (var i = from; i <= (to ?? heights.Count - 1); i++)
        {
            if (heights[i] is { } height)
                path.Append(drawing ? 'L' : 'M').Append(Number(i)).Append(' ').Append(Number(height));
            drawing = heights[i] is not null;
        }
        return path.ToString();
    }
}

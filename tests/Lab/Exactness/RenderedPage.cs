using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace CommunityIntel.Lab.Exactness;

/// <summary>Figures as somebody reads them from a page in English. Throw when the page lacks them.</summary>
public static partial class RenderedPage
{
    /// <summary>The figures at the top, by their labels, as exact as the page says them when asked.</summary>
    public static Dictionary<string, string> Kpis(string page) => Kpi().Matches(page).ToDictionary(m => Words(m.Groups[1].Value), m => m.Groups[2].Value);

    /// <summary>The chart in words: its figures from the oldest to the newest, those without data left out.</summary>
    public static List<long> ChartTable(string page, string title)
    {
        var table = TableAfter(page, $"aria-label=\"{title}\"");
        var values = Row().Matches(table).Select(row => Cell().Match(row.Value)).Where(cell => cell.Success).Select(cell => Words(cell.Groups[1].Value)).Where(text => text.Any(char.IsAsciiDigit));
        return [.. values.Reverse().Select(Number)];
    }

    /// <summary>7 × 24, Monday first.</summary>
    public static List<long> HeatMap(string page)
    {
        var table = TableAfter(page, "<table class=\"heat\"", inclusive: true);
        var rows = Row().Matches(table[table.IndexOf("<tbody", StringComparison.Ordinal)..]).ToDictionary(
            row => Enum.Parse<DayOfWeek>(DayTitle().Match(row.Value).Groups[1].Value), row => HeatCell().Matches(row.Value).Select(cell => Number(cell.Groups[1].Value)).ToList());
        return [.. Enumerable.Range(1, 7).SelectMany(day => rows[(DayOfWeek)(day % 7)])];
    }

    /// <summary>Name in the first column and figure in the second.</summary>
    public static Dictionary<string, long> Channels(string page)
    {
        var table = TableAfter(page, "<table class=\"bars channels\"", inclusive: true);
        return Row().Matches(table[table.IndexOf("<tbody", StringComparison.Ordinal)..]).ToDictionary(
            row => Words(Name().Match(row.Value).Groups[1].Value), row => Number(Words(Cell().Match(row.Value).Groups[1].Value)));
    }

    /// <summary>Messages of the people on a leaderboard, in order.</summary>
    public static List<long> Messages(string page) => [.. MessagesCell().Matches(page).Select(cell => Number(cell.Groups[1].Value))];

    public static long Number(string text) => long.Parse(text.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    private static string TableAfter(string page, string mark, bool inclusive = false)
    {
        var at = page.IndexOf(mark, StringComparison.Ordinal);
        if (at < 0) throw new InvalidOperationException($"the page has no {mark}");
        var begin = inclusive ? at : page.IndexOf("<table", at, StringComparison.Ordinal);
        return page[begin..page.IndexOf("</table>", begin, StringComparison.Ordinal)];
    }

    private static string Words(string html) => WebUtility.HtmlDecode(Tag().Replace(html, "")).Trim();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("class=\"kpi\"[^>]*>\\s*<span class=\"label\">(.*?)</span>\\s*<span class=\"value\"(?: title=\"([^\"]*)\")?", RegexOptions.Singleline)]
    private static partial Regex Kpi();

    [GeneratedRegex("<tr>.*?</tr>", RegexOptions.Singleline)]
    private static partial Regex Row();

    [GeneratedRegex("<td class=\"n\"[^>]*>(.*?)</td>", RegexOptions.Singleline)]
    private static partial Regex Cell();

    [GeneratedRegex("<abbr title=\"([^\"]*)\"")]
    private static partial Regex DayTitle();

    [GeneratedRegex("<td class=\"q[0-9]\"[^>]*><span class=\"vh\">([^<]*)</span>")]
    private static partial Regex HeatCell();

    [GeneratedRegex("<bdi>(.*?)</bdi>", RegexOptions.Singleline)]
    private static partial Regex Name();

    [GeneratedRegex("<td class=\"n c-messages\" title=\"([^\"]*)\"")]
    private static partial Regex MessagesCell();
}

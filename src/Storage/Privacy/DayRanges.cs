namespace CommunityIntel.Storage.Privacy;

/// <summary>Local days as spans of UTC that hold them in any time zone.</summary>
internal static class DayRanges
{
    /// <summary>Spans that do not overlap, in order; the end is not included.</summary>
    public static IEnumerable<(DateTime From, DateTime Until)> Around(IEnumerable<DateOnly> dates)
    {
        (DateOnly First, DateOnly Last)? open = null;
        foreach (var date in dates.Distinct().Order())
        {
            if (open is { } span && date.AddDays(-1) <= span.Last.AddDays(2)) open = (span.First, date);
            else
            {
                if (open is { } done) yield return Span(done);
                open = (date, date);
            }
        }

        if (open is { } last) yield return Span(last);
    }

    /// <summary>The same time in parts of at most that many days.</summary>
    public static IEnumerable<(DateTime From, DateTime Until)> Split((DateTime From, DateTime Until) span, int days)
    {
        for (var from = span.From; from < span.Until; from = from.AddDays(days))
            yield return (from, from.AddDays(days) < span.Until ? from.AddDays(days) : span.Until);
    }

    private static (DateTime From, DateTime Until) Span((DateOnly First, DateOnly Last) span) =>
        (span.First.AddDays(-1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), span.Last.AddDays(2).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
}

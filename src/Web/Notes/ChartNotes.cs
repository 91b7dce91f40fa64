using CommunityIntel.GrainInterfaces.Notes;
using CommunityIntel.Web.Charts;

namespace CommunityIntel.Web.Notes;

/// <summary>Puts notes on a time chart, with numbered marks above their days.</summary>
public static class ChartNotes
{
    /// <summary>Marks stand in that many rows.</summary>
    private const int Rows = 2;

    /// <summary>From mark to mark in a row, in percent: what one takes on a phone.</summary>
    private const double Room = 6.5;

    /// <summary>Each note at the point of its day, or of the <paramref name="daysPerPoint"/> days that hold it; what lies outside of the chart is left out.</summary>
    /// <param name="notes">In the order of their days.</param>
    public static ChartSeries On(ChartSeries series, IReadOnlyList<DateNote> notes, int daysPerPoint)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(notes);
        if (series.Points.Count == 0)
            return series;
        var first = series.Points[0].Date;
        var byPoint = notes.Where(note => note.Date >= first).ToLookup(note => (note.Date.DayNumber - first.DayNumber) / daysPerPoint);
        List<ChartMark> marks = [];
        List<ChartNote> noted = [];
        for (var i = 0; i < series.Points.Count; i++)
        {
            var x = 100.0 * i / Math.Max(1, series.Points.Count - 1);
            // Where both rows are full, the notes join those of the mark before.
            if (byPoint.Contains(i) && FreeRow(marks, x) is { } row)
                marks.Add(new(marks.Count + 1, x, row));
            noted.AddRange(byPoint[i].Select(note => new ChartNote(marks.Count, note.Date, note.Text)));
        }
        return series with { Points = [.. series.Points.Select((point, i) => point with { Notes = [.. byPoint[i].Select(note => note.Text)] })], Marks = marks, Notes = noted };
    }

    private static int? FreeRow(List<ChartMark> marks, double x)
    {
        for (var row = 0; row < Rows; row++)
            if (!marks.Exists(mark => mark.Row == row && x - mark.X < Room))
                return row;
        return null;
    }
}

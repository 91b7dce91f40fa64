using CommunityIntel.GrainInterfaces.Notes;
using CommunityIntel.Web.Charts;
using CommunityIntel.Web.Notes;

namespace CommunityIntel.Web.Tests.Notes;

public sealed class ChartNotesTests
{
    private static readonly DateOnly First = new(2026, 11, 1);

    [Fact]
    public void A_note_stands_at_its_day_and_notes_of_a_day_share_a_number()
    {
        var series = ChartNotes.On(Days(29), [new(1, First, "a"), new(3, First.AddDays(14), "b"), new(2, First.AddDays(14), "c"), new(4, First.AddDays(28), "d")], 1);

        series.Marks.Should().Equal(new ChartMark(1, 0, 0), new ChartMark(2, 50, 0), new ChartMark(3, 100, 0));
        series.Notes.Should().Equal(new ChartNote(1, First, "a"), new(2, First.AddDays(14), "b"), new(2, First.AddDays(14), "c"), new(3, First.AddDays(28), "d"));
        series.Points[14].Notes.Should().Equal("b", "c");
        series.Points[13].Notes.Should().BeEmpty();
    }

    [Fact]
    public void What_lies_outside_of_the_chart_is_left_out()
    {
        var series = ChartNotes.On(Days(7), [new(1, First.AddDays(-1), "before"), new(2, First.AddDays(7), "after")], 1);
        series.Marks.Should().BeEmpty();
        series.Notes.Should().BeEmpty();
        ChartNotes.On(new("t", _ => "", []), [new(1, First, "a")], 1).Notes.Should().BeEmpty();
    }

    [Theory]
    [InlineData(0, 0), InlineData(6, 0), InlineData(7, 1), InlineData(363, 51), InlineData(364, null), InlineData(-1, null)]
    public void In_a_chart_of_weeks_a_note_stands_at_the_week_that_holds_its_day(int day, int? point)
    {
        var series = ChartNotes.On(Days(52), [new(1, First.AddDays(day), "a")], 7);
        series.Points.Index().Where(p => p.Item.Notes.Count > 0).Select(p => (int?)p.Index).SingleOrDefault().Should().Be(point);
    }

    [Fact]
    public void Marks_never_cover_each_other_and_number_every_note_in_order()
    {
        foreach (var count in (int[])[1, 2, 7, 8, 28, 29, 91, 92])
        {
            var notes = Enumerable.Range(0, count).Select(i => new DateNote(i, First.AddDays(i), $"{i}")).ToList();
            var series = ChartNotes.On(Days(count), notes, 1);

            series.Marks.GroupBy(mark => mark.Row).Should().OnlyContain(row => row.Zip(row.Skip(1)).All(pair => pair.Second.X - pair.First.X >= 6.5));
            series.Notes.Select(note => note.Text).Should().Equal(notes.Select(note => note.Text));
            series.Notes.Select(note => note.Number).Distinct().Should().Equal(Enumerable.Range(1, series.Marks.Count));
        }
    }

    [Fact]
    public void The_tooltip_reads_notes_and_they_cannot_end_their_script_element()
    {
        var payload = ChartPayload.Of(ChartNotes.On(Days(2), [new(1, First, "</script>"), new(2, First, "two")], 1), Scale.Of([1])).Value;
        payload.Should().NotContain("<").And.EndWith(",null]]").And.Contain("script\\u003E\",\"two\"]]");
    }

    private static ChartSeries Days(int count) =>
        new("t", value => $"{value}", [.. Enumerable.Range(0, count).Select(i => new ChartPoint(First.AddDays(i), $"{i}", 1, null, null, false))]);
}

using System.Text;
using CommunityIntel.RankCards.Fonts;
using HarfBuzzSharp;
using SkiaSharp;
using Buffer = HarfBuzzSharp.Buffer;

namespace CommunityIntel.RankCards.Names;

/// <summary>Turns a line of any scripts into glyphs at their places, each character in the first font that has it.</summary>
internal sealed class LineShaper(FontShelf fonts)
{
    public const string Ellipsis = "…";

    /// <summary>Where no font has a character, a box of this width stands for it, in em.</summary>
    public const float BoxWidth = .62f;

    /// <summary>The line at this size, cut at a character and ended with an ellipsis when it is wider than it may be.</summary>
    public ShapedLine Fit(string text, float size, float width)
    {
        var clusters = DisplayName.Clusters(text).ToList();
        var whole = Shape(clusters, size);
        if (whole.Width <= width) return whole;
        int fits = 0, tooMany = clusters.Count;
        var best = Shape([Ellipsis], size);
        while (tooMany - fits > 1)
        {
            var middle = (fits + tooMany) / 2;
            var line = Shape([.. Cut(clusters, middle), Ellipsis], size);
            if (line.Width <= width) (fits, best) = (middle, line);
            else tooMany = middle;
        }

        return best with { Missing = whole.Missing };
    }

    /// <summary>The whole line at this size, in the preferred font where that has the characters.</summary>
    public ShapedLine Whole(string text, float size, string? preferred = null) => Shape([.. DisplayName.Clusters(text)], size, preferred);

    private static IEnumerable<string> Cut(List<string> clusters, int count)
    {
        while (count > 0 && clusters[count - 1] == " ") count--;
        return clusters.Take(count);
    }

    private ShapedLine Shape(IReadOnlyList<string> clusters, float size, string? preferred = null)
    {
        var choice = new FontChoice(fonts, clusters, preferred);
        var pieces = choice.Pieces();
        var levels = Bidi.Levels([.. pieces.SelectMany(piece => piece.Text.EnumerateRunes())]);
        var runs = Runs(pieces, levels);
        var shaped = new List<GlyphRun>(runs.Count);
        var x = 0f;
        foreach (var index in Bidi.VisualOrder([.. runs.Select(run => run.Level)]))
        {
            var run = ShapeRun(runs[index], x, size);
            shaped.Add(run);
            x += run.Width;
        }

        return new ShapedLine(shaped, size, x, choice.Missing + shaped.Sum(run => run.Face is null ? 0 : run.Glyphs.Count(glyph => glyph == 0)));
    }

    private static List<Run> Runs(IReadOnlyList<Piece> pieces, byte[] levels)
    {
        var runs = new List<Run>();
        var at = 0;
        foreach (var piece in pieces)
        {
            var level = levels[at];
            at += piece.Text.EnumerateRunes().Count();
            if (runs.Count > 0 && runs[^1].Level == level && runs[^1].Face == piece.Face) runs[^1].Text.Append(piece.Text);
            else runs.Add(new Run(piece.Face, level, new StringBuilder(piece.Text)));
        }

        return runs;
    }

    private static GlyphRun ShapeRun(Run run, float x, float size)
    {
        if (run.Face is not { } face) return Boxes(DisplayName.Clusters(run.Text.ToString()).Count(), x, size);
        using var buffer = new Buffer();
        buffer.AddUtf16(run.Text.ToString());
        buffer.GuessSegmentProperties();
        buffer.Direction = run.Level % 2 == 1 ? Direction.RightToLeft : Direction.LeftToRight;
        face.Shaper.Shape(buffer);
        var infos = buffer.GetGlyphInfoSpan();
        var positions = buffer.GetGlyphPositionSpan();
        var scale = size / face.UnitsPerEm;
        var glyphs = new ushort[infos.Length];
        var points = new SKPoint[infos.Length];
        var pen = x;
        for (var i = 0; i < infos.Length; i++)
        {
            glyphs[i] = (ushort)infos[i].Codepoint;
            points[i] = new SKPoint(pen + (positions[i].XOffset * scale), -positions[i].YOffset * scale);
            pen += positions[i].XAdvance * scale;
        }

        return new GlyphRun(face, glyphs, points, pen - x);
    }

    private static GlyphRun Boxes(int count, float x, float size) =>
        new(null, new ushort[count], [.. Enumerable.Range(0, count).Select(i => new SKPoint(x + (i * BoxWidth * size), 0))], count * BoxWidth * size);

    private sealed record Run(FontFace? Face, byte Level, StringBuilder Text);
}

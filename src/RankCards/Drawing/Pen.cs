using CommunityIntel.RankCards.Names;
using SkiaSharp;

namespace CommunityIntel.RankCards.Drawing;

/// <summary>Writes lines of text on a canvas.</summary>
internal static class Pen
{
    private const float BoxStroke = .06f;

    public static void Write(SKCanvas canvas, ShapedLine line, float x, float baseline, SKColor colour)
    {
        using var paint = new SKPaint { Color = colour, IsAntialias = true };
        foreach (var run in line.Runs)
        {
            if (run.Face is null) Boxes(canvas, run, line.Size, x, baseline, colour);
            else Glyphs(canvas, run, line.Size, x, baseline, paint);
        }
    }

    /// <summary>What the glyphs of a line without boxes cover, from the start of its baseline: for centring by eye.</summary>
    public static SKRect Ink(ShapedLine line)
    {
        var ink = SKRect.Empty;
        foreach (var run in line.Runs)
        {
            using var font = FontOf(run, line.Size);
            var bounds = new SKRect[run.Glyphs.Length];
            font.GetGlyphWidths(run.Glyphs, new float[bounds.Length], bounds);
            for (var i = 0; i < bounds.Length; i++)
            {
                bounds[i].Offset(run.Positions[i]);
                ink = ink.IsEmpty ? bounds[i] : SKRect.Union(ink, bounds[i]);
            }
        }

        return ink;
    }

    private static SKFont FontOf(GlyphRun run, float size) =>
        new(run.Face!.Typeface, size) { Subpixel = true, Hinting = SKFontHinting.None, Edging = SKFontEdging.Antialias, LinearMetrics = true };

    private static void Glyphs(SKCanvas canvas, GlyphRun run, float size, float x, float baseline, SKPaint paint)
    {
        if (run.Glyphs.Length == 0) return;
        using var font = FontOf(run, size);
        using var builder = new SKTextBlobBuilder();
        builder.AddPositionedRun(run.Glyphs, font, run.Positions);
        using var blob = builder.Build();
        canvas.DrawText(blob, x, baseline, paint);
    }

    private static void Boxes(SKCanvas canvas, GlyphRun run, float size, float x, float baseline, SKColor colour)
    {
        using var paint = new SKPaint
        {
            Color = colour.WithAlpha(0x99), IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = BoxStroke * size,
        };
        foreach (var at in run.Positions)
        {
            var left = x + at.X + (.08f * size);
            canvas.DrawRoundRect(new SKRect(left, baseline - (.7f * size), left + ((LineShaper.BoxWidth - .16f) * size), baseline), .1f * size, .1f * size, paint);
        }
    }
}

using SkiaSharp;

namespace CommunityIntel.RankCards.Drawing;

/// <summary>The dashboard's colours, in the theme of a card.</summary>
internal sealed record Palette(SKColor Surface, SKColor Sunk, SKColor Line, SKColor Ink, SKColor Ink2, SKColor Accent)
{
    /// <summary>Text in the accent can be read (WCAG 2.2, 1.4.3).</summary>
    private const double LeastContrast = 4.5;

    private static readonly Palette Dark = new(new(0xFF171A20), new(0xFF2A2F39), new(0xFF2A2F39), new(0xFFECEEF2), new(0xFFAAB1BE), new(0xFF86A5FF));
    private static readonly Palette Light = new(new(0xFFFFFFFF), new(0xFFE3E3DD), new(0xFFE3E3DD), new(0xFF191B1F), new(0xFF555A64), new(0xFF2F58CD));

    public static Palette Of(RankCardTheme theme, int? accent)
    {
        var palette = theme == RankCardTheme.Light ? Light : Dark;
        return accent is { } rgb ? palette with { Accent = Readable(new SKColor(0xFF000000 | (uint)(rgb & 0xFFFFFF)), palette) } : palette;
    }

    /// <summary>WCAG 2.2, contrast ratio: 1 to 21.</summary>
    public static double Contrast(SKColor one, SKColor other)
    {
        double a = Luminance(one), b = Luminance(other);
        return (Math.Max(a, b) + .05) / (Math.Min(a, b) + .05);
    }

    private static SKColor Readable(SKColor accent, Palette palette)
    {
        for (var ink = 0; ink <= 100; ink += 5)
        {
            var mixed = Mix(accent, palette.Ink, ink / 100f);
            if (Contrast(mixed, palette.Surface) >= LeastContrast) return mixed;
        }

        return palette.Ink;
    }

    private static SKColor Mix(SKColor one, SKColor other, float share)
    {
        byte Part(byte a, byte b) => (byte)Math.Round(a + ((b - a) * share));
        return new(Part(one.Red, other.Red), Part(one.Green, other.Green), Part(one.Blue, other.Blue));
    }

    private static double Luminance(SKColor colour)
    {
        static double Linear(byte part) => part / 255d is var c && c <= .04045 ? c / 12.92 : Math.Pow((c + .055) / 1.055, 2.4);
        return (.2126 * Linear(colour.Red)) + (.7152 * Linear(colour.Green)) + (.0722 * Linear(colour.Blue));
    }
}

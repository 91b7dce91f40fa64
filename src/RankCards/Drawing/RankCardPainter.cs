using CommunityIntel.RankCards.Avatars;
using CommunityIntel.RankCards.Fonts;
using CommunityIntel.RankCards.Names;
using SkiaSharp;

namespace CommunityIntel.RankCards.Drawing;

/// <summary>
/// The layout: the avatar on the left; on the right the name, four figures under their labels, and the way to the next level.
/// Discord shows the picture at about half its size, so lengths are twice those of the dashboard.
/// </summary>
internal sealed class RankCardPainter
{
    private const float Radius = 20;
    private const float AvatarX = 126;
    private const float AvatarY = RankCardImage.Height / 2f;
    private const float AvatarRadius = 84;
    private const float InitialsSize = 64;
    private const float Left = 252;
    private const float Right = RankCardImage.Width - 42;
    private const float NameSize = 40;
    private const float NameBaseline = 76;
    private const float LabelSize = 20;
    private const float LabelBaseline = 122;
    private const float FigureSize = 32;
    private const float FigureBaseline = 159;
    private const float BarTop = 186;
    private const float BarHeight = 16;
    private const float CaptionBaseline = 236;
    private const float Gap = 20;
    private const float LeastShrink = .75f;

    // Where the four figures begin; the last number is where the last one ends.
    private static readonly float[] Columns = [Left, 452, 572, 740, Right];

    private static readonly SKPngEncoderOptions Png = new(SKPngEncoderFilterFlags.Sub, 1);

    private readonly RankCard _card;
    private readonly LineShaper _shaper;
    private readonly Palette _palette;
    private readonly Numbers _numbers;
    private readonly SKCanvas _canvas;
    private readonly string _name;
    private int _missing;

    private RankCardPainter(RankCard card, FontShelf fonts, SKCanvas canvas)
    {
        _card = card;
        _canvas = canvas;
        _shaper = new LineShaper(fonts);
        _palette = Palette.Of(card.Theme, card.Accent);
        _numbers = new Numbers(card);
        _name = card.Name.Length > 0 ? card.Name : card.Texts.Unnamed;
    }

    /// <summary>Draws a card whose name <see cref="DisplayName"/> cleaned.</summary>
    public static RankCardImage Draw(RankCard card, FontShelf fonts)
    {
        var shape = new SKImageInfo(RankCardImage.Width, RankCardImage.Height, SKColorType.Rgba8888, SKAlphaType.Premul);
        using var surface = SKSurface.Create(shape) ?? throw new InvalidOperationException("There is no memory to draw on.");
        var painter = new RankCardPainter(card, fonts, surface.Canvas);
        painter.Draw();
        using var pixels = surface.PeekPixels();
        using var png = pixels.Encode(Png) ?? throw new InvalidOperationException("There is no memory to encode in.");
        return new RankCardImage(png.ToArray(), painter.Description(), painter._missing);
    }

    private void Draw()
    {
        DrawGround();
        DrawAvatar();
        DrawName();
        DrawFigure(0, _numbers.RankLabel, _numbers.Rank, _palette.Ink);
        DrawFigure(1, _card.Texts.Level, _numbers.Level, _palette.Accent);
        DrawFigure(2, _card.Texts.Messages, _numbers.Messages, _palette.Ink);
        DrawFigure(3, _card.Texts.Voice, _numbers.Voice, _palette.Ink);
        DrawBar();
        DrawCaptions();
    }

    private void DrawGround()
    {
        using var fill = Fill(_palette.Surface);
        using var line = Stroke(_palette.Line, 2);
        var whole = new SKRect(0, 0, RankCardImage.Width, RankCardImage.Height);
        _canvas.DrawRoundRect(whole, Radius, Radius, fill);
        whole.Inflate(-1, -1);
        _canvas.DrawRoundRect(whole, Radius - 1, Radius - 1, line);
    }

    private void DrawAvatar()
    {
        using var picture = AvatarPicture.Decode(_card.Avatar);
        if (picture is null) DrawInitials();
        else DrawPicture(picture);
        using var ring = Stroke(_palette.Line, 2);
        _canvas.DrawCircle(AvatarX, AvatarY, AvatarRadius + 1, ring);
    }

    private void DrawPicture(SKImage picture)
    {
        using var ground = Fill(_palette.Sunk);
        _canvas.DrawCircle(AvatarX, AvatarY, AvatarRadius, ground);
        var side = Math.Min(picture.Width, picture.Height);
        var middle = SKRect.Create((picture.Width - side) / 2f, (picture.Height - side) / 2f, side, side);
        var place = SKRect.Create(AvatarX - AvatarRadius, AvatarY - AvatarRadius, 2 * AvatarRadius, 2 * AvatarRadius);
        using var circle = new SKRoundRect(place, AvatarRadius);
        _canvas.Save();
        _canvas.ClipRoundRect(circle, antialias: true);
        _canvas.DrawImage(picture, middle, place, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        _canvas.Restore();
    }

    private void DrawInitials()
    {
        using var ground = Fill(Initials.ColourOf(_card.UserId));
        _canvas.DrawCircle(AvatarX, AvatarY, AvatarRadius, ground);
        var line = Shrunk(Initials.Of(_card.Name), InitialsSize, 1.4f * AvatarRadius);
        if (line.Runs.Count == 0 || line.Missing > 0)
        {
            DrawSilhouette();
            return;
        }

        var ink = Pen.Ink(line);
        Pen.Write(_canvas, line, AvatarX - ink.MidX, AvatarY - ink.MidY, SKColors.White);
    }

    private void DrawSilhouette()
    {
        using var white = Fill(SKColors.White.WithAlpha(0xE6));
        using var circle = new SKRoundRect(SKRect.Create(AvatarX - AvatarRadius, AvatarY - AvatarRadius, 2 * AvatarRadius, 2 * AvatarRadius), AvatarRadius);
        _canvas.Save();
        _canvas.ClipRoundRect(circle, antialias: true);
        _canvas.DrawCircle(AvatarX, AvatarY - 18, 30, white);
        _canvas.DrawOval(AvatarX, AvatarY + 74, 54, 50, white);
        _canvas.Restore();
    }

    private void DrawName()
    {
        var line = _shaper.Fit(_name, NameSize, Right - Left);
        _missing = line.Missing;
        _canvas.Save();
        _canvas.ClipRect(new SKRect(0, 16, Right + 8, LabelBaseline - LabelSize + 2));
        Pen.Write(_canvas, line, Left, NameBaseline, _palette.Ink);
        _canvas.Restore();
    }

    private void DrawFigure(int column, string label, Figure figure, SKColor colour)
    {
        var width = Columns[column + 1] - Columns[column] - (column == Columns.Length - 2 ? 0 : Gap);
        Pen.Write(_canvas, Label(label, width), Columns[column], LabelBaseline, _palette.Ink2);
        Pen.Write(_canvas, Line(figure, width), Columns[column], FigureBaseline, colour);
    }

    private void DrawBar()
    {
        using var well = Fill(_palette.Sunk);
        using var filled = Fill(_palette.Accent);
        var bar = SKRect.Create(Left, BarTop, Right - Left, BarHeight);
        using var ends = new SKRoundRect(bar, BarHeight / 2);
        _canvas.DrawRoundRect(ends, well);
        if (_numbers.Progress <= 0) return;
        bar.Right = bar.Left + Math.Max(BarHeight, bar.Width * _numbers.Progress);
        _canvas.DrawRoundRect(bar, BarHeight / 2, BarHeight / 2, filled);
    }

    private void DrawCaptions()
    {
        var level = Label(_numbers.LevelXp, float.MaxValue);
        var total = Label(_numbers.TotalXp, float.MaxValue);
        var shrink = Math.Min(1, (Right - Left - Gap) / (level.Width + total.Width));
        level = Label(_numbers.LevelXp, level.Width * shrink);
        total = Label(_numbers.TotalXp, total.Width * shrink);
        Pen.Write(_canvas, level, Left, CaptionBaseline, _palette.Ink2);
        Pen.Write(_canvas, total, Right - total.Width, CaptionBaseline, _palette.Ink2);
    }

    private string Description()
    {
        var text = _numbers.Description(_name);
        var tooLong = text.Length - RankCardImage.MaxDescription;
        return tooLong <= 0 ? text : _numbers.Description(Shortened(_name, _name.Length - tooLong - 1));
    }

    private static string Shortened(string name, int length)
    {
        var kept = "";
        foreach (var cluster in DisplayName.Clusters(name))
        {
            if (kept.Length + cluster.Length > length) break;
            kept += cluster;
        }

        return kept + LineShaper.Ellipsis;
    }

    // In full if that fits about as large as its neighbours.
    private ShapedLine Line(Figure figure, float width)
    {
        var full = _shaper.Whole(figure.Full, FigureSize);
        return full.Width * LeastShrink <= width ? Shrunk(figure.Full, FigureSize, width) : Shrunk(figure.Short, FigureSize, width);
    }

    private ShapedLine Label(string text, float width) => Shrunk(text, LabelSize, width, FontCatalogue.Labels);

    // Our own words and numbers are never cut: they become smaller.
    private ShapedLine Shrunk(string text, float size, float width, string? preferred = null)
    {
        var line = _shaper.Whole(text, size, preferred);
        return line.Width <= width ? line : _shaper.Whole(text, size * width / line.Width, preferred);
    }

    private static SKPaint Fill(SKColor colour) => new() { Color = colour, IsAntialias = true };

    private static SKPaint Stroke(SKColor colour, float width) => new() { Color = colour, IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = width };
}

using CommunityIntel.RankCards.Fonts;
using SkiaSharp;

namespace CommunityIntel.RankCards.Names;

/// <summary>A line ready to draw: runs from left to right, positions from the start of the baseline, in pixels.</summary>
/// <param name="Missing">Characters that no font has.</param>
internal sealed record ShapedLine(IReadOnlyList<GlyphRun> Runs, float Size, float Width, int Missing);

/// <param name="Face">None: every glyph is a box.</param>
internal sealed record GlyphRun(FontFace? Face, ushort[] Glyphs, SKPoint[] Positions, float Width);

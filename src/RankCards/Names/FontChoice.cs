using System.Text;
using CommunityIntel.RankCards.Fonts;
using HarfBuzzSharp;

namespace CommunityIntel.RankCards.Names;

/// <summary>A part of a line and the font that has it; none: nothing has it.</summary>
internal sealed record Piece(string Text, FontFace? Face);

/// <summary>Chooses a font for each character of a line.</summary>
internal sealed class FontChoice(FontShelf fonts, IReadOnlyList<string> clusters, string? preferred = null)
{
    private const int TextSelector = 0xFE0E;
    private const int EmojiSelector = 0xFE0F;
    private const int Keycap = 0x20E3;

    private readonly string[] _han = FontShelf.HanOrder(clusters.SelectMany(cluster => cluster.EnumerateRunes()).Select(ScriptOf));

    /// <summary>Characters, or marks on one, that no font has.</summary>
    public int Missing { get; private set; }

    public IReadOnlyList<Piece> Pieces()
    {
        var pieces = new List<Piece>(clusters.Count);
        FontFace? previous = null;
        foreach (var cluster in clusters)
        {
            var piece = Choose(cluster, previous);
            pieces.Add(piece);
            previous = piece.Face;
        }

        return pieces;
    }

    private Piece Choose(string cluster, FontFace? previous)
    {
        var needed = cluster.EnumerateRunes().Where(rune => !DisplayName.IsJoinerOrSelector(rune.Value)).ToList();
        if (needed.Count == 0) needed = [.. cluster.EnumerateRunes()];
        if (preferred is not null && HasAll(fonts[preferred], needed)) return new Piece(cluster, fonts[preferred]);
        if (AsksForEmoji(cluster, needed) && HasAll(fonts.Emoji, needed)) return new Piece(cluster, fonts.Emoji);

        var script = needed.Select(ScriptOf).FirstOrDefault(it => it != Script.Common && it != Script.Inherited, Script.Common);
        if (script == Script.Common && GoesWithNeighbour(needed[0]) && previous is not null && previous.Name != FontCatalogue.Emoji && HasAll(previous, needed))
            return new Piece(cluster, previous);

        var candidates = fonts.For(script, textStyle: cluster.Contains((char)TextSelector), _han);
        FontFace? hasFirst = null;
        foreach (var face in candidates)
        {
            if (HasAll(face, needed)) return new Piece(cluster, face);
            if (face.Has(needed[0].Value)) hasFirst ??= face;
        }

        Missing++;
        if (hasFirst is null) return new Piece(cluster, null);
        return new Piece(string.Concat(cluster.EnumerateRunes().Where(rune => DisplayName.IsJoinerOrSelector(rune.Value) || hasFirst.Has(rune.Value))), hasFirst);
    }

    private static bool HasAll(FontFace face, List<Rune> runes) => runes.TrueForAll(rune => face.Has(rune.Value));

    // "1" is a digit, "1" with a selector and a keycap is an emoji; a pair of regional indicators is a flag.
    private static bool AsksForEmoji(string cluster, List<Rune> needed) =>
        cluster.Contains((char)EmojiSelector) || needed[^1].Value == Keycap || needed[0].Value is >= 0x1F1E6 and <= 0x1F1FF;

    // A space keeps the words of a script in one run; an ellipsis is better Latin's than one of East Asia's.
    private bool GoesWithNeighbour(Rune rune) => rune.Value == ' ' || !fonts.Figures.Has(rune.Value);

    private static Script ScriptOf(Rune rune) => UnicodeFunctions.Default.GetScript(rune.Value);
}

using System.Collections.Concurrent;
using HarfBuzzSharp;

namespace CommunityIntel.RankCards.Fonts;

/// <summary>The fonts, each opened when a character first needs it and kept until the end.</summary>
internal sealed class FontShelf : IDisposable
{
    private static readonly HashSet<Script> EastAsian = [Script.Han, Script.Hiragana, Script.Katakana, Script.Bopomofo, Script.Hangul];

    private readonly ConcurrentDictionary<string, Lazy<FontFace>> _open = new();

    public FontFace Figures => this[FontCatalogue.Letters[0]];

    public FontFace Emoji => this[FontCatalogue.Emoji];

    public FontFace this[string name] => _open.GetOrAdd(name, it => new Lazy<FontFace>(() => FontFace.Open(it))).Value;

    /// <summary>The fonts to ask for a character of this script, best first.</summary>
    /// <param name="han">How this name writes Han characters, see <see cref="HanOrder"/>.</param>
    public IEnumerable<FontFace> For(Script script, bool textStyle, string[] han)
    {
        foreach (var name in FontCatalogue.Letters) yield return this[name];
        if (FontCatalogue.OfScript.TryGetValue(script, out var own)) yield return this[own];
        if (EastAsian.Contains(script))
        {
            foreach (var name in han) yield return this[name];
            yield break;
        }

        var shared = script == Script.Common || script == Script.Inherited;
        if (shared && !textStyle) yield return Emoji;
        foreach (var name in FontCatalogue.Symbols) yield return this[name];
        foreach (var name in han) yield return this[name];
        if (!shared) yield break;

        // Punctuation that several scripts share, a danda for one, lives in the fonts of those scripts.
        if (textStyle) yield return Emoji;
        foreach (var name in FontCatalogue.OfScript.Values) yield return this[name];
    }

    /// <summary>
    /// The same Han character is drawn differently in Japan, China and Taiwan; the rest of the name tells which. The Korean font
    /// has hangul only, and Taiwan's shapes are the closest to Korea's.
    /// </summary>
    public static string[] HanOrder(IEnumerable<Script> scripts)
    {
        var seen = scripts.ToHashSet();
        string[] regions = seen.Contains(Script.Hiragana) || seen.Contains(Script.Katakana)
            ? [FontCatalogue.Japanese, FontCatalogue.Taiwanese, FontCatalogue.Chinese, FontCatalogue.Korean]
            : seen.Contains(Script.Hangul) || seen.Contains(Script.Bopomofo)
                ? [FontCatalogue.Korean, FontCatalogue.Taiwanese, FontCatalogue.Japanese, FontCatalogue.Chinese]
                : [FontCatalogue.Chinese, FontCatalogue.Taiwanese, FontCatalogue.Japanese, FontCatalogue.Korean];
        return [.. regions, .. FontCatalogue.RareHan];
    }

    public void Dispose()
    {
        foreach (var font in _open.Values) font.Value.Dispose();
        _open.Clear();
    }
}

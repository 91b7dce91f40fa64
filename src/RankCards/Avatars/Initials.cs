using System.Globalization;
using System.Text;
using CommunityIntel.RankCards.Names;
using SkiaSharp;

namespace CommunityIntel.RankCards.Avatars;

/// <summary>
/// What stands for a member without a picture, on a colour of their own: the first letters of two words, or one character where
/// a script has no capitals, since two of those would join into something else.
/// </summary>
internal static class Initials
{
    private const char Keycap = '\u20E3';

    // Muted, and each with a contrast of at least 4.5 to white.
    private static readonly SKColor[] Colours =
    [
        new(0xFF2F58CD), new(0xFF0B7D74), new(0xFF8A5A00), new(0xFF7A4FB5), new(0xFFA8446E), new(0xFF0A6B3D), new(0xFF3D6A8A), new(0xFFA0492F),
    ];

    // The lowest 22 bits of an id count; above them it is a time in milliseconds.
    public static SKColor ColourOf(ulong userId) => Colours[(int)((userId >> 22) % (ulong)Colours.Length)];

    /// <summary>Of a cleaned name; empty for one that begins with mere punctuation, a face drawn with brackets for one.</summary>
    public static string Of(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) return "";
        var first = First(words[0]);
        if (Rune.IsPunctuation(FirstRune(first)) && !first.Contains(Keycap)) return "";
        var second = words.Skip(1).Select(First).FirstOrDefault(IsCased);
        return IsCased(first) && second is not null ? first + second : first;
    }

    private static string First(string word)
    {
        var clusters = DisplayName.Clusters(word);
        var chosen = clusters.FirstOrDefault(cluster => Rune.IsLetterOrDigit(FirstRune(cluster)) && !cluster.Contains(Keycap)) ?? clusters.First();
        return chosen.Length == 1 ? chosen.ToUpperInvariant() : chosen;
    }

    private static bool IsCased(string cluster) =>
        Rune.GetUnicodeCategory(FirstRune(cluster)) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter;

    private static Rune FirstRune(string cluster) => cluster.EnumerateRunes().First();
}

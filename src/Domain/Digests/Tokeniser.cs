using System.Globalization;
using System.Text;

namespace CommunityIntel.Domain.Digests;

/// <summary>
/// Words of a plain text: runs of letters and digits, with the connectors of "node.js", "rendez-vous" and "don't" inside, parted after
/// French elisions. Chinese and Japanese, which put no spaces, give pairs of characters.
/// </summary>
internal static class Tokeniser
{
    /// <summary>Longer runs are no words of a reader: hashes, keys, scripts without spaces.</summary>
    public const int LongestWord = 30;

    private const string Connectors = "'’.-_";

    private static readonly HashSet<string> Elided = ["l", "d", "j", "m", "t", "s", "c", "n", "qu", "jusqu", "lorsqu", "puisqu", "quelqu"];

    public static List<Word> WordsOf(string plain)
    {
        var words = new List<Word>();
        for (var at = 0; at < plain.Length;)
        {
            if (!IsLetter(plain, at)) at++;
            else if (IsUnspaced(plain[at])) at = AddPairs(words, plain, at);
            else at = AddWord(words, plain, at);
        }

        return words;
    }

    public static bool IsUnspaced(char c) => c is >= '\u3040' and <= '\u30ff' or >= '\u3400' and <= '\u4dbf' or >= '\u4e00' and <= '\u9fff';

    private static int AddPairs(List<Word> words, string plain, int start)
    {
        var end = start;
        while (end < plain.Length && IsUnspaced(plain[end])) end++;
        for (var i = start; i + 1 < end; i++) words.Add(new(plain.Substring(i, 2), plain.Substring(i, 2)));
        return end;
    }

    private static int AddWord(List<Word> words, string plain, int start)
    {
        var end = start;
        while (end < plain.Length && !IsUnspaced(plain[end]) && (IsLetter(plain, end) || IsConnector(plain, end))) end++;
        // "c++" and "C#" are words of their own.
        while (end < plain.Length && end - start < 4 && plain[end] is '+' or '#') end++;
        var surface = WithoutElision(plain[start..end]);
        if (surface.Length is > 0 and <= LongestWord) words.Add(new(surface, KeyOf(surface)));
        return end;
    }

    private static string KeyOf(string surface)
    {
        var folded = Folding.Fold(surface);
        if (folded.EndsWith("'s", StringComparison.Ordinal)) folded = folded[..^2];
        return Folding.Singular(folded);
    }

    private static string WithoutElision(string word)
    {
        var apostrophe = word.AsSpan().IndexOfAny('\'', '’');
        return apostrophe > 0 && apostrophe + 2 < word.Length && Elided.Contains(word[..apostrophe].ToLowerInvariant()) ? word[(apostrophe + 1)..] : word;
    }

    private static bool IsConnector(string text, int at) => Connectors.Contains(text[at]) && at + 1 < text.Length && IsLetter(text, at + 1);

    private static bool IsLetter(string text, int at) => char.IsLetterOrDigit(text, at) || IsMark(text[at]) || IsLowLetter(text, at);

    private static bool IsMark(char c) => CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsLowLetter(string text, int at) =>
        at > 0 && char.IsLowSurrogate(text[at]) && Rune.TryGetRuneAt(text, at - 1, out var rune) && Rune.IsLetterOrDigit(rune);
}

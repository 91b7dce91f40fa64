using System.Globalization;
using System.Text;

namespace CommunityIntel.RankCards.Names;

/// <summary>A member's name made fit to be drawn on one line: whatever it holds, it stays short and stays in its place.</summary>
internal static class DisplayName
{
    /// <summary>Characters as people count them; Discord allows fewer.</summary>
    public const int MaxClusters = 128;

    private const int MaxRunesRead = 4096;
    private const int MaxRunesOfCluster = 16;
    private const int MaxMarksOfCluster = 3;

    /// <summary>One line, NFC, without controls and direction overrides, marks in moderation; empty when nothing is left to see.</summary>
    public static string Clean(string name)
    {
        var kept = new StringBuilder(Math.Min(name.Length, 2 * MaxRunesRead));
        foreach (var rune in name.EnumerateRunes().Take(MaxRunesRead)) Add(kept, rune);
        var clusters = Clusters(kept.ToString().Trim().Normalize(NormalizationForm.FormC)).Select(Moderate).Where(cluster => cluster.Length > 0);
        var text = string.Concat(clusters.Take(MaxClusters)).Trim();
        return text.EnumerateRunes().Any(IsVisible) ? text : "";
    }

    /// <summary>Characters as people count them (grapheme clusters).</summary>
    public static IEnumerable<string> Clusters(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(text, start);
            yield return text.Substring(start, length);
            start += length;
        }
    }

    /// <summary>Nothing of their own to draw: joiners, variation selectors, the tags of regional flags.</summary>
    public static bool IsJoinerOrSelector(int character) =>
        character is 0x200C or 0x200D or 0x034F or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0020 and <= 0xE007F) or (>= 0xE0100 and <= 0xE01EF)
            or (>= 0x180B and <= 0x180D) or 0x180F;

    private static void Add(StringBuilder kept, Rune rune)
    {
        if (IsBlank(rune))
        {
            if (kept.Length > 0 && kept[^1] != ' ') kept.Append(' ');
        }
        else if (IsJoinerOrSelector(rune.Value) || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format))
        {
            kept.Append(rune);
        }
    }

    // Spaces, line breaks, and the letters that look like one.
    private static bool IsBlank(Rune rune) => Rune.IsWhiteSpace(rune) || rune.Value is 0x3164 or 0xFFA0 or 0x2800 or 0x115F or 0x1160;

    private static bool IsVisible(Rune rune) => !Rune.IsWhiteSpace(rune) && !IsJoinerOrSelector(rune.Value) && !IsMark(rune);

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    // The general accents, which stack without end. Marks of one script are left to its font.
    private static bool Stacks(Rune rune) => rune.Value
        is (>= 0x0300 and <= 0x036F) or (>= 0x0483 and <= 0x0489) or (>= 0x1AB0 and <= 0x1AFF) or (>= 0x1DC0 and <= 0x1DFF)
        or (>= 0x20D0 and <= 0x20FF) or (>= 0xFE20 and <= 0xFE2F);

    private static string Moderate(string cluster)
    {
        if (cluster.Length == 1) return IsMark(new Rune(char.IsSurrogate(cluster[0]) ? '\uFFFD' : cluster[0])) ? "" : cluster;
        var runes = cluster.EnumerateRunes().ToList();
        if (IsMark(runes[0])) return "";
        var marks = 0;
        return string.Concat(runes.Where(rune => !Stacks(rune) || ++marks <= MaxMarksOfCluster).Take(MaxRunesOfCluster));
    }
}

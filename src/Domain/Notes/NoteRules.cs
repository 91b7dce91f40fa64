using System.Globalization;
using System.Text;

namespace CommunityIntel.Domain.Notes;

/// <summary>What a note may be. Days are local ones of the guild.</summary>
public static class NoteRules
{
    public const int MostNotes = 200;

    /// <summary>In UTF-16 code units, as browsers count what is typed.</summary>
    public const int LongestText = 120;

    /// <summary>How far before a guild's first day a note may be: the longest range of a chart.</summary>
    private const int DaysBefore = 364;

    private const int DaysAhead = 366;

    /// <summary>The first and the last day that may have a note. Before a guild's first day, today takes its place.</summary>
    public static (DateOnly First, DateOnly Last) DaysFor(DateOnly? firstDay, DateOnly today) =>
        ((firstDay ?? today).AddDays(-DaysBefore), today.AddDays(DaysAhead));

    /// <summary>Null: it may be a note as it is.</summary>
    /// <param name="text">Without white space around it.</param>
    public static NoteFault? FaultOf(string text)
    {
        if (text.Length > LongestText) return NoteFault.TooLong;
        var isSeen = false;
        for (var i = 0; i < text.Length;)
        {
            // Half of a pair is no character, and no database keeps it.
            if (Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length) != System.Buffers.OperationStatus.Done || Breaks(rune)) return NoteFault.NotOneLine;
            isSeen |= !Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format;
            i += length;
        }

        return isSeen ? null : NoteFault.Empty;
    }

    // U+202A to U+202E and U+2066 to U+2069: embeddings, overrides and isolates (Unicode Standard Annex 9).
    private static bool Breaks(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}

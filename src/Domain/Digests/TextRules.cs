using System.Text;

namespace CommunityIntel.Domain.Digests;

/// <summary>What is kept of a message's text.</summary>
public static class TextRules
{
    /// <summary>UTF-16 code units: what Discord allows at most (Discord API reference, Message: 2 000, with Nitro 4 000).</summary>
    public const int LongestText = 4_000;

    /// <summary>The text as it can be stored, cut at the longest; null when nothing is to be read in it.</summary>
    public static string? Clean(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, LongestText));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > LongestText) break;
            // PostgreSQL's text holds no zero; half a surrogate pair comes as the replacement character.
            if (rune.Value != 0) clean.Append(rune.ToString());
        }

        return string.IsNullOrWhiteSpace(clean.ToString()) ? null : clean.ToString();
    }

    /// <summary>
    /// The day at whose beginning (UTC) a text goes: it is never kept longer than <paramref name="keepDays"/> times 24 hours.
    /// </summary>
    public static DateOnly ExpiryOf(long atMs, int keepDays) => DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(atMs).UtcDateTime).AddDays(keepDays);
}

using System.Text;

namespace CommunityIntel.Domain.Digests;

/// <summary>What is the same to a reader becomes the same to a comparison.</summary>
internal static class Folding
{
    /// <summary>Lower case, one kind of apostrophe, no combining diacritics (U+0300–U+036F; other scripts keep their vowel signs). Any input.</summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text)) return text.ToLowerInvariant();
        var folded = new StringBuilder(text.Length);
        foreach (var c in Whole(text).Normalize(NormalizationForm.FormKD))
        {
            if (IsDiacritic(c)) continue;
            folded.Append(c is '’' or 'ʼ' or '´' ? '\'' : char.ToLowerInvariant(c));
        }

        return folded.ToString();
    }

    /// <summary>
    /// The s-stemmer (Harman, "How effective is suffixing?", 1991), which serves French plurals as well. <paramref name="folded"/> is a
    /// folded word.
    /// </summary>
    public static string Singular(string folded)
    {
        if (folded.Length < 4 || folded[^1] != 's' || folded[^2] is 's' or 'u' or 'i') return folded;
        return folded.EndsWith("ies", StringComparison.Ordinal) && folded.Length > 4 ? string.Concat(folded.AsSpan(0, folded.Length - 3), "y") : folded[..^1];
    }

    public static bool IsDiacritic(char c) => c is >= '\u0300' and <= '\u036f';

    // Halves of surrogate pairs and noncharacters (Unicode, 23.7) cannot be normalised.
    private static string Whole(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) whole.Append(IsNoncharacter(rune) ? " " : rune.ToString());
        return whole.ToString();
    }

    private static bool IsNoncharacter(Rune rune) => (rune.Value & 0xfffe) == 0xfffe || rune.Value is >= 0xfdd0 and <= 0xfdef;
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CommunityIntel.Domain.Digests;

/// <summary>People's and models' texts as a digest shows them: one plain line.</summary>
public static partial class DigestText
{
    /// <summary>One line without control characters, white space collapsed, cut between graphemes at <paramref name="longest"/> UTF-16 units with an ellipsis.</summary>
    public static string Line(string text, int longest)
    {
        var line = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            // Marks of direction could turn what stands around them.
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format && rune.Value != 0x200D) continue;
            var isSpace = Rune.IsWhiteSpace(rune) || Rune.IsControl(rune);
            if (!isSpace) line.Append(rune.ToString());
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
            if (line.Length > 4 * longest) break;
        }

        return Cut(line.ToString().TrimEnd(), longest);
    }

    /// <summary>Mentions of people become <paramref name="someone"/>; of channels, roles and custom emoji, a word that names nobody.</summary>
    public static string WithoutMentions(string text, string someone) =>
        Mention().Replace(text, m => m.Groups["kind"].Value switch { "#" => "#…", "@&" => "@…", "@" or "@!" => someone, _ => m.Groups["emoji"].Value });

    /// <summary>Whether a text has an address or a mention in it, which no text of a model may have.</summary>
    public static bool HasLinkOrMention(string text) => LinkOrMention().IsMatch(text);

    private static string Cut(string line, int longest)
    {
        if (line.Length <= longest) return line;
        var end = 0;
        for (var next = 0; next < line.Length && next + StringInfo.GetNextTextElementLength(line, next) <= longest - 1; next += StringInfo.GetNextTextElementLength(line, next))
            end = next + StringInfo.GetNextTextElementLength(line, next);
        return line[..end].TrimEnd() + "…";
    }

    [GeneratedRegex(@"<(?<kind>@!?|@&|#)\d{1,20}>|<a?(?<emoji>:\w{1,40}:)\d{1,20}>", RegexOptions.ExplicitCapture)]
    private static partial Regex Mention();

    [GeneratedRegex(@"\w://|\bwww\.|\]\(|<[@#]|@everyone|@here|discord\.gg", RegexOptions.IgnoreCase)]
    private static partial Regex LinkOrMention();
}

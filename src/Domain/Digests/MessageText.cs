using System.Text.RegularExpressions;

namespace CommunityIntel.Domain.Digests;

/// <summary>
/// The text of a message as it is analysed; what is shown is the message itself. <c>Plain</c>: without code, links, mentions, custom emoji
/// and the marks of Markdown, spaces collapsed. <c>Folded</c>: the same, folded.
/// </summary>
internal sealed partial record MessageText(string Plain, string Folded, bool HasCode, bool HasLink, bool HasMention, bool IsCommand, bool LooksLikeCode)
{
    /// <summary>UTF-16 code units that are looked at; Discord's longest message is 4,000.</summary>
    public const int Longest = 2_000;

    public static MessageText Of(string text)
    {
        var seen = text.Length <= Longest ? text : text[..Longest];
        bool code = false, link = false, mention = false;
        var plain = NotWords().Replace(seen, match =>
        {
            if (match.Groups["code"].Success) code = true;
            else if (match.Groups["link"].Success) link = true;
            else if (match.Groups["mention"].Success) mention = true;
            return match.Groups["title"].Success ? $" {match.Groups["title"].Value} " : match.Groups["mark"].Success ? "" : " ";
        });
        plain = Spaces().Replace(plain, " ").Trim();
        return new(plain, Folding.Fold(plain), code, link, mention, Command().IsMatch(seen), Code().IsMatch(plain));
    }

    // Discord developer documentation, Reference, Message Formatting; a code block that is cut off reaches to the end.
    [GeneratedRegex(
        """
        (?<code>```[\s\S]*?(?:```|$)|``[^`\n]+``|`[^`\n]+`)
        |\[(?<title>[^\]\n]{1,200})\]\((?<link>[^)\s]*)\)
        |(?<link><?\b(?:https?://|www\.)[^\s>]+>?|\b[\w-]+(?:\.[\w-]+)+/\S*|\b[\w-]+\.(?:com|org|fr|gg)\b)
        |(?<mention><(?:@[!&]?|\#)\d+>|(?<!\w)@[\w-]+)
        |<(?:a?:\w+:\d+|t:-?\d+(?::\w)?|/[^>\n]{1,100}:\d+)>
        |(?<!\w):[A-Za-z0-9_+-]{2,40}:
        |\b[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}
        |(?<mark>\*+|~~|\|\||(?<!\w)_+|_+(?!\w)|^\s*(?:>{1,3}|\#{1,3})\s)
        """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex NotWords();

    // Code that nobody put into a block.
    [GeneratedRegex(@"//(?<!:..)|^\s*[$>#]|[{};]\s*(?:$|\n)|=>|===?|&&|\w\(\)|\w\((?!s\))[\w""'][^)]*\)|\w\[\w*\]|</?\w+[^>@#:]*>|\b(?:var|const|function) \w+ ?[=(]", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex(@"[\s\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^\s*(?:[!/$%&+;?~=-]{1,2}|\.)[A-Za-z]", RegexOptions.CultureInvariant)]
    private static partial Regex Command();
}

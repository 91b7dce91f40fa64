using System.Text.RegularExpressions;

namespace CommunityIntel.Domain.Digests;

/// <summary>
/// The tone of the talk by a small lexicon of English, French and emoji. Messages in other languages say nothing of it; nor does one
/// person's mood: of an author ten messages count.
/// </summary>
internal static partial class Mood
{
    private const int FewestUnderstood = 20, MostOfAuthor = 10;

    public static DigestMood Of(Talk talk)
    {
        var said = talk.Lines.Where(l => !l.IsCopy && (l.Understood || Emoji().IsMatch(l.Text.Plain))).ToList();
        if (said.Count < FewestUnderstood || said.Select(l => l.Author).Distinct().Count() < DigestRules.FewestAuthors) return DigestMood.Unknown;
        var tones = said.GroupBy(l => l.Author).Select(TonesOf).ToList();
        return MoodOf((double)tones.Sum(t => t.Glad) / said.Count, (double)tones.Sum(t => t.Cross) / said.Count, tones.Count(t => t.Cross > 0));
    }

    private static DigestMood MoodOf(double glad, double cross, int crossAuthors)
    {
        if (cross >= 0.05 && cross > glad && crossAuthors >= DigestRules.FewestAuthors) return DigestMood.Tense;
        if (cross >= 0.03 && 3 * cross > glad) return DigestMood.Mixed;
        return glad >= 0.12 ? DigestMood.Cheerful : DigestMood.Calm;
    }

    private static (int Glad, int Cross) TonesOf(IEnumerable<Line> author)
    {
        int glad = 0, cross = 0;
        foreach (var line in author)
        {
            if (Cross().IsMatch(line.Text.Folded)) cross++;
            else if (Glad().IsMatch(line.Text.Folded)) glad++;
        }

        return (Math.Min(MostOfAuthor, glad), Math.Min(MostOfAuthor, cross));
    }

    [GeneratedRegex(@"[\u2600-\u27bf]|\ud83c[\udf00-\udfff]|\ud83d[\udc00-\udeff]|\ud83e[\udd00-\uddff]", RegexOptions.CultureInvariant)]
    private static partial Regex Emoji();

    [GeneratedRegex(
        @"\b(?:great|awesome|amazing|love|loved|lovely|nice|cool|excellent|fantastic|wonderful|perfect|thanks|thank you|thx|congrat\w*|yay+|woo+t|haha\w*|lol|lmao|rofl|happy|glad|excited|well done|good (?:job|work)|best|brilliant|fun|funny|hilarious|beautiful|enjoy\w*"
        + @"|merci|super|genial\w*|bravo|felicitations?|parfait\w*|excellent\w*|j'adore|mdr+|ptdr|content\w*|heureu\w*|top|magnifique\w*|drole\w*|hate de|gg)\b|(?:^|\s)[:;]-?[)dp](?:\s|$)|\bxd+\b|❤|👍|🙌|👏|💪|🔥|😂|🤣|😊|😍|😎|🎉|🥳|😀|😁|😃|😄|😆")]
    private static partial Regex Glad();

    [GeneratedRegex(
        @"\b(?:hate|hated|terrible|horrible|awful|angry|annoy\w*|frustrat\w*|stupid|idiot\w*|moron\w*|shut up|wtf|bullshit|sucks?|disgusting|toxic|rude|insult\w*|unacceptable|ridiculous|pathetic|disappoint\w*|worst|liar|offensive|harass\w*|fed up|pissed"
        + @"|deteste|nul(?:le)?s?|honteu\w*|enerv\w*|insupportable|ras le bol|relou|marre|ta gueule|connard\w*|idiot\w*|debile\w*|inadmissible|inacceptable|scandal\w*|degueu\w*|pourri\w*|toxique|insult\w*|decu\w*|degout\w*)\b|(?:^|\s):-?[(@](?:\s|$)|😡|🤬|😠|👎|💢")]
    private static partial Regex Cross();
}

using System.Text.RegularExpressions;

namespace CommunityIntel.Domain.Digests;

/// <summary>
/// Questions to everybody, in English or French, that nobody answered. Taken for answered: a reply; a mention of who asked within a day; anything that somebody
/// else says in the channel within 15 minutes, if it is not to another person; one of the next 20 messages of others, within six hours,
/// that shares a telling word; thanks or "solved" by who asked. So an answer is rarely missed, and many open questions are not told.
/// </summary>
internal static partial class OpenQuestions
{
    private const int FewestWords = 6, MostFollowing = 20, MostRead = 200;

    private const double LeastFit = 0.4;

    private const long SoonMs = 15 * 60_000, LaterMs = 6 * 3_600_000, DayMs = 24 * 3_600_000;

    /// <summary>The best first.</summary>
    public static List<Line> Of(Talk talk, TermWeights weights)
    {
        var replied = talk.Lines.Select(l => l.Message.ReplyToId).ToHashSet();
        return [.. talk.Lines.GroupBy(l => l.Message.ChannelId).SelectMany(c => OpenIn([.. c]))
            .Where(q => !replied.Contains(q.Id)).Select(q => (Line: q, Score: ScoreOf(q, weights))).Where(q => q.Score > 0)
            .OrderByDescending(q => q.Score).ThenBy(q => q.Line.Id).Select(q => q.Line)];
    }

    private static IEnumerable<Line> OpenIn(List<Line> channel) =>
        Enumerable.Range(0, channel.Count).Where(i => IsQuestion(channel[i]) && !IsAnswered(channel, i)).Select(i => channel[i]);

    private static bool IsQuestion(Line line) =>
        line.Understood && line.Message.ReplyToId == 0 && !line.Text.HasMention && line.Words.Count >= FewestWords && line.Terms.Length >= 2
        && (line.Text.Plain.EndsWith('?') || Asks().IsMatch(line.Text.Folded)) && !Chat().IsMatch(line.Text.Folded) && Fitness.Of(line) >= LeastFit;

    private static bool IsAnswered(List<Line> channel, int at)
    {
        var question = channel[at];
        var mention = $"{question.Author}>";
        var others = 0;
        for (var i = at + 1; i < channel.Count && i <= at + MostRead && channel[i].UnixMs - question.UnixMs <= DayMs; i++)
        {
            var line = channel[i];
            if (line.Author == question.Author)
            {
                if (Solved().IsMatch(line.Text.Folded)) return true;
                continue;
            }

            others++;
            if (IsTo(line, mention) || (!IsToAnother(line) && IsSoonOrAbout(line, question, others))) return true;
        }

        return false;
    }

    private static bool IsSoonOrAbout(Line line, Line question, int others)
    {
        var after = line.UnixMs - question.UnixMs;
        return after <= SoonMs || (others <= MostFollowing && after <= LaterMs && line.Terms.Intersect(question.Terms).Any());
    }

    private static bool IsTo(Line line, string mention) => line.Text.HasMention && line.Message.Text.Contains(mention, StringComparison.Ordinal);

    private static bool IsToAnother(Line line) => line.Text.HasMention || line.Message.ReplyToId != 0;

    // A word that others of the period say as well makes it one of theirs.
    private static double ScoreOf(Line line, TermWeights weights)
    {
        var known = line.Terms.Count(t => weights.CountOf(t) >= 3);
        var clear = line.Text.Plain.EndsWith('?') && ToEverybody().IsMatch(line.Text.Folded) ? 1.5 : 1;
        return known == 0 ? 0 : Fitness.Of(line) * clear * Math.Log(1 + known) * (line.Terms.Length >= 3 ? 1 : 0.7);
    }

    [GeneratedRegex(
        @"^(?:how (?:do|can|could|would|should) (?:i|we)|where (?:can|do) (?:i|we)|can (?:any|some)(?:one|body)|does any(?:one|body)|do (?:you|any)|is (?:there|it possible|any(?:one|body))|are there|has any(?:one|body)|any(?:one|body) (?:know|have|had|else)"
        + @"|comment (?:on|je|faire|puis)|est-ce que|est ce que|quelqu'un (?:sait|a|connait|peut|aurait)|qui (?:sait|connait|peut)|ou (?:peut|trouver)|y a-t-il|y a t il|savez-vous|vous (?:savez|connaissez))\b")]
    private static partial Regex Asks();

    // Greetings that ask, and questions that expect no answer.
    [GeneratedRegex(@"\b(?:how are you|how's it going|what's up|anyone (?:here|there|around|online|awake|up)|any(?:one|body) (?:want|wanna)|who cares|why not|right|ca va|vous allez bien|quoi de neuf|quelqu'un (?:est la|est dispo|ici|pour)|lol|haha\w*|mdr) ?\??$")]
    private static partial Regex Chat();

    [GeneratedRegex(@"\b(?:thanks|thank you|thx|ty|solved|resolved|never ?mind|nvm|nm|figured|got it|found it|fixed it|works now|merci|mrc|resolu|c'est bon|trouve|laissez tomber|ca marche)\b")]
    private static partial Regex Solved();

    [GeneratedRegex(@"\b(?:any(?:one|body)|some(?:one|body)|is there|are there|how (?:do|can|could|would|to)|where (?:can|do)|what is the|quelqu'un|comment (?:on|je|faire)|est-ce qu|y a-t-il|vous)\b")]
    private static partial Regex ToEverybody();
}

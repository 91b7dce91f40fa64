namespace CommunityIntel.Domain.Digests;

/// <summary>
/// Which conversations are topics, the best first: at least three people say words that stand out in it. Ranked by how many people and
/// messages say them, how much they stand out and how much of the conversation is about them.
/// </summary>
internal static class Topics
{
    private const int FewestOnTopic = 5, MostKeyTerms = 6;

    private const int FewestSaid = 2;

    // Of messages with telling words: below this, words that stand out are by chance.
    private const double LeastFocus = 0.2;

    // A word that is expected once in a hundred such conversations (chi-squared, one degree).
    private const double LeastWeight = 6.6;

    // Each further topic of a channel counts less, so that a loud channel does not fill the digest.
    private const double SameChannel = 0.25;

    // Talk that a reader would not call a topic; the second is of the best one's score.
    private const double LeastScore = 0.4, LeastOfBest = 0.15;

    // Words that are said within so many messages of the strongest word belong to it.
    private const int Near = 4, MostReweighed = 12;

    public static List<Topic> Of(IReadOnlyList<Conversation> conversations, TermWeights weights)
    {
        var topics = conversations.Where(c => c.Authors >= DigestRules.FewestAuthors).Select(c => TopicOf(c, weights)).OfType<Topic>();
        List<Topic> ranked = [.. topics.OrderByDescending(t => t.Score).ThenBy(t => t.Conversation.Lines[0].Id)
            .GroupBy(t => t.Conversation.ChannelId)
            .SelectMany(channel => channel.Select((topic, n) => topic with { Score = topic.Score / (1 + SameChannel * n) }))
            .OrderByDescending(t => t.Score).ThenBy(t => t.Conversation.Lines[0].Id)];
        return [.. ranked.Where(t => t.Score >= Math.Max(LeastScore, LeastOfBest * ranked[0].Score))];
    }

    private static Topic? TopicOf(Conversation conversation, TermWeights weights)
    {
        var terms = KeyTermsOf(conversation, weights);
        if (terms.Count < 2) return null;
        var keys = terms.Select(t => t.Term).ToHashSet();
        List<Line> onTopic = [.. conversation.Lines.Where(l => l.Terms.Any(keys.Contains))];
        var authors = onTopic.Select(l => l.Author).Distinct().Count();
        var focus = (double)onTopic.Count / conversation.Lines.Count(l => l.Terms.Length > 0);
        if (onTopic.Count < FewestOnTopic || authors < DigestRules.FewestAuthors || focus < LeastFocus) return null;
        var distinct = terms.Average(t => t.Weight / (t.Weight + 20));
        // In a language that is not understood greetings and fillers stand out.
        var understood = 0.3 + 0.7 * onTopic.Count(l => l.Understood) / onTopic.Count;
        return new(conversation, terms, onTopic, Math.Log(1 + onTopic.Count) * Math.Sqrt(authors) * distinct * Math.Sqrt(focus) * understood);
    }

    private static List<KeyTerm> KeyTermsOf(Conversation conversation, TermWeights weights)
    {
        var authors = AuthorsByTerm(conversation);
        List<KeyTerm> strongest = [.. conversation.Counts.Where(c => c.Value >= FewestSaid && authors[c.Key] >= 2)
            .Select(c => new KeyTerm(c.Key, weights.Of(conversation, c.Key) * Math.Log2(authors[c.Key])))
            .Where(t => t.Weight >= LeastWeight)
            .OrderByDescending(t => t.Weight).ThenBy(t => t.Term).Take(MostReweighed)];
        return strongest.Count == 0 ? strongest : [.. Reweighed(strongest, conversation.Lines).OrderByDescending(t => t.Weight).ThenBy(t => t.Term).Take(MostKeyTerms)];
    }

    // Two subjects that took turns would share a title otherwise.
    private static IEnumerable<KeyTerm> Reweighed(List<KeyTerm> terms, IReadOnlyList<Line> lines)
    {
        var strongest = terms[0].Term;
        int[] at = [.. Enumerable.Range(0, lines.Count).Where(i => Says(lines[i], strongest))];
        foreach (var (term, weight) in terms)
        {
            int[] said = [.. Enumerable.Range(0, lines.Count).Where(i => Says(lines[i], term))];
            var near = (double)said.Count(i => at.Any(a => Math.Abs(a - i) <= Near)) / said.Length;
            yield return new(term, weight * (0.2 + 0.8 * near));
        }
    }

    private static bool Says(Line line, int term) => Array.BinarySearch(line.Terms, term) >= 0;

    private static Dictionary<int, int> AuthorsByTerm(Conversation conversation) => conversation.Lines
        .SelectMany(l => l.Terms.Select(term => (Term: term, l.Author))).Distinct()
        .GroupBy(said => said.Term).ToDictionary(said => said.Key, said => said.Count());
}

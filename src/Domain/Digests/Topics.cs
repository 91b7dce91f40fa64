namespace CommunityIntel.Domain.Digests;

/// <summary>
/// Which conversations are topics, the best first: at least three people say words that stand out in it. Ranked by how many people and
/// messages say them, how much they stand out and how much of the conversation is about them.
/// </summary>
internal static class Topics
{
    private const int FewestOnTopic = 5, MostKeyTerms = 6;

    // Of messages with telling words: below this, words that stand out are by chance.
    private const double LeastFocus = 0.2;

    // A word that is expected once in a hundred such conversations (chi-squared, one degree).
    private const double LeastWeight = 6.6;

    // Each further topic of a channel counts this much less, so that a loud channel does not fill the digest.
    private const double SameChannel = 0.75;

    public static List<Topic> Of(IReadOnlyList<Conversation> conversations, TermWeights weights)
    {
        var topics = conversations.Where(c => c.Authors >= DigestRules.FewestAuthors).Select(c => TopicOf(c, weights)).OfType<Topic>();
        return [.. topics.OrderByDescending(t => t.Score).ThenBy(t => t.Conversation.Lines[0].Id)
            .GroupBy(t => t.Conversation.ChannelId)
            .SelectMany(channel => channel.Select((topic, n) => topic with { Score = topic.Score * Math.Pow(SameChannel, n) }))
            .OrderByDescending(t => t.Score).ThenBy(t => t.Conversation.Lines[0].Id)];
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
        return new(conversation, terms, onTopic, Math.Log(1 + onTopic.Count) * Math.Sqrt(authors) * distinct * Math.Sqrt(focus));
    }

    private static List<KeyTerm> KeyTermsOf(Conversation conversation, TermWeights weights)
    {
        var authors = AuthorsByTerm(conversation);
        return [.. conversation.Counts.Where(c => c.Value >= 3 && authors[c.Key] >= 2)
            .Select(c => new KeyTerm(c.Key, weights.Of(conversation, c.Key) * Math.Log2(authors[c.Key])))
            .Where(t => t.Weight >= LeastWeight)
            .OrderByDescending(t => t.Weight).ThenBy(t => t.Term).Take(MostKeyTerms)];
    }

    private static Dictionary<int, int> AuthorsByTerm(Conversation conversation) => conversation.Lines
        .SelectMany(l => l.Terms.Select(term => (Term: term, l.Author))).Distinct()
        .GroupBy(said => said.Term).ToDictionary(said => said.Key, said => said.Count());
}

namespace CommunityIntel.Domain.Digests;

/// <summary>The messages of a period, read: ordered by id, each id once.</summary>
internal sealed record Talk(IReadOnlyList<Line> Lines, Vocabulary Vocabulary)
{
    // A copy of fewer words is an answer that many give: "yes", "good morning".
    private const int FewestCopiedWords = 3;

    // Sentences of English and French are half made of them; other languages share a few.
    private const double LeastKnown = 0.3;

    public static Talk Of(IReadOnlyList<ChatMessage> messages, DigestLanguage language)
    {
        var vocabulary = new Vocabulary(language);
        var texts = new HashSet<string>(StringComparer.Ordinal);
        var lines = new List<Line>(messages.Count);
        foreach (var message in Ordered(messages))
        {
            if (lines.Count > 0 && lines[^1].Id == message.MessageId) continue;
            lines.Add(Read(message, vocabulary, texts));
        }

        return new(lines, vocabulary);
    }

    private static Line Read(ChatMessage message, Vocabulary vocabulary, HashSet<string> texts)
    {
        var text = MessageText.Of(message.Text);
        var words = Tokeniser.WordsOf(text.Plain);
        var copy = words.Count >= FewestCopiedWords && !texts.Add(string.Join(' ', words.Select(w => w.Key)));
        var terms = copy || text.IsCommand || text.LooksLikeCode ? [] : vocabulary.Read(words);
        return new(message, text, words, terms, copy, words.Count > 0 && words.Count(w => StopWords.Knows(w.Key)) >= LeastKnown * words.Count);
    }

    private static IEnumerable<ChatMessage> Ordered(IReadOnlyList<ChatMessage> messages) => messages
        .OrderBy(m => m.MessageId).ThenBy(m => m.ChannelId).ThenBy(m => m.AuthorId).ThenBy(m => m.ReplyToId).ThenBy(m => m.Text, StringComparer.Ordinal);
}

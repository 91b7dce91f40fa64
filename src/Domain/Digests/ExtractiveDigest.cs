namespace CommunityIntel.Domain.Digests;

/// <summary>
/// A digest of quotations, made of the messages alone: what people talked about, decided and announced, and what was asked and not
/// answered. Same messages in any order = same digest. What it rests on: docs/decisions/0021-extractive-digests.md.
/// </summary>
public static class ExtractiveDigest
{
    // Of two items whose quotations share this part of their words, one is told (Jaccard index).
    private const double SameQuotation = 0.5;

    public static DigestContent Of(IReadOnlyList<ChatMessage> messages, DigestLanguage language, DigestLength length)
    {
        if (messages.Count < DigestRules.FewestMessages) return DigestContent.Nothing;
        var talk = Talk.Of(messages, language);
        return talk.Lines.Count < DigestRules.FewestMessages ? DigestContent.Nothing : new(Mood.Of(talk), new Draft(talk, length).Items());
    }

    private sealed class Draft
    {
        private readonly Talk _talk;
        private readonly DigestLength _length;
        private readonly List<Conversation> _conversations;
        private readonly TermWeights _weights;
        private readonly Dictionary<long, Line> _byId;
        private readonly ILookup<long, Line> _replies;
        private readonly HashSet<long> _taken = [];
        private readonly List<int[]> _told = [];

        public Draft(Talk talk, DigestLength length)
        {
            (_talk, _length) = (talk, length);
            _conversations = Conversations.Of(talk.Lines);
            _weights = new(_conversations, talk.Vocabulary);
            _replies = talk.Lines.Where(l => l.Message.ReplyToId != 0).ToLookup(l => l.Message.ReplyToId);
            _byId = talk.Lines.ToDictionary(l => l.Id);
        }

        private bool IsBrief => _length == DigestLength.Brief;

        // Announcements and questions first take their messages, so that no topic quotes them; they are shown after it.
        public IReadOnlyList<DigestItem> Items()
        {
            var plans = Told(Plans.Of(_talk), p => p.Line).Take(IsBrief ? 2 : 3).Select(p => ItemOf(p.Line, p.Kind)).ToList();
            var questions = Told(OpenQuestions.Of(_talk, _weights), q => q).Take(IsBrief ? 2 : 3).Select(q => ItemOf(q, DigestItemKind.OpenQuestion)).ToList();
            var most = DigestRules.MostItems(_length);
            var others = Math.Min(plans.Count + questions.Count, IsBrief ? 2 : 5);
            List<DigestItem> topics = [.. TopicItems().Take(most - others)];
            return [.. topics.Concat(Mixed(plans, questions, most - topics.Count))];
        }

        private static IEnumerable<DigestItem> Mixed(List<DigestItem> plans, List<DigestItem> questions, int most)
        {
            var asked = Math.Min(questions.Count, Math.Max(most - plans.Count, most / 2));
            return plans.Take(most - asked).OrderBy(p => p.Kind).Concat(questions.Take(asked));
        }

        private IEnumerable<DigestItem> TopicItems()
        {
            var strongest = new HashSet<(long ChannelId, int Term)>();
            foreach (var topic in Topics.Of(Clusters.Of(_conversations), _weights))
            {
                // The same words again: the channel came back to it.
                if (topic.Terms.Take(2).Any(t => strongest.Contains((topic.Conversation.ChannelId, t.Term)))) continue;
                var title = Title.Of(topic.Terms, topic.OnTopic, _talk.Vocabulary);
                if (title.Length == 0) continue;
                var sources = Quotation.SourcesOf(topic, _weights, _taken);
                if (sources.Count == 0 || !Take(_byId[sources[0]], sources)) continue;
                strongest.UnionWith(topic.Terms.Take(2).Select(t => (topic.Conversation.ChannelId, t.Term)));
                yield return new(DigestItemKind.Topic, title, null, sources, topic.Conversation.Authors);
            }
        }

        private IEnumerable<T> Told<T>(IEnumerable<T> found, Func<T, Line> line) => found.Where(f => Take(line(f), SourcesOf(line(f))));

        private bool Take(Line quoted, IReadOnlyList<long> sources)
        {
            if (sources.Any(_taken.Contains) || _told.Exists(told => Jaccard(told, quoted.Terms) >= SameQuotation)) return false;
            _told.Add(quoted.Terms);
            _taken.UnionWith(sources);
            return true;
        }

        private DigestItem ItemOf(Line line, DigestItemKind kind)
        {
            // Words that others say as well; those of one message alone may be anything.
            var terms = line.Terms.Where(t => _weights.CountOf(t) >= 3)
                .Select(t => new KeyTerm(t, _weights.RarityOf(t) * _talk.Vocabulary.ThingnessOf(t))).OrderByDescending(t => t.Weight).ThenBy(t => t.Term);
            return new(kind, Title.Of([.. terms.Take(3)], [line], _talk.Vocabulary), null, SourcesOf(line), SourcesOf(line).Count);
        }

        // It, and who replied to it.
        private List<long> SourcesOf(Line line) => [line.Id, .. _replies[line.Id].Where(r => r.Message.ChannelId == line.Message.ChannelId && r.Author != line.Author)
            .DistinctBy(r => r.Author).Take(DigestRules.MostSources - 1).Select(r => r.Id)];

        private static double Jaccard(int[] one, int[] other) => (double)one.Intersect(other).Count() / one.Union(other).Count();
    }
}

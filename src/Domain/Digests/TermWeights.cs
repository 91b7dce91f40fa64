namespace CommunityIntel.Domain.Digests;

/// <summary>
/// How much a term stands out in a conversation, against the rest of the period and against the rest of its channel: the log-likelihood
/// ratio (Dunning, "Accurate methods for the statistics of surprise and coincidence", Computational Linguistics 19(1), 1993). The smaller
/// of the two counts, so that the name of the channel is no news in it.
/// </summary>
internal sealed class TermWeights
{
    // A conversation that is most of its channel, or of the period, has nothing to stand out against.
    private const double MostOfIt = 0.6;

    private readonly Vocabulary _vocabulary;
    private readonly Said _all;
    private readonly Dictionary<long, Said> _byChannel;

    private sealed record Said(IReadOnlyDictionary<int, int> Counts, int Size)
    {
        public static Said Of(IEnumerable<Conversation> conversations)
        {
            var counts = TermCounts.Sum(conversations.Select(c => c.Counts));
            return new(counts, counts.Values.Sum());
        }
    }

    public TermWeights(IReadOnlyList<Conversation> conversations, Vocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        _all = Said.Of(conversations);
        _byChannel = conversations.GroupBy(c => c.ChannelId).ToDictionary(c => c.Key, Said.Of);
    }

    /// <summary>How rarely anybody says it, at least 0: for words of a single message.</summary>
    public double RarityOf(int term) => Math.Log((1.0 + _all.Size) / (1 + _all.Counts.GetValueOrDefault(term)));

    /// <summary>How many messages say it in the period, by <see cref="TermCounts"/>.</summary>
    public int CountOf(int term) => _all.Counts.GetValueOrDefault(term);

    /// <summary>With a share for words that name things. 0 = it is said there as elsewhere, or less; beyond 6.6 chance alone would do it once in a hundred times.</summary>
    public double Of(Conversation conversation, int term)
    {
        var count = conversation.Counts.GetValueOrDefault(term);
        double[] weights = [.. ((Said[])[_all, _byChannel[conversation.ChannelId]])
            .Where(said => conversation.Size < said.Size * MostOfIt)
            .Select(said => LogLikelihood(count, said.Counts[term] - count, conversation.Size, said.Size - conversation.Size))];
        return (weights.Length == 0 ? count * Math.Log(1 + count) : weights.Min()) * _vocabulary.ThingnessOf(term);
    }

    private static double LogLikelihood(double a, double b, double c, double d)
    {
        var (here, there) = (c * (a + b) / (c + d), d * (a + b) / (c + d));
        return a <= here ? 0 : 2 * (Part(a, here) + Part(b, there));
    }

    private static double Part(double seen, double expected) => seen > 0 ? seen * Math.Log(seen / expected) : 0;
}

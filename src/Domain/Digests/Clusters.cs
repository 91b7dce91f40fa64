namespace CommunityIntel.Domain.Digests;

/// <summary>
/// Joins conversations of one channel that share their words, the most similar two first, until none are similar (agglomerative
/// clustering by the cosine of summed tf-idf vectors). Of a channel only the largest conversations are compared.
/// </summary>
internal sealed class Clusters
{
    private const double Similar = 0.25;

    private const int MostCompared = 120;

    // Rarer words of a conversation do not join it to another.
    private const int MostTerms = 60;

    private readonly List<Conversation> _left;
    private readonly List<(Dictionary<int, double> Weights, double Norm)> _vectors;
    private readonly IReadOnlyDictionary<int, int> _spread;
    private readonly int _of;

    private Clusters(IEnumerable<Conversation> channel, IReadOnlyDictionary<int, int> spread, int of)
    {
        (_spread, _of) = (spread, of);
        _left = [.. channel.OrderByDescending(c => c.Size).ThenBy(c => c.Lines[0].Id).Take(MostCompared)];
        _vectors = [.. _left.Select(VectorOf)];
    }

    public static List<Conversation> Of(IReadOnlyList<Conversation> conversations)
    {
        var spread = TermCounts.Sum(conversations.Select(c => c.Counts.Keys.ToDictionary(term => term, _ => 1)));
        return [.. conversations.GroupBy(c => c.ChannelId).OrderBy(c => c.Key).SelectMany(c => new Clusters(c, spread, conversations.Count).Join())];
    }

    private List<Conversation> Join()
    {
        var similarity = new List<List<double>>();
        for (var i = 0; i < _left.Count; i++) similarity.Add(RowOf(i));
        while (Closest(similarity) is var (one, other))
        {
            _left[one] = _left[one].With(_left[other]);
            _vectors[one] = VectorOf(_left[one]);
            _left.RemoveAt(other);
            _vectors.RemoveAt(other);
            similarity.RemoveAt(other);
            for (var i = other; i < _left.Count; i++) similarity[i].RemoveAt(other);
            similarity[one] = RowOf(one);
            for (var i = one + 1; i < _left.Count; i++) similarity[i][one] = SimilarityOf(i, one);
        }

        return _left;
    }

    private static (int One, int Other)? Closest(List<List<double>> similarity)
    {
        (int, int)? closest = null;
        var most = Similar;
        for (var i = 1; i < similarity.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (similarity[i][j] <= most) continue;
                most = similarity[i][j];
                closest = (j, i);
            }
        }

        return closest;
    }

    // To those before it.
    private List<double> RowOf(int i) => [.. Enumerable.Range(0, i).Select(j => SimilarityOf(i, j))];

    private double SimilarityOf(int i, int j) => Cosine.Of(_vectors[i].Weights, _vectors[j].Weights, _vectors[i].Norm, _vectors[j].Norm);

    private (Dictionary<int, double> Weights, double Norm) VectorOf(Conversation conversation)
    {
        var weights = conversation.Counts
            .Select(c => (Term: c.Key, Weight: Math.Log(1 + c.Value) * Math.Log((1.0 + _of) / _spread[c.Key])))
            .OrderByDescending(w => w.Weight).ThenBy(w => w.Term).Take(MostTerms).ToDictionary(w => w.Term, w => w.Weight);
        return (weights, Math.Sqrt(weights.Values.Sum(w => w * w)));
    }
}

namespace CommunityIntel.Domain.Digests;

/// <summary>
/// Continuous LexRank (Erkan and Radev, "LexRank: graph-based lexical centrality as salience in text summarization", JAIR 22, 2004): the
/// stationary distribution of a walk over messages that goes to similar ones. It starts anew by given weights, as in biased LexRank
/// (Otterbacher, Erkan and Radev, 2009).
/// </summary>
internal static class LexRank
{
    /// <summary>Messages of one graph.</summary>
    public const int MostNodes = 300;

    private const double Damping = 0.85, Tolerance = 1e-6;

    private const int MostRounds = 50;

    /// <summary>Ranks in the order of the lines; they sum to 1. <paramref name="starts"/>: at least 0, not all 0; <paramref name="weights"/> by term.</summary>
    public static double[] Of(IReadOnlyList<Line> lines, IReadOnlyList<double> starts, Func<int, double> weights)
    {
        var steps = Steps(lines, weights);
        var start = Normalised(starts);
        var ranks = start;
        for (var round = 0; round < MostRounds; round++)
        {
            var next = Next(ranks, steps, start);
            var moved = next.Zip(ranks, (a, b) => Math.Abs(a - b)).Sum();
            ranks = next;
            if (moved < Tolerance) break;
        }

        return ranks;
    }

    private static double[] Next(double[] ranks, double[][] steps, double[] start)
    {
        var next = new double[ranks.Length];
        for (var from = 0; from < ranks.Length; from++)
        {
            for (var to = 0; to < ranks.Length; to++) next[to] += Damping * ranks[from] * steps[from][to];
        }

        // What nobody is similar to gives its rank to the starts.
        var kept = next.Sum();
        for (var to = 0; to < next.Length; to++) next[to] += (1 - kept) * start[to];
        return next;
    }

    private static double[][] Steps(IReadOnlyList<Line> lines, Func<int, double> weights)
    {
        var vectors = lines.Select(l => l.Terms.ToDictionary(t => t, weights)).ToArray();
        var norms = vectors.Select(v => Math.Sqrt(v.Values.Sum(w => w * w))).ToArray();
        var steps = lines.Select(_ => new double[lines.Count]).ToArray();
        for (var i = 0; i < lines.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                // An author does not vote for himself.
                if (lines[i].Author != lines[j].Author) steps[i][j] = steps[j][i] = Cosine.Of(vectors[i], vectors[j], norms[i], norms[j]);
            }
        }

        return [.. steps.Select(Normalised)];
    }

    private static double[] Normalised(IReadOnlyList<double> weights)
    {
        var sum = weights.Sum();
        return [.. weights.Select(w => sum > 0 ? w / sum : 0)];
    }
}

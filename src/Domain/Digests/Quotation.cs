namespace CommunityIntel.Domain.Digests;

/// <summary>The messages that an item shows and links: the most central one that reads well, then central ones of other people.</summary>
internal static class Quotation
{
    // Below, only a word to one person or the middle of a talk is left to quote.
    private const double LeastFit = 0.22;

    /// <summary>Empty when no message of it can be quoted, or fewer than three people can be linked.</summary>
    public static IReadOnlyList<long> SourcesOf(Topic topic, TermWeights weights, IReadOnlySet<long> taken)
    {
        var lines = Candidates(topic, taken);
        var fits = lines.Select(Fitness.Of).ToArray();
        if (!fits.Any(f => f >= LeastFit)) return [];
        var standing = topic.Terms.ToDictionary(t => t.Term, t => t.Weight);
        var starts = lines.Select((l, i) => (0.05 + fits[i]) * l.Terms.Sum(t => Math.Sqrt(standing.GetValueOrDefault(t)))).ToArray();
        var ranks = LexRank.Of(lines, starts, weights.RarityOf);
        var first = Enumerable.Range(0, lines.Count).Where(i => fits[i] >= LeastFit).MaxBy(i => ranks[i] * fits[i] * Math.Sqrt(lines[i].Terms.Sum(t => standing.GetValueOrDefault(t))));
        var others = Enumerable.Range(0, lines.Count).Where(i => lines[i].Author != lines[first].Author)
            .OrderByDescending(i => ranks[i] * (0.2 + fits[i])).Select(i => lines[i]).DistinctBy(l => l.Author).Take(DigestRules.MostSources - 1);
        long[] sources = [lines[first].Id, .. others.Select(l => l.Id)];
        return sources.Length >= DigestRules.FewestAuthors ? sources : [];
    }

    // Those with most of the key terms, in the order in which they were written.
    private static List<Line> Candidates(Topic topic, IReadOnlySet<long> taken)
    {
        var weight = topic.Terms.ToDictionary(t => t.Term, t => t.Weight);
        return [.. topic.OnTopic.Where(l => !taken.Contains(l.Id))
            .OrderByDescending(l => Math.Min(1, Fitness.Of(l) * 10) + l.Terms.Sum(t => weight.GetValueOrDefault(t)) / topic.Terms.Sum(t => t.Weight)).ThenBy(l => l.Id)
            .Take(LexRank.MostNodes).OrderBy(l => l.Id)];
    }
}

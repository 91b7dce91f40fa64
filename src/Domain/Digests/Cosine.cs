namespace CommunityIntel.Domain.Digests;

/// <summary>The cosine of two sparse vectors; 0 when one of them is empty.</summary>
internal static class Cosine
{
    public static double Of(IReadOnlyDictionary<int, int> a, IReadOnlyDictionary<int, int> b) =>
        Dot(a, b) is > 0 and var dot ? dot / Math.Sqrt(Dot(a, a) * Dot(b, b)) : 0;

    /// <summary>With weights by term.</summary>
    public static double Of(IReadOnlyDictionary<int, double> a, IReadOnlyDictionary<int, double> b, double normA, double normB)
    {
        if (a.Count > b.Count) (a, b) = (b, a);
        double dot = 0;
        foreach (var (term, weight) in a) dot += weight * b.GetValueOrDefault(term);
        return dot > 0 ? dot / (normA * normB) : 0;
    }

    private static double Dot(IReadOnlyDictionary<int, int> a, IReadOnlyDictionary<int, int> b)
    {
        double dot = 0;
        foreach (var (term, count) in a) dot += (double)count * b.GetValueOrDefault(term);
        return dot;
    }
}

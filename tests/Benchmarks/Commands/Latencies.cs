namespace CommunityIntel.Benchmarks.Commands;

/// <summary>Times of one kind, in milliseconds: how many, and what half of them and 99 of 100 took at most.</summary>
internal sealed record Latencies(int Count, double P50Ms, double P99Ms, double MostMs)
{
    public static Latencies Of(IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToList();
        double At(double share) => sorted.Count == 0 ? 0 : Math.Round(sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(sorted.Count * share) - 1)], 2);
        return new Latencies(sorted.Count, At(.5), At(.99), At(1));
    }
}

using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CommunityIntel.Grains.Shards;

/// <summary>Meter <c>CommunityIntel.Shards</c>, reported by the silo that holds the directory and by no other.</summary>
internal static class ShardMetrics
{
    private static readonly Meter Meter = new("CommunityIntel.Shards");
    private static Holding? s_holding;
    private static Budget? s_budget;

    static ShardMetrics()
    {
        Meter.CreateObservableGauge("shards", () => Now(h => h.Shards), description: "Shards through which events are to come; of a set that is coming, none.");
        Meter.CreateObservableGauge("shards_without_owner", () => Now(h => h.HeardAgo > h.Lease ? h.Shards : h.WithoutOwner), description: "Shards through which events are to come, and that no worker runs.");
        Meter.CreateObservableGauge("workers", () => Now(h => h.HeardAgo > h.Lease ? 0 : h.Workers), description: "Workers that renew their leases.");
        Meter.CreateObservableGauge("identify_remaining", () => OfToday(b => b.Left), description: "Identifies left of today's budget, as Discord last said.");
        Meter.CreateObservableGauge("identify_total", () => OfToday(b => b.Total), description: "Identifies that Discord allows in a day.");
    }

    /// <summary>As the directory has it after a worker renewed. When nobody renews for a lease's length, nothing has an owner.</summary>
    public static void Holds(int shards, int withoutOwner, int workers, TimeSpan lease) =>
        Volatile.Write(ref s_holding, new Holding(shards, withoutOwner, workers, lease, Stopwatch.GetTimestamp()));

    public static void IdentifyBudget(int remaining, int total, TimeSpan resetAfter) =>
        Volatile.Write(ref s_budget, new Budget(remaining, total, resetAfter, Stopwatch.GetTimestamp()));

    /// <summary>The directory is on its way to another silo.</summary>
    public static void HeldElsewhere()
    {
        Volatile.Write(ref s_holding, null);
        Volatile.Write(ref s_budget, null);
    }

    private static IEnumerable<Measurement<int>> Now(Func<Holding, int> of) => Volatile.Read(ref s_holding) is { } holding ? [new(of(holding))] : [];

    private static IEnumerable<Measurement<int>> OfToday(Func<Budget, int> of) => Volatile.Read(ref s_budget) is { } budget ? [new(of(budget))] : [];

    private sealed record Holding(int Shards, int WithoutOwner, int Workers, TimeSpan Lease, long At)
    {
        public TimeSpan HeardAgo => Stopwatch.GetElapsedTime(At);
    }

    /// <summary>What Discord said counts until it begins anew.</summary>
    private sealed record Budget(int Remaining, int Total, TimeSpan ResetAfter, long At)
    {
        public int Left => Stopwatch.GetElapsedTime(At) > ResetAfter ? Total : Remaining;
    }
}

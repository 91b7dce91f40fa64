using System.Diagnostics.Metrics;

namespace CommunityIntel.Storage;

/// <summary>Meter <c>CommunityIntel.Storage</c>.</summary>
internal static class StorageMetrics
{
    private static readonly Meter Meter = new("CommunityIntel.Storage");
    private static readonly Counter<long> Rows = Meter.CreateCounter<long>("commit_rows", description: "Rows written by group commits.");
    private static readonly Counter<long> Guilds = Meter.CreateCounter<long>("commit_guild_batches", description: "Guild batches written by group commits.");
    private static readonly Counter<long> Commits = Meter.CreateCounter<long>("commits", description: "Transactions committed.");
    private static readonly Counter<long> Failures = Meter.CreateCounter<long>("commit_failures", description: "Transactions that PostgreSQL did not take.");
    private static readonly Counter<long> Fences = Meter.CreateCounter<long>("commit_fenced", description: "Guild batches of stale activations.");
    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>("commit_refused", description: "Guild batches whose data PostgreSQL refuses.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("commit_seconds", "s", "Time of a transaction.");

    public static void Committed(int rows, int guilds, TimeSpan elapsed)
    {
        Rows.Add(rows);
        Guilds.Add(guilds);
        Commits.Add(1);
        Duration.Record(elapsed.TotalSeconds);
    }

    public static void Failed() => Failures.Add(1);

    public static void Fenced() => Fences.Add(1);

    public static void Refused() => Refusals.Add(1);
}

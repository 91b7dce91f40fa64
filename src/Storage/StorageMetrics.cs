using System.Diagnostics.Metrics;

namespace CommunityIntel.Storage;

/// <summary>Meter <c>CommunityIntel.Storage</c>. What seldom happens is observed, so that it is there at 0 and the first time is seen as a change.</summary>
internal static class StorageMetrics
{
    private static readonly Meter Meter = new("CommunityIntel.Storage");
    private static readonly Counter<long> Rows = Meter.CreateCounter<long>("commit_rows", description: "Rows written by group commits.");
    private static readonly Counter<long> Guilds = Meter.CreateCounter<long>("commit_guild_batches", description: "Guild batches written by group commits.");
    private static readonly Counter<long> Commits = Meter.CreateCounter<long>("commits", description: "Transactions committed.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("commit_seconds", "s", "Time of a transaction.");
    private static readonly Counter<long> Reports = Meter.CreateCounter<long>("report_reads", description: "Reads of reports, by where they were answered: primary or replica.");
    private static double? s_lag;
    private static long s_failed;
    private static long s_fenced;
    private static long s_refused;

    static StorageMetrics()
    {
        // Nothing where there is no replica.
        Meter.CreateObservableGauge("replica_lag_seconds", () => s_lag is { } lag ? [new Measurement<double>(lag)] : Array.Empty<Measurement<double>>(), "s", "How far behind the read replica is at most; NaN while it is not used.");
        Meter.CreateObservableCounter("commit_failures", () => Volatile.Read(ref s_failed), description: "Transactions that PostgreSQL did not take.");
        Meter.CreateObservableCounter("commit_fenced", () => Volatile.Read(ref s_fenced), description: "Guild batches of stale activations.");
        Meter.CreateObservableCounter("commit_refused", () => Volatile.Read(ref s_refused), description: "Guild batches whose data PostgreSQL refuses.");
    }

    /// <summary>Tells from here on.</summary>
    public static void Begin() => Commits.Add(0);

    public static void Committed(int rows, int guilds, TimeSpan elapsed)
    {
        Rows.Add(rows);
        Guilds.Add(guilds);
        Commits.Add(1);
        Duration.Record(elapsed.TotalSeconds);
    }

    public static void Failed() => Interlocked.Increment(ref s_failed);

    public static void Fenced() => Interlocked.Increment(ref s_fenced);

    public static void Refused() => Interlocked.Increment(ref s_refused);

    public static void ReportRead(string source) => Reports.Add(1, new KeyValuePair<string, object?>("source", source));

    public static void ReplicaLag(double seconds) => s_lag = seconds;
}

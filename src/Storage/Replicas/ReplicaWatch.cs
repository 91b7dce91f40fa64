using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CommunityIntel.Storage.Replicas;

/// <summary>
/// Knows how far a streaming replica is. Once a second the primary is asked for its place in the log and the replica for the last place that it has replayed: what
/// was acknowledged before a place was asked for is on a replica that is past it. No clock of another machine is believed. Whoever reads pays nothing for it.
/// </summary>
public sealed partial class ReplicaWatch(NpgsqlDataSource primary, NpgsqlDataSource replica, TimeSpan mostLag, TimeProvider time, ILogger<ReplicaWatch> logger) : BackgroundService
{
    private const int MostSamples = 3_600, CheckSeconds = 2;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    // Places that the replica is not past yet, the oldest first.
    private readonly Queue<(long At, long Place)> _samples = [];

    private long _coveredUntil;
    private bool _wasUsable;

    /// <summary>
    /// A timestamp of the clock: everything that was acknowledged before it is on the replica. Null: the replica is away, is none any more, or is further behind than
    /// it may be.
    /// </summary>
    public long? CoveredUntil => Interlocked.Read(ref _coveredUntil) is var covered and not 0 && time.GetElapsedTime(covered) <= mostLag ? covered : null;

    /// <summary>A read failed: the replica is not asked again before it has answered here.</summary>
    public void Failed() => Interlocked.Exchange(ref _coveredUntil, 0);

    /// <summary>Asks both once.</summary>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        try
        {
            var askedAt = time.GetTimestamp();
            _samples.Enqueue((askedAt, await PlaceAsync(primary, "SELECT (pg_current_wal_flush_lsn() - '0/0')::bigint", cancellation)));
            if (_samples.Count > MostSamples) _samples.Dequeue();
            // Who was promoted goes its own way.
            var replayed = await PlaceAsync(replica, "SELECT CASE WHEN pg_is_in_recovery() THEN coalesce((pg_last_wal_replay_lsn() - '0/0')::bigint, 0) ELSE -1 END", cancellation);
            if (replayed < 0) Failed();
            long covered = 0;
            while (_samples.TryPeek(out var oldest) && oldest.Place <= replayed) covered = _samples.Dequeue().At;
            if (covered != 0) Interlocked.Exchange(ref _coveredUntil, covered);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
        {
            Failed();
            LogUnanswered(e.Message);
        }

        var isUsable = CoveredUntil is not null;
        if (isUsable != _wasUsable) LogTurn(isUsable ? "answers reports" : "is away or too far behind: the primary answers");
        _wasUsable = isUsable;
        StorageMetrics.ReplicaLag(isUsable ? time.GetElapsedTime(Interlocked.Read(ref _coveredUntil)).TotalSeconds : double.NaN);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            do await CheckAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops.
        }
    }

    private static async Task<long> PlaceAsync(NpgsqlDataSource database, string sql, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = CheckSeconds;
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    [LoggerMessage(1, LogLevel.Information, "The read replica {Turn}")]
    private partial void LogTurn(string turn);

    [LoggerMessage(2, LogLevel.Debug, "The read replica or its primary did not answer: {Reason}")]
    private partial void LogUnanswered(string reason);
}

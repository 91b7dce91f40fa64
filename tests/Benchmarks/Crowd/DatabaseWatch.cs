using System.Diagnostics;
using CommunityIntel.Lab.Postgres;
using Npgsql;

namespace CommunityIntel.Benchmarks.Crowd;

/// <summary>Times of a simple query in milliseconds; the most connections to the server and what it takes; the most of one of the silo's pools that were busy, and the pool's size.</summary>
internal sealed record DatabaseLoad(IReadOnlyList<double> Simple, int Connections, int MostConnections, int BusyOfPool, int PoolSize)
{
    public double ConnectionShare => (double)Connections / MostConnections;

    public double PoolShare => (double)BusyOfPool / PoolSize;
}

/// <summary>Looks ten times a second, over a connection of its own.</summary>
internal static class DatabaseWatch
{
    // As the silo has them when nothing else is set.
    private const int Readers = 4;

    public static async Task<DatabaseLoad> UntilAsync(ScratchDatabase database, CancellationToken over)
    {
        var (simple, most, limit, busy) = (new List<double>(), 0, 1, 0);
        await using var connection = await database.DataSource.OpenConnectionAsync(CancellationToken.None);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                var started = Stopwatch.GetTimestamp();
                await using (var query = new NpgsqlCommand("SELECT name FROM guilds ORDER BY guild_id LIMIT 1", connection)) await query.ExecuteScalarAsync(CancellationToken.None);
                simple.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                await using var look = new NpgsqlCommand(
                    """
                    SELECT count(*)::int, current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
                           (count(*) FILTER (WHERE application_name = 'community-intel-readers' AND state <> 'idle'))::int
                    FROM pg_stat_activity WHERE backend_type = 'client backend'
                    """, connection);
                await using var reader = await look.ExecuteReaderAsync(CancellationToken.None);
                await reader.ReadAsync(CancellationToken.None);
                (most, limit, busy) = (Math.Max(most, reader.GetInt32(0)), reader.GetInt32(1), Math.Max(busy, reader.GetInt32(2)));
            }
        }
        catch (OperationCanceledException)
        {
            // Over.
        }

        return new DatabaseLoad(simple, most, limit, busy, Readers);
    }
}

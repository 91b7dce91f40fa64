using CommunityIntel.Lab.Postgres;

namespace CommunityIntel.Benchmarks.Scale;

/// <summary>What PostgreSQL has written and holds: WAL and tables with their indexes in bytes, and connections.</summary>
internal sealed record StoredBytes(double Wal, double Tables, int Connections)
{
    public static async Task<StoredBytes> TakeAsync(ScratchDatabase database, CancellationToken cancellation)
    {
        await using var command = database.DataSource.CreateCommand("""
            SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8, pg_database_size(current_database())::float8,
              (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'community-intel-%')
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return new StoredBytes(reader.GetDouble(0), reader.GetDouble(1), reader.GetInt32(2));
    }
}

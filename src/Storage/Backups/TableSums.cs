using Npgsql;

namespace CommunityIntel.Storage.Backups;

/// <summary>Counts and sums of every table, several tables at a time, all of one instant.</summary>
internal sealed class TableSums(NpgsqlDataSource database, int jobs)
{
    // A row is summed as text: what decides how it is written is set for the session.
    private const string Begin = """
        BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
        SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL IntervalStyle = 'postgres'; SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1
        """;

    private const string Tables = """
        SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY pg_relation_size(oid) DESC, relname
        """;

    /// <param name="snapshot">As PostgreSQL exported it; null = each table as it is now.</param>
    /// <param name="told">Is told of each table that is done.</param>
    public async Task<IReadOnlyList<TableSum>> ReadAsync(string? snapshot, Action<TableSum> told, CancellationToken cancellation)
    {
        var names = new List<string>();
        await using (var connection = await OpenAsync(snapshot, cancellation))
        await using (var command = new NpgsqlCommand(Tables, connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
            while (await reader.ReadAsync(cancellation)) names.Add(reader.GetString(0));

        var sums = new List<TableSum>();
        await Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = cancellation }, async (name, stop) =>
        {
            await using var connection = await OpenAsync(snapshot, stop);
            await using var command = new NpgsqlCommand($"SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM public.\"{name}\" t", connection) { CommandTimeout = 0 };
            await using var reader = await command.ExecuteReaderAsync(stop);
            await reader.ReadAsync(stop);
            var sum = new TableSum(name, reader.GetInt64(0), reader.GetString(1));
            lock (sums)
            {
                sums.Add(sum);
                told(sum);
            }
        });
        return [.. sums.OrderBy(s => s.Table, StringComparer.Ordinal)];
    }

    // The transaction ends with the connection, which is not kept.
    private async Task<NpgsqlConnection> OpenAsync(string? snapshot, CancellationToken cancellation)
    {
        var connection = await database.OpenConnectionAsync(cancellation);
        await using var begin = new NpgsqlCommand(snapshot is null ? Begin : Begin.Replace("READ ONLY;", $"READ ONLY; SET TRANSACTION SNAPSHOT '{snapshot}';", StringComparison.Ordinal), connection);
        await begin.ExecuteNonQueryAsync(cancellation);
        return connection;
    }
}

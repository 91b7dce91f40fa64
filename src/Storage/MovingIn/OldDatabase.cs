using Npgsql;

namespace CommunityIntel.Storage.MovingIn;

/// <summary>
/// The database that is moved from. Everything runs in short transactions that PostgreSQL holds to be read only, so that a pooler may stand
/// between and nothing of it can change.
/// </summary>
public sealed class OldDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database;

    private OldDatabase(NpgsqlDataSource database, string schema) => (_database, Schema) = (database, schema);

    public string Schema { get; }

    /// <param name="connectionString">Npgsql's or an address (postgres://…): see <see cref="PostgresAddress"/>.</param>
    /// <exception cref="FormatException">It is neither; the message does not repeat it.</exception>
    public static OldDatabase Open(string connectionString, string schema)
    {
        var settings = PostgresAddress.Parse(connectionString);
        settings.ApplicationName = "community-intel-migrate";
        settings.MaxPoolSize = 2;
        settings.CommandTimeout = 0;
        settings.NoResetOnClose = true;
        settings.MaxAutoPrepare = 0;
        settings.KeepAlive = 30;
        settings.Timeout = Math.Max(settings.Timeout, PostgresAddress.ConnectSeconds);
        return new OldDatabase(NpgsqlDataSource.Create(settings), schema);
    }

    /// <summary>Server, port and database, to be shown.</summary>
    public string Place => new NpgsqlConnectionStringBuilder(_database.ConnectionString) is var s ? $"{s.Host}:{s.Port}/{s.Database}" : "";

    public Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellation) => InTransactionAsync(read, cancellation);

    /// <summary>Rows of a statement, each as <paramref name="row"/> makes it.</summary>
    public Task<List<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> row, CancellationToken cancellation) => InTransactionAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation)) rows.Add(row(reader));
        return rows;
    }, cancellation);

    /// <summary>Copies a statement's rows, as PostgreSQL's binary COPY sends them, into a COPY of <paramref name="into"/>; nothing is decoded on the way.</summary>
    public Task CopyAsync(string select, NpgsqlConnection into, string target, CancellationToken cancellation) => InTransactionAsync<object?>(async connection =>
    {
        await using var rows = await connection.BeginRawBinaryCopyAsync($"COPY ({select}) TO STDOUT (FORMAT BINARY)", cancellation);
        await using var place = await into.BeginRawBinaryCopyAsync($"COPY {target} FROM STDIN (FORMAT BINARY)", cancellation);
        try
        {
            await rows.CopyToAsync(place, cancellation);
        }
        catch
        {
            await place.CancelAsync();
            throw;
        }

        return null;
    }, cancellation);

    /// <summary>Reads a statement's rows as <see cref="CopyAsync"/> does, to nowhere.</summary>
    public Task ReadThroughAsync(string select, CancellationToken cancellation) => InTransactionAsync<object?>(async connection =>
    {
        await using var rows = await connection.BeginRawBinaryCopyAsync($"COPY ({select}) TO STDOUT (FORMAT BINARY)", cancellation);
        await rows.CopyToAsync(Stream.Null, cancellation);
        return null;
    }, cancellation);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<T> InTransactionAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellation)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // A policy that would hide rows from this user is to be an error, not rows that nobody misses.
        await using (var settings = new NpgsqlCommand(
            "SET TRANSACTION READ ONLY; SET LOCAL row_security = off; SET LOCAL statement_timeout = 0; SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL standard_conforming_strings = on", connection))
            await settings.ExecuteNonQueryAsync(cancellation);
        return await read(connection);
    }
}

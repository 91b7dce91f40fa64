using Npgsql;

namespace CommunityIntel.Lab.Postgres;

/// <summary>One database of a <see cref="ScratchServer"/>, for one test or fixture; dropped when disposed.</summary>
public sealed class ScratchDatabase : IAsyncDisposable
{
    private readonly string _name;

    internal ScratchDatabase(ScratchServer server, NpgsqlConnectionStringBuilder connection)
    {
        Server = server;
        _name = connection.Database!;
        connection.MaxPoolSize = 20;
        // An idle connection of a finished test must not use up the server's.
        connection.ConnectionIdleLifetime = 10;
        connection.ConnectionPruningInterval = 5;
        ConnectionString = connection.ConnectionString;
        DataSource = new NpgsqlDataSourceBuilder(ConnectionString) { Name = _name }.Build();
    }

    public ScratchServer Server { get; }

    public string ConnectionString { get; }

    public NpgsqlDataSource DataSource { get; }

    /// <summary>A database with the current schema on the server that this process's tests share.</summary>
    public static async Task<ScratchDatabase> CreateAsync(CancellationToken cancellationToken = default) =>
        await (await ScratchServer.SharedAsync()).CreateDatabaseAsync(cancellationToken);

    /// <summary>A database with nothing in it, for tests of the migrations themselves.</summary>
    public static async Task<ScratchDatabase> CreateEmptyAsync(CancellationToken cancellationToken = default) =>
        await (await ScratchServer.SharedAsync()).CreateEmptyDatabaseAsync(cancellationToken);

    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken = default)
    {
        await using var command = DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The first column of the first row; null when there is no row.</summary>
    public async Task<T?> ScalarAsync<T>(string sql, CancellationToken cancellationToken = default)
    {
        await using var command = DataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync(cancellationToken) is T value ? value : default;
    }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        try
        {
            await Server.ExecuteAsync($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)", CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // A test may have stopped the server; the database goes with its folder.
        }
    }
}

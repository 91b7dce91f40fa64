using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CommunityIntel.Storage.Postgres;

/// <summary>
/// A PostgreSQL server of our own, started from the machine's programs in a folder of its own: loopback only, behind a
/// password, as an unprivileged account, fully durable. It outlives a process that is killed; the next one to start on
/// the same folder stops it cleanly and starts it again. One process at a time may hold a folder.
/// </summary>
public sealed partial class PrivatePostgres(PrivatePostgresOptions options, ILogger<PrivatePostgres> logger) : IAsyncDisposable
{
    /// <summary>The server's one role and the name of its one database.</summary>
    private const string Role = "community_intel", Database = "community_intel";

    private readonly PostgresFolder _folder = new(options.Folder);
    private PostgresServer? _server;
    private FileStream? _lock;
    private string? _connectionString;

    /// <summary>Npgsql connection string of the database <c>community_intel</c>. It stays the same over restarts of this instance.</summary>
    public string ConnectionString => _connectionString ?? throw NotStarted();

    /// <summary>Process id of the postmaster.</summary>
    public int ProcessId => _server?.Running?.ProcessId ?? throw NotStarted();

    /// <summary>Creates the folder and the database if need be, starts the server and waits until it takes connections. Harmless when it runs.</summary>
    /// <exception cref="PrivatePostgresException">It cannot be had; says why and what to do.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_server?.Running is not null)
            return;

        var started = Stopwatch.GetTimestamp();
        var account = await PostgresAccount.FindAsync(cancellationToken);
        _folder.CreateRoot(account);
        _lock ??= _folder.Lock();
        try
        {
            await account.EnsureReachesAsync(_folder.Root, cancellationToken);
            var binaries = await PostgresBinaries.FindAsync(_folder.Major, cancellationToken);
            var password = _folder.Password();
            if (_folder.Major is null)
            {
                LogCreating(binaries.Major, _folder.Root);
                await new PostgresCluster(_folder, account, binaries).CreateAsync(Role, password, cancellationToken);
            }

            _server ??= new PostgresServer(_folder, account, binaries, options, logger);
            await _server.StartAsync(cancellationToken);
            _connectionString = Connection(Database, password);
            await EnsureDatabaseAsync(password, cancellationToken);
            LogStarted(binaries.Major, _server.Port, ProcessId, (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        finally
        {
            if (_server?.Running is null)
                Unlock();
        }
    }

    /// <summary>Fast shutdown: refuses new connections, ends the open ones, writes a checkpoint. Harmless when it is stopped.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is not null)
            await _server.StopAsync(cancellationToken);
        Unlock();
    }

    /// <summary>SIGKILL, as a crash would: for tests of recovery and outages. <see cref="StartAsync"/> recovers.</summary>
    public Task KillAsync(CancellationToken cancellationToken) =>
        _server?.KillAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>Stops the server, one of an earlier run included, and deletes everything that it held. There is no way back.</summary>
    public async Task DiscardAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(_folder.Root))
            return;
        _lock ??= _folder.Lock();
        try
        {
            if (Postmaster.Of(_folder.Data) is not null)
            {
                var account = await PostgresAccount.FindAsync(cancellationToken);
                var binaries = await PostgresBinaries.FindAsync(_folder.Major, cancellationToken);
                await new PostgresServer(_folder, account, binaries, options, logger).StopAsync(cancellationToken);
            }

            _folder.Delete();
        }
        finally
        {
            Unlock();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private async Task EnsureDatabaseAsync(string password, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Connection("postgres", password)) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var exists = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", connection) { Parameters = { new() { Value = Database } } };
        if (await exists.ExecuteScalarAsync(cancellationToken) is true)
            return;
        await using var create = new NpgsqlCommand($"CREATE DATABASE {Database}", connection);
        await create.ExecuteNonQueryAsync(cancellationToken);
    }

    private string Connection(string database, string password) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = _server!.Port,
            Database = database,
            Username = Role,
            Password = password,
            SslMode = SslMode.Disable,
        }.ConnectionString;

    private void Unlock()
    {
        _lock?.Dispose();
        _lock = null;
    }

    private InvalidOperationException NotStarted() =>
        new(string.Create(CultureInfo.InvariantCulture, $"The private PostgreSQL of {_folder.Root} is not running."));

    [LoggerMessage(LogLevel.Information, "Creating a private PostgreSQL {Major} in {Folder}")]
    private partial void LogCreating(int major, string folder);

    [LoggerMessage(LogLevel.Information, "PostgreSQL {Major} is ready on port {Port} as process {ProcessId} after {DurationMs} ms")]
    private partial void LogStarted(int major, int port, int processId, long durationMs);
}

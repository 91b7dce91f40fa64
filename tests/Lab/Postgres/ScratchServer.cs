using System.Diagnostics;
using CommunityIntel.Storage.Migrations;
using CommunityIntel.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CommunityIntel.Lab.Postgres;

/// <summary>
/// A real PostgreSQL in a temporary folder, gone without a trace when it is disposed. Tests share <see cref="SharedAsync"/>;
/// a test that stops or kills the server starts one of its own.
/// </summary>
public sealed class ScratchServer : IAsyncDisposable
{
    private const string Template = "migrated";
    private const string FolderPrefix = "community-intel-lab-";

    private static readonly Lazy<Task<ScratchServer>> Shared = new(StartSharedAsync);
    private static int s_started;

    private readonly PrivatePostgres _postgres;
    private readonly Lazy<Task> _template;
    private int _databases;

    private ScratchServer(string folder, PrivatePostgresOptions options)
    {
        Folder = folder;
        _postgres = new PrivatePostgres(options with { Folder = folder }, NullLogger<PrivatePostgres>.Instance);
        _template = new Lazy<Task>(CreateTemplateAsync);
    }

    public string Folder { get; }

    public int ProcessId => _postgres.ProcessId;

    /// <summary>The server that all tests of this process share; it ends with the process.</summary>
    public static Task<ScratchServer> SharedAsync() => Shared.Value;

    /// <summary>A server of one's own, to be stopped, killed and started again; with settings of one's own for load.</summary>
    public static async Task<ScratchServer> StartNewAsync(CancellationToken cancellationToken, PrivatePostgresOptions? options = null)
    {
        var folder = options?.Folder ?? Path.Combine(Path.GetTempPath(), $"{FolderPrefix}{Environment.ProcessId}-{Interlocked.Increment(ref s_started)}");
        var server = new ScratchServer(folder, options ?? new PrivatePostgresOptions { Folder = folder, MaxConnections = 100 });
        await server.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>Starts it again after a stop or a kill, at the same address.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => _postgres.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _postgres.StopAsync(cancellationToken);

    /// <summary>SIGKILL; a following start recovers.</summary>
    public Task KillAsync(CancellationToken cancellationToken) => _postgres.KillAsync(cancellationToken);

    /// <summary>A new database with the current schema and no rows.</summary>
    public async Task<ScratchDatabase> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        await _template.Value.WaitAsync(cancellationToken);
        return await CreateDatabaseAsync($"test_{Interlocked.Increment(ref _databases)}", Template, cancellationToken);
    }

    /// <summary>A new database with nothing in it, for tests of the migrations themselves.</summary>
    public Task<ScratchDatabase> CreateEmptyDatabaseAsync(CancellationToken cancellationToken) =>
        CreateDatabaseAsync($"test_{Interlocked.Increment(ref _databases)}", "template0", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await _postgres.DiscardAsync(CancellationToken.None);
        Directory.Delete(Folder, recursive: true);
    }

    internal async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_postgres.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<ScratchServer> StartSharedAsync()
    {
        await SweepAsync();
        var server = await StartNewAsync(CancellationToken.None);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Task.Run(async () => await server.DisposeAsync()).GetAwaiter().GetResult();
        return server;
    }

    /// <summary>Servers of test processes that were killed are still running; a folder whose lock is free has no owner any more.</summary>
    private static async Task SweepAsync()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), FolderPrefix + "*"))
        {
            if (IsOwnerAlive(folder))
                continue;
            try
            {
                await new ScratchServer(folder, new PrivatePostgresOptions { Folder = folder }).DisposeAsync();
            }
            catch (PrivatePostgresException)
            {
                // Somebody holds it after all, or PostgreSQL is not here: starting our own will tell.
            }
            catch (IOException)
            {
                // Another test process sweeps it right now.
            }
            catch (UnauthorizedAccessException)
            {
                // Another user's.
            }
        }
    }

    /// <summary>The owner's process id is in the folder's name; a number that was given out again keeps the folder for another day.</summary>
    private static bool IsOwnerAlive(string folder) =>
        int.TryParse(Path.GetFileName(folder)[FolderPrefix.Length..].Split('-')[0], out var owner) && Directory.Exists($"/proc/{owner}");

    private async Task CreateTemplateAsync()
    {
        var template = await CreateDatabaseAsync(Template, "template0", CancellationToken.None);
        await SchemaMigrator.MigrateAsync(template.ConnectionString, NullLogger.Instance, CancellationToken.None);
        // A template must have no connections when it is copied.
        await template.DataSource.DisposeAsync();
    }

    private async Task<ScratchDatabase> CreateDatabaseAsync(string name, string template, CancellationToken cancellationToken)
    {
        Debug.Assert(name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'), "Names are ours and need no quoting.");
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}", cancellationToken);
        return new ScratchDatabase(this, new NpgsqlConnectionStringBuilder(_postgres.ConnectionString) { Database = name });
    }
}

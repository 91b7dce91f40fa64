using System.Diagnostics;
using System.Reflection;
using DbUp;
using DbUp.Engine;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CommunityIntel.Storage.Migrations;

/// <summary>
/// Brings a database to the schema of this build: the scripts of <c>sql/</c>, in the order of their numbers, forward only,
/// each in its own transaction and once. Safe to start from several processes at once: they take turns.
/// Used alike by the hosts, the tests, CI and the Kubernetes job.
/// </summary>
public static partial class SchemaMigrator
{
    /// <summary>Key of the advisory lock that migrators take turns on: "cischema" in ASCII.</summary>
    private const long TurnKey = 0x6369736368656D61;

    private const string Journal = "schema_migrations";

    private const string LockNotAvailable = "55P03";

    private const int MostAttempts = 40;

    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(1);

    /// <summary>Applies what is missing and returns the names of the scripts that it applied, in order.</summary>
    /// <exception cref="SchemaMigrationException">A script was refused; those before it stay applied.</exception>
    public static async Task<IReadOnlyList<string>> MigrateAsync(string connectionString, ILogger logger, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        // Scripts may take as long as they need, and must not meet a pooler's leftovers.
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { CommandTimeout = 0, Pooling = false };

        await using var turn = new NpgsqlConnection(settings.ConnectionString);
        await turn.OpenAsync(cancellationToken);
        await ExecuteAsync(turn, $"SELECT pg_advisory_lock({TurnKey})", cancellationToken);

        var applied = await UpgradeAsync(settings.ConnectionString, logger, cancellationToken);
        if (applied.Count > 0)
            await ExecuteAsync(turn, $"COMMENT ON TABLE {Journal} IS 'One row is one script of sql/ that was applied to this database.'", cancellationToken);

        LogMigrated(logger, applied.Count, (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        return applied;
    }

    /// <summary>The scripts that this build carries, by name, in the order in which they are applied.</summary>
    public static IReadOnlyList<string> Scripts() =>
        [.. typeof(SchemaMigrator).Assembly.GetManifestResourceNames().Where(IsScript).Order(StringComparer.Ordinal)];

    /// <summary>The scripts of this build that the database has not had yet. Reads only.</summary>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public static async Task<IReadOnlyList<string>> MissingAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        var applied = new HashSet<string>();
        await using var command = new NpgsqlCommand($"SELECT scriptname FROM {Journal}", connection);
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken)) applied.Add(reader.GetString(0));
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            // A database that no script has seen.
        }

        return [.. Scripts().Where(script => !applied.Contains(script))];
    }

    private static async Task<IReadOnlyList<string>> UpgradeAsync(string connectionString, ILogger logger, CancellationToken cancellationToken)
    {
        var applied = new List<string>();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await Task.Run(() => Upgrade(connectionString, applied, logger), cancellationToken);
                return applied;
            }
            catch (SchemaMigrationException e) when (e.SqlState == LockNotAvailable && attempt < MostAttempts)
            {
                LogWaits(logger, e.Script, LockLimit.Seconds, attempt);
                await Task.Delay(BetweenAttempts, cancellationToken);
            }
        }
    }

    private static void Upgrade(string connectionString, List<string> applied, ILogger logger)
    {
        var result = DeployChanges.To
            .PostgresqlDatabase(connectionString)
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), IsScript)
            .JournalToPostgresqlTable("public", Journal)
            .WithVariablesDisabled()
            .WithTransactionPerScript()
            .WithPreprocessor(new LockLimit())
            .WithExecutionTimeout(TimeSpan.Zero)
            .LogTo(new UpgradeLog(logger))
            .Build()
            .PerformUpgrade();

        // Also before one that was refused: those stay.
        applied.AddRange(result.Scripts.Select(script => script.Name));
        if (!result.Successful) throw Refused(result);
    }

    private static SchemaMigrationException Refused(DatabaseUpgradeResult result) =>
        new(result.ErrorScript?.Name, (result.Error as PostgresException)?.SqlState, result.Error);

    private static bool IsScript(string resource) => resource.EndsWith(".sql", StringComparison.Ordinal);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "Migration {Script} waited {Seconds} s for a lock and begins again; attempt {Attempt}")]
    private static partial void LogWaits(ILogger logger, string? script, int seconds, int attempt);

    [LoggerMessage(LogLevel.Information, "Schema is up to date: {ScriptCount} scripts applied in {DurationMs} ms")]
    private static partial void LogMigrated(ILogger logger, int scriptCount, long durationMs);
}

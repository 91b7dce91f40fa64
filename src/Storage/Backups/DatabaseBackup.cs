using System.Globalization;
using CommunityIntel.Storage.Migrations;
using Npgsql;

namespace CommunityIntel.Storage.Backups;

/// <summary>
/// Copies the whole database into a folder and back. What is counted and summed is exactly what is dumped: one snapshot, while others go on writing. Needs a session
/// of its own, so no pooler in between.
/// </summary>
/// <param name="jobs">Tables at a time, each with a connection.</param>
/// <param name="say">Is told of progress, line by line; never anything secret.</param>
public sealed class DatabaseBackup(string connectionString, int jobs, Action<string> say)
{
    private readonly NpgsqlConnectionStringBuilder _target = new(connectionString) { Pooling = false, ApplicationName = "community-intel-backup", CommandTimeout = 0 };

    /// <summary>Writes a backup into a folder that is not there yet, or is empty.</summary>
    public async Task<BackupManifest> MakeAsync(string folder, CancellationToken cancellation)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) throw new BackupException($"{folder} is not empty: name a new folder");
        await using var database = NpgsqlDataSource.Create(_target);
        await using var holder = await database.OpenConnectionAsync(cancellation);
        var programs = await DumpPrograms.FindAsync(holder.PostgreSqlVersion.Major, cancellation);
        if (await TextAsync(holder, "SELECT coalesce(to_regclass('public.schema_migrations')::text, '')", cancellation) is "")
            throw new BackupException($"{holder.Database} is no database of Community Intelligence: it has no schema_migrations");
        // It holds what nobody else is to read.
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using var transaction = await holder.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        var snapshot = await TextAsync(holder, "SELECT pg_export_snapshot()", cancellation);
        var schema = await TextAsync(holder, "SELECT coalesce((SELECT max(scriptname) FROM schema_migrations), '')", cancellation);
        var tables = await CountAsync(holder, cancellation);
        DateTimeOffset madeAt;
        await using (var now = new NpgsqlCommand("SELECT now()", holder)) madeAt = (DateTime)(await now.ExecuteScalarAsync(cancellation))!;

        say($"Dumping {tables} tables, {jobs} at a time");
        var done = 0;
        await programs.RunAsync(
            "pg_dump",
            ["--format=directory", $"--jobs={Number(jobs)}", "--compress=6", "--no-owner", "--no-privileges", "--schema=public", $"--snapshot={snapshot}", "--verbose", $"--file={BackupManifest.DumpFolder(folder)}"],
            _target, line => TellTable(line, "dumping contents of table ", tables, ref done), cancellation);
        say("Counting");
        var sums = await new TableSums(database, jobs).ReadAsync(snapshot, _ => { }, cancellation);
        await transaction.CommitAsync(cancellation);

        var manifest = new BackupManifest(
            BackupManifest.CurrentVersion, madeAt, schema, holder.PostgreSqlVersion.ToString(), sums, await BackupManifest.FilesAsync(folder, cancellation));
        await manifest.WriteAsync(folder, cancellation);
        return manifest;
    }

    /// <summary>Reads a backup back and compares every table with what it was.</summary>
    /// <param name="replaces">A target that is not empty is emptied first.</param>
    /// <exception cref="BackupException">Refused, or not the same afterwards; says what.</exception>
    public async Task<BackupManifest> RestoreAsync(string folder, bool replaces, CancellationToken cancellation)
    {
        say("Checking the backup's files");
        var manifest = await BackupManifest.ReadAsync(folder, cancellation);
        if (manifest.Schema.Length > 0 && !SchemaMigrator.Scripts().Contains(manifest.Schema))
            throw new BackupException($"the backup's schema ({manifest.Schema}) is newer than this program: use the version that made it, or a later one");
        await using var database = NpgsqlDataSource.Create(_target);
        await using var holder = await database.OpenConnectionAsync(cancellation);
        var programs = await DumpPrograms.FindAsync(holder.PostgreSqlVersion.Major, cancellation);
        await MakeRoomAsync(holder, replaces, cancellation);

        say($"Restoring {manifest.Tables.Count} tables of {manifest.MadeAt:u}, {jobs} at a time");
        var done = 0;
        await programs.RunAsync(
            "pg_restore",
            ["--format=directory", $"--jobs={Number(jobs)}", "--no-owner", "--no-privileges", "--exit-on-error", "--verbose", $"--dbname={_target.Database}", BackupManifest.DumpFolder(folder)],
            _target, line => TellTable(line, "processing data for table ", manifest.Tables.Count, ref done), cancellation);
        await using (var analyze = new NpgsqlCommand("ANALYZE", holder)) await analyze.ExecuteNonQueryAsync(cancellation);
        say("Comparing every table with the manifest");
        var found = await new TableSums(database, jobs).ReadAsync(null, _ => { }, cancellation);
        var wrong = manifest.Tables.Except(found).Concat(found.Except(manifest.Tables)).Select(t => t.Table).Distinct().Order(StringComparer.Ordinal).ToList();
        return wrong.Count == 0 ? manifest : throw new BackupException($"what was restored is NOT what was backed up: {string.Join(", ", wrong)} differ. Do not use this database");
    }

    private static async Task MakeRoomAsync(NpgsqlConnection target, bool replaces, CancellationToken cancellation)
    {
        if (await CountAsync(target, cancellation) is 0)
        {
            // The dump makes it again.
            await using var drop = new NpgsqlCommand("DROP SCHEMA IF EXISTS public", target);
            await drop.ExecuteNonQueryAsync(cancellation);
            return;
        }

        if (!replaces) throw new BackupException($"the database {target.Database} is not empty. Restore into a new one, or say --replace to delete everything that is in it");
        if (await TextAsync(target, "SELECT coalesce((SELECT string_agg(DISTINCT coalesce(nullif(application_name, ''), 'a client without a name'), ', ') FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'), '')", cancellation) is { Length: > 0 } others)
            throw new BackupException($"the database {target.Database} is in use by {others}: stop silos, workers and web servers first");
        await using var command = new NpgsqlCommand("DROP SCHEMA public CASCADE", target);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private void TellTable(string line, string mark, int tables, ref int done)
    {
        if (line.IndexOf(mark, StringComparison.Ordinal) is var at and >= 0) say(string.Create(CultureInfo.InvariantCulture, $"  {++done} of {tables}: {line[(at + mark.Length)..].Trim('"')}"));
    }

    private static async Task<int> CountAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT count(*)::int FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'", connection);
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task<string> TextAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (string)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

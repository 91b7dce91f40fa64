using System.Diagnostics;
using CommunityIntel.Lab.Postgres;
using CommunityIntel.Storage.Backups;

namespace CommunityIntel.Tools.Tests.Backups;

public sealed class BackupTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"community-intel-backup-{Environment.ProcessId}-{Guid.NewGuid():N}");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_was_backed_up_is_restored_row_for_row_and_the_command_line_says_so()
    {
        await using var source = await FilledAsync();
        await using var target = await ScratchDatabase.CreateEmptyAsync(Cancel);

        var (code, output) = await RunAsync(source, "backup", _folder);
        code.Should().Be(0, output);
        output.Should().NotContain("Password", "nothing secret is said");
        (code, output) = await RunAsync(target, "restore", _folder);
        code.Should().Be(0, output);
        output.Should().Contain("Restored and verified").And.Contain("messages_2026_03");

        (await ContentsAsync(target)).Should().Equal(await ContentsAsync(source));
        (await target.ScalarAsync<long>("SELECT count(*) FROM messages WHERE guild_id = 1", Cancel)).Should().Be(3_000);
    }

    [Fact]
    public async Task A_backup_is_of_one_instant_and_refused_when_it_is_not_as_it_was_made()
    {
        await using var source = await FilledAsync();
        await using var target = await ScratchDatabase.CreateEmptyAsync(Cancel);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        // Each transaction writes one row to each of two tables: a backup has as many of either.
        var writing = WriteAsync(source, stop.Token);
        var manifest = await Backup(source).MakeAsync(_folder, Cancel);
        await stop.CancelAsync();
        (await writing).Should().BeGreaterThan(0);

        var file = new DirectoryInfo(Path.Combine(_folder, "dump")).EnumerateFiles("*.gz").OrderByDescending(f => f.Length).First();
        var bytes = await File.ReadAllBytesAsync(file.FullName, Cancel);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file.FullName, bytes, Cancel);
        await RefusedAsync(target, false, $"*damaged*{file.Name}*");
        (await target.ScalarAsync<long>("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace", Cancel)).Should().Be(0, "nothing was touched");
        target.DataSource.Clear();
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file.FullName, bytes, Cancel);

        await Backup(target).RestoreAsync(_folder, false, Cancel);
        (await target.ScalarAsync<bool>("SELECT (SELECT count(*) FROM user_xp WHERE guild_id = 9) = (SELECT count(*) FROM members WHERE guild_id = 9)", Cancel)).Should().BeTrue();

        await RefusedAsync(target, false, "*not empty*--replace*");
        await RefusedAsync(target, true, "*in use*");
        target.DataSource.Clear();
        await RewriteAsync(manifest with { Tables = [.. manifest.Tables.Select(t => t.Table == "user_xp" ? t with { Checksum = "1" } : t)] });
        await RefusedAsync(target, true, "*NOT what was backed up: user_xp*");
        await RewriteAsync(manifest with { Schema = "9999_of_tomorrow.sql" });
        await RefusedAsync(target, true, "*newer than this program*");
        File.Delete(Path.Combine(_folder, "manifest.json"));
        await RefusedAsync(target, true, "*no manifest*");
    }

    [Fact]
    public async Task Whoever_types_it_wrong_is_told_how_it_goes()
    {
        await using var database = await ScratchDatabase.CreateEmptyAsync(Cancel);
        var (code, output) = await RunAsync(database, "backup");
        code.Should().Be(1);
        output.Should().Contain("backup FOLDER");
    }

    private static DatabaseBackup Backup(ScratchDatabase database) => new(database.ConnectionString, 2, _ => { });

    private async Task RefusedAsync(ScratchDatabase target, bool replaces, string why) =>
        (await Backup(target).Awaiting(b => b.RestoreAsync(_folder, replaces, Cancel)).Should().ThrowAsync<BackupException>()).WithMessage(why);

    private Task RewriteAsync(BackupManifest manifest)
    {
        File.Delete(Path.Combine(_folder, "manifest.json"));
        return manifest.WriteAsync(_folder, Cancel);
    }

    private static async Task<int> WriteAsync(ScratchDatabase database, CancellationToken stop)
    {
        var written = 0;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                written++;
                await database.ExecuteAsync(
                    $"""
                    WITH member AS (INSERT INTO members (guild_id, user_id, is_bot, has_left) VALUES (9, {written}, false, false))
                    INSERT INTO user_xp (guild_id, user_id, xp, messages, voice_seconds) VALUES (9, {written}, 1, 1, 0)
                    """, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The backup is made.
        }

        return written;
    }

    private static async Task<ScratchDatabase> FilledAsync()
    {
        var database = await ScratchDatabase.CreateAsync(Cancel);
        await database.ExecuteAsync(
            """
            SELECT ensure_messages_partition('2026-03-01');
            INSERT INTO messages SELECT 1 + i % 2, i, 5, 7, '2026-03-02T10:00Z'::timestamptz + i * interval '1 second', false FROM generate_series(1, 6000) i;
            INSERT INTO members (guild_id, user_id, name, is_bot, has_left, joined_at, role_ids) SELECT 1, i, 'Élodie ' || i, false, false, '2026-03-02T10:00Z', '{1,2}' FROM generate_series(1, 500) i;
            INSERT INTO user_xp (guild_id, user_id, xp, messages, voice_seconds) SELECT 1, i, i * 7, i, 0 FROM generate_series(1, 500) i;
            INSERT INTO xp_rules VALUES (1, '{"a": 1.5, "b": "ü"}');
            INSERT INTO sign_in_keys VALUES ('key', '<xml/>');
            INSERT INTO gift_codes (code_hash, ending, plan, days, note, created_by) VALUES ('\x0102ff', 'AB', 1, 30, '', 1)
            """, Cancel);
        return database;
    }

    /// <summary>Every row of every table as text, in order.</summary>
    private static async Task<IReadOnlyList<string>> ContentsAsync(ScratchDatabase database)
    {
        var contents = new List<string>();
        foreach (var table in await ReadAsync("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1"))
            contents.AddRange((await ReadAsync($"SELECT t::text FROM \"{table}\" t ORDER BY 1")).Select(row => $"{table}: {row}"));
        return contents;

        async Task<IReadOnlyList<string>> ReadAsync(string sql)
        {
            await using var command = database.DataSource.CreateCommand(sql);
            await using var reader = await command.ExecuteReaderAsync(Cancel);
            var rows = new List<string>();
            while (await reader.ReadAsync(Cancel)) rows.Add(reader.GetString(0));
            return rows;
        }
    }

    private static async Task<(int Code, string Output)> RunAsync(ScratchDatabase database, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "CommunityIntel.Tools.dll"), .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ConnectionStrings__CommunityIntel"] = database.ConnectionString;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Cancel);
        var errors = process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, await output + await errors);
    }
}

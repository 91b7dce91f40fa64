using System.Globalization;
using CommunityIntel.Lab.Postgres;
using CommunityIntel.Storage.Migrations;
using CommunityIntel.Storage.Tests.Guilds;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CommunityIntel.Storage.Tests.Migrations;

public sealed class UpgradeTests
{
    /// <summary>The schema of the commit before: with it old silos still write while the scripts after it are applied.</summary>
    private const string LastOfBefore = "0021_create_billing.sql";

    /// <summary>Columns that a later script took away, with what they said kept elsewhere.</summary>
    private static readonly string[] Gone = ["level_rewards.keeps_lower_roles"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_schema_there_was_and_whatever_was_in_it_no_row_is_lost_on_the_way_to_the_newest()
    {
        await using var database = await ScratchDatabase.CreateEmptyAsync(Cancel);
        var scripts = SchemaMigrator.Scripts();
        for (var n = 1; n <= scripts.Count; n++)
        {
            await ScriptByScript.ApplyAsync(database, scripts[n - 1], Cancel);
            (await FillAsync(database, n)).Should().BeEmpty($"every table takes a row after {scripts[n - 1]}");
            await KeepAsync(database, n);
        }

        (await SchemaMigrator.MigrateAsync(database.ConnectionString, NullLogger.Instance, Cancel)).Should().BeEmpty("the last is there");
        foreach (var kept in await ListAsync(database, "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname LIKE 'after\\_%' AND c.relkind = 'r' ORDER BY 1"))
            (await LostAsync(database, kept)).Should().Be(0, kept);
    }

    [Fact]
    public async Task While_silos_of_before_commit_the_newest_scripts_are_applied_and_no_commit_fails()
    {
        await using var database = await ScratchDatabase.CreateEmptyAsync(Cancel);
        var scripts = SchemaMigrator.Scripts();
        foreach (var script in scripts.TakeWhile(s => string.CompareOrdinal(s, LastOfBefore) <= 0)) await ScriptByScript.ApplyAsync(database, script, Cancel);
        await database.ExecuteAsync("SELECT ensure_messages_partition('2026-03-01')", Cancel);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await using var old = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxPoolSize = 4, MaxAutoPrepare = 40, AutoPrepareMinUsages = 2 });
        var guilds = new ChattyGuilds(old, old);
        var writing = guilds.WriteAsync(Enumerable.Range(1, 20).Select(i => (long)i), int.MaxValue, stop.Token);
        await UntilAsync(() => guilds.Committed > 200, writing);

        // Somebody reads for long: the scripts must not make commits stand behind them in the queue.
        await using var reading = await old.OpenConnectionAsync(Cancel);
        await using var transaction = await reading.BeginTransactionAsync(Cancel);
        await using (var read = new NpgsqlCommand("SELECT count(*) FROM messages, user_xp, subscription_slots", reading, transaction)) await read.ExecuteScalarAsync(Cancel);
        var migrating = SchemaMigrator.MigrateAsync(database.ConnectionString, NullLogger.Instance, Cancel);
        var before = guilds.Committed;
        await UntilAsync(() => guilds.Committed > before + 200, writing);
        await transaction.CommitAsync(Cancel);
        (await migrating).Should().Equal(scripts.SkipWhile(s => string.CompareOrdinal(s, LastOfBefore) <= 0));

        before = guilds.Committed;
        await UntilAsync(() => guilds.Committed > before + 100, writing);
        await stop.CancelAsync();
        // Whatever commit failed would be thrown here.
        await writing;
        (await database.ScalarAsync<long>("SELECT count(*) FROM messages", Cancel)).Should().Be(guilds.Committed);
    }

    private static async Task UntilAsync(Func<bool> condition, Task running)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!condition())
        {
            if (running.IsCompleted) await running;
            await timer.WaitForNextTickAsync(Cancel);
        }
    }

    /// <summary>Puts a row into every table, all of whose required columns say n; returns the tables that took none.</summary>
    private static async Task<IReadOnlyList<string>> FillAsync(ScratchDatabase database, int n)
    {
        if (n >= 2) await database.ExecuteAsync("SELECT ensure_messages_partition('2026-03-01')", Cancel);
        if (n >= 22) await database.ExecuteAsync("SELECT ensure_archive_partition('2026-03-01')", Cancel);
        var open = await ListAsync(
            database, "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> 'schema_migrations' ORDER BY 1");
        // Who refers to others comes after them, whatever the names are.
        for (var left = -1; open.Count != left;)
        {
            left = open.Count;
            var refused = new List<string>();
            foreach (var table in open)
                if (!await TakesRowAsync(database, table, n)) refused.Add(table);
            open = refused;
        }

        return open;
    }

    private static async Task<bool> TakesRowAsync(ScratchDatabase database, string table, int n)
    {
        var columns = await ListAsync(
            database,
            $"""
            SELECT a.attname || '|' || format_type(a.atttypid, NULL) FROM pg_attribute a
            WHERE a.attrelid = 'public.{table}'::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attidentity = '' AND (a.attnotnull AND NOT a.atthasdef)
            """);
        var values = columns.Select(c => c.Split('|')).ToDictionary(c => c[0], c => ValueOf(table, c[0], c[1], n));
        try
        {
            await database.ExecuteAsync($"INSERT INTO {table} ({string.Join(", ", values.Keys)}) VALUES ({string.Join(", ", values.Values)})", Cancel);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            return false;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // It has no room for more, but for those of before.
            return true;
        }
    }

    private static string ValueOf(string table, string column, string type, int n)
    {
        var number = n.ToString(CultureInfo.InvariantCulture);
        return (table, column, type) switch
        {
            ("level_rewards", "announcement", _) => "'off'",
            ("gaps", "until_at", _) => "'2026-03-02T11:00Z'",
            (_, "guild_id" or "user_id" or "message_id" or "channel_id" or "payer_id" or "customer_id", "text") => $"'{number}'",
            // Flags and kinds have few values; what tells rows apart is as wide as n.
            (_, _, "smallint") => "1",
            (_, _, "bigint" or "integer") => number,
            (_, _, "boolean") when table == "stripe_reconciliations" => n % 2 == 0 ? "true" : "false",
            (_, _, "boolean") => "false",
            (_, _, "timestamp with time zone") => "'2026-03-02T10:00Z'",
            (_, _, "date") => $"date '2026-03-02' + {number}",
            (_, _, "jsonb") => "'{}'",
            (_, _, "bigint[]" or "integer[]") => "'{}'",
            (_, _, "bytea") => $"'\\x{n:x2}'",
            _ => $"'{number}'",
        };
    }

    /// <summary>Keeps what every table holds now.</summary>
    private static Task KeepAsync(ScratchDatabase database, int n) => database.ExecuteAsync(
        $$"""
        CREATE SCHEMA after_{{n}};
        DO $$
        DECLARE
          place text;
        BEGIN
          FOR place IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition LOOP
            EXECUTE format('CREATE TABLE after_{{n}}.%I AS TABLE public.%I', place, place);
          END LOOP;
        END $$
        """, Cancel);

    /// <summary>Rows that were kept and are not there any more, by the columns that still are.</summary>
    private static async Task<long> LostAsync(ScratchDatabase database, string kept)
    {
        var table = kept.Split('.')[1];
        var columns = await ListAsync(database, $"SELECT attname FROM pg_attribute WHERE attrelid = '{kept}'::regclass AND attnum > 0 AND NOT attisdropped");
        var still = await ListAsync(database, $"SELECT attname FROM pg_attribute WHERE attrelid = 'public.{table}'::regclass AND attnum > 0 AND NOT attisdropped");
        columns.Except(still).Select(c => $"{table}.{c}").Should().BeSubsetOf(Gone);
        var list = string.Join(", ", columns.Intersect(still));
        return await database.ScalarAsync<long>($"SELECT count(*) FROM (SELECT {list} FROM {kept} EXCEPT SELECT {list} FROM public.{table}) AS lost", Cancel);
    }

    private static async Task<List<string>> ListAsync(ScratchDatabase database, string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var list = new List<string>();
        while (await reader.ReadAsync(Cancel)) list.Add(reader.GetString(0));
        return list;
    }
}

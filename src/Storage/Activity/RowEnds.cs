using Npgsql;
using NpgsqlTypes;

namespace CommunityIntel.Storage.Activity;

/// <summary>A month of <c>messages</c>. <c>Month</c>: first day. <c>IsAttached</c> false: it was taken out of the table and is still to be dropped.</summary>
public sealed record MessageMonth(string Table, DateOnly Month, bool IsAttached);

/// <summary>A guild with rows. <c>Plan</c> and <c>LostPlan</c> as <see cref="Domain.Billing.Plan"/>; <c>IsReviewed</c> false: time has changed what it is entitled to, and nobody has looked yet.</summary>
public sealed record GuildWithRows(long GuildId, short Plan, short? LostPlan, bool IsReviewed);

/// <summary>
/// Ends rows whose time is over, a bounded part at a time. No commit waits for any of it. Every failure of PostgreSQL arrives as
/// <see cref="CommitFailedException"/>.
/// </summary>
public sealed class RowEnds(NpgsqlDataSource database)
{
    /// <summary>Taking a month out waits for whoever is reading it.</summary>
    private const int MostSecondsToDetach = 60;

    /// <summary>When it was first noticed that plans are sold; now, when that is the first time.</summary>
    public Task<DateTimeOffset> SoldSinceAsync(DateTimeOffset now) => database.ReadAsync(async connection =>
    {
        await ScalarAsync(connection, "INSERT INTO sales_start (since) VALUES ($1) ON CONFLICT DO NOTHING", new NpgsqlParameter { Value = now.UtcDateTime });
        return new DateTimeOffset((DateTime)(await ScalarAsync(connection, "SELECT since FROM sales_start"))!);
    });

    /// <summary>Nothing is sold now: whoever begins again takes nothing at once either.</summary>
    public Task ForgetSalesAsync() => database.ReadAsync(connection => ScalarAsync(connection, "DELETE FROM sales_start"));

    /// <summary>Months of messages, the oldest first.</summary>
    public Task<IReadOnlyList<MessageMonth>> ListMonthsAsync() => ListAsync(
        """
        SELECT c.relname, to_date(right(c.relname, 7), 'YYYY_MM'), c.relispartition AND NOT coalesce(h.inhdetachpending, false)
        FROM pg_class c LEFT JOIN pg_inherits h ON h.inhrelid = c.oid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname ~ '^messages_\d{4}_\d\d$' ORDER BY 2
        """);

    /// <summary>Months of the archive, the oldest first.</summary>
    public Task<IReadOnlyList<MessageMonth>> ListArchivedMonthsAsync() => ListAsync(
        """
        SELECT relname, to_date(right(relname, 7), 'YYYY_MM'), true FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname ~ '^messages_archive_\d{4}_\d\d$' ORDER BY 2
        """);

    /// <summary>The next guilds with rows in a table, by id; each is one look-up in its index, however many rows it has.</summary>
    /// <param name="table">A month of messages, or <c>voice_sessions</c>.</param>
    public Task<IReadOnlyList<GuildWithRows>> NextGuildsAsync(string table, long after, int most, DateTimeOffset now) => database.ReadAsync<IReadOnlyList<GuildWithRows>>(async connection =>
    {
        await using var command = new NpgsqlCommand(
            $"""
            WITH RECURSIVE found (guild_id) AS (
              (SELECT guild_id FROM {table} WHERE guild_id > $1 ORDER BY guild_id LIMIT 1)
              UNION ALL SELECT (SELECT t.guild_id FROM {table} t WHERE t.guild_id > f.guild_id ORDER BY t.guild_id LIMIT 1) FROM found f WHERE f.guild_id IS NOT NULL)
            SELECT f.guild_id, coalesce(e.plan, 0::smallint), e.lost_plan, coalesce(e.next_change_at > $3, true)
            FROM (SELECT guild_id FROM found WHERE guild_id IS NOT NULL LIMIT $2) AS f LEFT JOIN entitlements e USING (guild_id) ORDER BY 1
            """, connection) { Parameters = { new() { Value = after }, new() { Value = most }, new() { Value = now.UtcDateTime } } };
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<GuildWithRows>();
        while (await reader.ReadAsync())
            found.Add(new GuildWithRows(reader.GetInt64(0), reader.GetInt16(1), reader.IsDBNull(2) ? null : reader.GetInt16(2), reader.GetBoolean(3)));
        return found;
    });

    /// <summary>Says from when on (UTC) rows of guilds are kept. Returns those of which that could be said now.</summary>
    public Task<List<long>> KeepFromAsync(IReadOnlyList<(long GuildId, DateOnly From)> guilds) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand("SELECT keep_rows_from($1, $2)", connection)
        {
            Parameters = { Of(guilds.Select(g => g.GuildId)), Of(guilds.Select(g => g.From)) },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var said = new List<long>();
        while (await reader.ReadAsync()) said.Add(reader.GetInt64(0));
        return said;
    });

    /// <summary>Makes the archive's month for a month of messages.</summary>
    public Task MakeArchiveAsync(DateOnly month) => database.ReadAsync(connection => ScalarAsync(connection, "SELECT ensure_archive_partition($1)", new NpgsqlParameter { Value = month }));

    /// <summary>Ends up to that many messages of a guild in a month, as far as was said. Returns how many.</summary>
    public Task<long> EndMessagesAsync(string table, long guildId, int most, bool toArchive) => database.ReadAsync(async connection =>
        (long)(await ScalarAsync(connection, $"SELECT end_messages('{table}', $1, $2, $3)", new() { Value = guildId }, new() { Value = most }, new() { Value = toArchive }))!);

    /// <summary>Ends up to that many stays that ended before (UTC) what is given for their guilds, as far as was said. Returns how many.</summary>
    public Task<long> EndStaysAsync(IReadOnlyCollection<(long GuildId, DateOnly From)> guilds, int most) => database.ReadAsync(async connection =>
        (long)(await ScalarAsync(connection, "SELECT end_stays($1, $2, $3)", Of(guilds.Select(g => g.GuildId)), Of(guilds.Select(g => g.From)), new() { Value = most }))!);

    /// <summary>Takes a month out of <c>messages</c>; from then on nobody can write into it. Commits go on meanwhile. Harmless when it was cut short before.</summary>
    public Task DetachAsync(MessageMonth month) => database.ReadAsync(async connection =>
    {
        var pending = await ScalarAsync(connection, $"SELECT inhdetachpending FROM pg_inherits WHERE inhrelid = '{month.Table}'::regclass");
        if (pending is null) return true;
        await using var command = new NpgsqlCommand($"ALTER TABLE messages DETACH PARTITION {month.Table} {(pending is true ? "FINALIZE" : "CONCURRENTLY")}", connection)
        {
            CommandTimeout = MostSecondsToDetach,
        };
        await command.ExecuteNonQueryAsync();
        return true;
    });

    /// <summary>Puts a month back that was taken out.</summary>
    public Task AttachAsync(MessageMonth month) => database.ReadAsync(async connection =>
    {
        var (from, until) = (month.Month, month.Month.AddMonths(1));
        await using var command = new NpgsqlCommand(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"ALTER TABLE messages ATTACH PARTITION {month.Table} FOR VALUES FROM ('{from:yyyy-MM-dd} 00:00Z') TO ('{until:yyyy-MM-dd} 00:00Z')"), connection);
        return await command.ExecuteNonQueryAsync();
    });

    /// <summary>Drops a month that was taken out, or one of the archive.</summary>
    public Task DropAsync(MessageMonth month) => database.ReadAsync(async connection =>
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new("SELECT set_config('lock_timeout', '2s', true)"), new($"DROP TABLE IF EXISTS {month.Table}") } };
        return await batch.ExecuteNonQueryAsync();
    });

    private Task<IReadOnlyList<MessageMonth>> ListAsync(string sql) => database.ReadAsync<IReadOnlyList<MessageMonth>>(async connection =>
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var months = new List<MessageMonth>();
        while (await reader.ReadAsync()) months.Add(new MessageMonth(reader.GetString(0), reader.GetFieldValue<DateOnly>(1), reader.GetBoolean(2)));
        return months;
    });

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteScalarAsync();
    }

    private static NpgsqlParameter Of(IEnumerable<DateOnly> days) =>
        new() { Value = days.Select(day => day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz };

    private static NpgsqlParameter Of(IEnumerable<long> ids) => new() { Value = ids.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };
}

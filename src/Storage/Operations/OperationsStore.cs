using CommunityIntel.Domain.Operations;
using Npgsql;
using NpgsqlTypes;

namespace CommunityIntel.Storage.Operations;

/// <summary>What is counted now. <c>OutboxOldest</c>: how long the longest waiting action is due.</summary>
public sealed record StoredFigures(
    int Guilds, long Members, long? MembersWeekAgo, int PayingGuilds, int EnterpriseGuilds, long DatabaseBytes, int Connections, int MostConnections,
    int OutboxDue, TimeSpan OutboxOldest, int StripeEventsOpen, int GapsOpen, long TrafficBytesThisMonth);

/// <summary>Minutes and days of the whole deployment, and what it consists of. Every failure of PostgreSQL arrives as <see cref="CommitFailedException"/>.</summary>
public sealed class OperationsStore(NpgsqlDataSource database)
{
    /// <summary>For how long minutes are kept: a month and what is left of a week.</summary>
    public const int KeptDays = 35;

    /// <summary>How long a simple query takes, its way included.</summary>
    public Task<TimeSpan> PingAsync(TimeProvider time) => database.ReadAsync(async connection =>
    {
        var started = time.GetTimestamp();
        await using var command = new NpgsqlCommand("SELECT version FROM orleans_clusters LIMIT 1", connection);
        await command.ExecuteScalarAsync();
        return time.GetElapsedTime(started);
    });

    /// <summary>Nothing here reads more than one row for each guild; connections are those to this database, of the ones that are not kept for superusers.</summary>
    /// <param name="isLive">Which of Stripe's modes counts.</param>
    public Task<StoredFigures> ReadFiguresAsync(DateOnly today, bool isLive) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT g.guilds, g.members, (SELECT members FROM operations_days WHERE date = $1 - 7), e.paying, e.enterprise, pg_database_size(current_database()),
                   (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend'),
                   current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
                   o.due, o.oldest,
                   (SELECT count(*)::int FROM stripe_events WHERE done_at IS NULL AND is_live = $2 AND received_at < now() - interval '10 minutes'), (SELECT count(*)::int FROM gaps WHERE state = 0),
                   (SELECT coalesce(sum(response_bytes), 0)::bigint FROM operations_minutes WHERE minute_at >= date_trunc('month', $1::timestamp) AT TIME ZONE 'UTC')
            FROM (SELECT count(*)::int AS guilds, coalesce(sum(member_count), 0)::bigint AS members FROM guilds WHERE bot_present) AS g,
                 (SELECT (SELECT count(*)::int FROM (
                            SELECT l.guild_id FROM subscription_slots l JOIN subscriptions s USING (subscription_id) WHERE l.guild_id <> 0 AND s.is_live = $2 AND s.status IN (3, 4)
                            UNION SELECT guild_id FROM entitlements WHERE plan > 0 AND by_source = 1) AS pays) AS paying,
                         (SELECT count(*)::int FROM entitlements WHERE plan = 3) AS enterprise) AS e,
                 (SELECT count(*)::int AS due, coalesce(now() - min(due_at), interval '0') AS oldest FROM outbox WHERE state = 'pending' AND due_at <= now()) AS o
            """, connection) { Parameters = { new() { Value = today }, new() { Value = isLive } } };
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new StoredFigures(
            reader.GetInt32(0), reader.GetInt64(1), reader.BigOrNull(2), reader.GetInt32(3), reader.GetInt32(4), reader.GetInt64(5), reader.GetInt32(6), reader.GetInt32(7),
            reader.GetInt32(8), reader.GetTimeSpan(9), reader.GetInt32(10), reader.GetInt32(11), reader.GetInt64(12));
    });

    /// <summary>Adds to a minute; it was up if it was up whenever somebody looked.</summary>
    public Task AddMinuteAsync(DateTimeOffset minute, ServiceMinutes counted) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO operations_minutes AS m (minute_at, is_up, commands, command_errors, command_seconds, pages, page_errors, response_bytes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (minute_at) DO UPDATE
            SET is_up = m.is_up AND excluded.is_up, commands = m.commands + excluded.commands, command_errors = m.command_errors + excluded.command_errors,
                command_seconds = ARRAY(SELECT a + b FROM unnest(m.command_seconds, excluded.command_seconds) WITH ORDINALITY AS both_of (a, b, place) ORDER BY place),
                pages = m.pages + excluded.pages, page_errors = m.page_errors + excluded.page_errors, response_bytes = m.response_bytes + excluded.response_bytes
            """, connection)
        {
            Parameters =
            {
                new() { Value = minute.UtcDateTime }, new() { Value = counted.UpMinutes > 0 }, new() { Value = counted.Commands }, new() { Value = counted.CommandErrors },
                new() { Value = counted.CommandSeconds.Counts.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
                new() { Value = counted.Pages }, new() { Value = counted.PageErrors }, new() { Value = counted.ResponseBytes },
            },
        };
        return await command.ExecuteNonQueryAsync();
    });

    /// <summary>Minutes from <paramref name="since"/> on, oldest first.</summary>
    public Task<IReadOnlyList<(DateTimeOffset Minute, ServiceMinutes Counted)>> ReadMinutesAsync(DateTimeOffset since) => database.ReadAsync<IReadOnlyList<(DateTimeOffset, ServiceMinutes)>>(async connection =>
    {
        await using var command = new NpgsqlCommand(
            "SELECT minute_at, is_up, commands, command_errors, command_seconds, pages, page_errors, response_bytes FROM operations_minutes WHERE minute_at >= $1 ORDER BY minute_at", connection)
        {
            Parameters = { new() { Value = since.UtcDateTime } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var minutes = new List<(DateTimeOffset, ServiceMinutes)>();
        while (await reader.ReadAsync())
            minutes.Add((new DateTimeOffset(reader.GetDateTime(0)), new ServiceMinutes(
                1, reader.GetBoolean(1) ? 1 : 0, reader.GetInt32(2), reader.GetInt32(3), new LatencyCounts(reader.GetFieldValue<int[]>(4)), reader.GetInt32(5), reader.GetInt32(6), reader.GetInt64(7))));
        return minutes;
    });

    /// <summary>Remembers how large the deployment is today, and forgets minutes that are too old.</summary>
    public Task EndMinuteAsync(DateOnly today, StoredFigures figures) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(
            """
            WITH old AS (DELETE FROM operations_minutes WHERE minute_at < ($1::timestamp - make_interval(days => $6)) AT TIME ZONE 'UTC')
            INSERT INTO operations_days (date, guilds, members, paying_guilds, database_bytes) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (date) DO UPDATE
            SET guilds = excluded.guilds, members = excluded.members, paying_guilds = excluded.paying_guilds, database_bytes = excluded.database_bytes
            """, connection)
        {
            Parameters = { new() { Value = today }, new() { Value = figures.Guilds }, new() { Value = figures.Members }, new() { Value = figures.PayingGuilds }, new() { Value = figures.DatabaseBytes }, new() { Value = KeptDays } },
        };
        return await command.ExecuteNonQueryAsync();
    });

    /// <summary>Bytes of the database by day (UTC) from <paramref name="since"/> on, oldest first.</summary>
    public Task<IReadOnlyList<(DateOnly Date, long Bytes)>> ReadSizesAsync(DateOnly since) => database.ReadAsync<IReadOnlyList<(DateOnly, long)>>(async connection =>
    {
        await using var command = new NpgsqlCommand("SELECT date, database_bytes FROM operations_days WHERE date >= $1 ORDER BY date", connection) { Parameters = { new() { Value = since } } };
        await using var reader = await command.ExecuteReaderAsync();
        var days = new List<(DateOnly, long)>();
        while (await reader.ReadAsync()) days.Add((reader.GetFieldValue<DateOnly>(0), reader.GetInt64(1)));
        return days;
    });
}

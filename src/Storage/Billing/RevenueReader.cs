using CommunityIntel.Domain.Billing;
using Npgsql;

namespace CommunityIntel.Storage.Billing;

/// <summary>A subscription with whose it is and the guilds that use it.</summary>
public sealed record StoredSale(long PayerId, Subscription Subscription, IReadOnlyList<(long GuildId, string? Name)> Guilds);

/// <summary><c>MonthlyAmountMinor</c>: a year's price counts as twelfths, rounded down for each plan and currency.</summary>
public sealed record StoredPlanRevenue(Plan Plan, string Currency, int Subscriptions, int Slots, long MonthlyAmountMinor);

/// <summary>Subscriptions live on the month's first day (UTC), begun in it, ended in it, and ended of those of the first day. Those that were never paid do not count.</summary>
public sealed record StoredRevenueMonth(DateOnly FirstDay, int AtStart, int Started, int Ended, int EndedOfStart);

/// <summary>What the operator sees. Every failure of PostgreSQL arrives as <see cref="CommitFailedException"/>.</summary>
public sealed class RevenueReader(NpgsqlDataSource database)
{
    public Task<IReadOnlyList<StoredSale>> ReadSalesAsync(bool isLive, DateTimeOffset? before, int most) => database.ReadAsync<IReadOnlyList<StoredSale>>(async connection =>
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT s.subscription_id, s.status, s.plan, s.billing_interval, s.quantity, s.amount_minor, s.currency, s.started_at, s.period_ends_at, s.trial_ends_at, s.cancels_at, s.ended_at, s.unpaid_since,
                   s.bought_for, s.payer_id,
                   ARRAY(SELECT l.guild_id FROM subscription_slots l WHERE l.subscription_id = s.subscription_id AND l.guild_id <> 0 ORDER BY l.slot_no),
                   ARRAY(SELECT coalesce(g.name, '') FROM subscription_slots l LEFT JOIN guilds g USING (guild_id) WHERE l.subscription_id = s.subscription_id AND l.guild_id <> 0 ORDER BY l.slot_no)
            FROM subscriptions s WHERE s.is_live = $1 AND s.started_at < $2 ORDER BY s.started_at DESC, s.subscription_id LIMIT $3
            """, connection)
        {
            Parameters = { new() { Value = isLive }, new() { Value = before?.UtcDateTime ?? DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc) }, new() { Value = most } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var sales = new List<StoredSale>();
        while (await reader.ReadAsync())
        {
            var (ids, names) = (reader.GetFieldValue<long[]>(15), reader.GetFieldValue<string[]>(16));
            sales.Add(new StoredSale(reader.GetInt64(14), PayerStore.SubscriptionIn(reader, 0), [.. ids.Zip(names, (id, name) => (id, name.Length > 0 ? name : null))]));
        }

        return sales;
    });

    /// <summary>Paid subscriptions, past due ones while their grace lasts included.</summary>
    public Task<IReadOnlyList<StoredPlanRevenue>> ReadRevenueAsync(bool isLive, DateTimeOffset graceFrom) => database.ReadAsync<IReadOnlyList<StoredPlanRevenue>>(async connection =>
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT plan, currency, count(*)::int, sum(quantity)::int, sum(amount_minor * quantity / CASE billing_interval WHEN 1 THEN 12.0 ELSE 1 END)::bigint
            FROM subscriptions WHERE is_live = $1 AND plan IS NOT NULL AND (status = 3 OR (status = 4 AND unpaid_since > $2)) GROUP BY plan, currency ORDER BY plan, currency
            """, connection) { Parameters = { new() { Value = isLive }, new() { Value = graceFrom.UtcDateTime } } };
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<StoredPlanRevenue>();
        while (await reader.ReadAsync()) rows.Add(new StoredPlanRevenue((Plan)reader.GetInt16(0), reader.GetString(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt64(4)));
        return rows;
    });

    /// <summary>Trialing, past due, and to be canceled at the period's end.</summary>
    public Task<(int Trialing, int PastDue, int Canceling)> CountAsync(bool isLive) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT count(*) FILTER (WHERE status = 2)::int, count(*) FILTER (WHERE status IN (4, 6))::int, count(*) FILTER (WHERE cancels_at IS NOT NULL AND status IN (2, 3, 4))::int
            FROM subscriptions WHERE is_live = $1
            """, connection) { Parameters = { new() { Value = isLive } } };
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2));
    });

    /// <summary>The twelve months up to the one of <paramref name="today"/> (UTC), oldest first.</summary>
    public Task<IReadOnlyList<StoredRevenueMonth>> ReadMonthsAsync(bool isLive, DateOnly today) => database.ReadAsync<IReadOnlyList<StoredRevenueMonth>>(async connection =>
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT m::date,
                   count(s.*) FILTER (WHERE s.started_at < m AND (s.ended_at IS NULL OR s.ended_at >= m))::int,
                   count(s.*) FILTER (WHERE s.started_at >= m AND s.started_at < m + interval '1 month')::int,
                   count(s.*) FILTER (WHERE s.ended_at >= m AND s.ended_at < m + interval '1 month')::int,
                   count(s.*) FILTER (WHERE s.started_at < m AND s.ended_at >= m AND s.ended_at < m + interval '1 month')::int
            FROM generate_series(date_trunc('month', $2::timestamp) - interval '11 months', date_trunc('month', $2::timestamp), interval '1 month') AS u (utc)
            CROSS JOIN LATERAL (SELECT u.utc AT TIME ZONE 'UTC' AS m) AS months
            LEFT JOIN subscriptions s ON s.is_live = $1 AND s.plan IS NOT NULL AND s.status NOT IN (0, 1)
            GROUP BY m ORDER BY m
            """, connection) { Parameters = { new() { Value = isLive }, new() { Value = today.ToDateTime(TimeOnly.MinValue) } } };
        await using var reader = await command.ExecuteReaderAsync();
        var months = new List<StoredRevenueMonth>();
        while (await reader.ReadAsync()) months.Add(new StoredRevenueMonth(reader.GetFieldValue<DateOnly>(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4)));
        return months;
    });

    /// <summary>How many guilds have each plan, and by what.</summary>
    public Task<IReadOnlyList<(Plan Plan, ClaimSource Source, int Guilds)>> CountEntitledAsync() => database.ReadAsync<IReadOnlyList<(Plan, ClaimSource, int)>>(async connection =>
    {
        await using var command = new NpgsqlCommand("SELECT plan, by_source, count(*)::int FROM entitlements WHERE plan > 0 AND by_source IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(Plan, ClaimSource, int)>();
        while (await reader.ReadAsync()) rows.Add(((Plan)reader.GetInt16(0), (ClaimSource)reader.GetInt16(1), reader.GetInt32(2)));
        return rows;
    });

    public Task<int> CountOpenEventsAsync(bool isLive) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand("SELECT count(*)::int FROM stripe_events WHERE done_at IS NULL AND is_live = $1", connection) { Parameters = { new() { Value = isLive } } };
        return (int)(await command.ExecuteScalarAsync())!;
    });

    /// <summary>Guilds whose entitlement time alone has changed.</summary>
    public Task<IReadOnlyList<long>> FindDueAsync(DateTimeOffset now, int most) =>
        database.ReadAsync(connection => GuildsAsync(connection, "SELECT guild_id FROM entitlements WHERE next_change_at <= $1 ORDER BY next_change_at LIMIT $2", now.UtcDateTime, most));

    /// <summary>Guilds with something from Discord that has not ended.</summary>
    public Task<IReadOnlyList<long>> FindDiscordGuildsAsync() => database.ReadAsync(connection => GuildsAsync(connection, "SELECT DISTINCT guild_id FROM guild_claims WHERE source = 1 AND state <> 3"));

    public Task<bool> WasSeenAsync(long guildId) => database.ReadAsync(async connection => (await GuildsAsync(connection, "SELECT guild_id FROM guilds WHERE guild_id = $1", guildId)).Count > 0);

    private static async Task<IReadOnlyList<long>> GuildsAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<long>();
        while (await reader.ReadAsync()) found.Add(reader.GetInt64(0));
        return found;
    }
}

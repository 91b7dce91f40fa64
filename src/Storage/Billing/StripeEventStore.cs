using Npgsql;
using NpgsqlTypes;

namespace CommunityIntel.Storage.Billing;

/// <summary>An event that is still to be done.</summary>
public sealed record OpenStripeEvent(string Id, string Type, string? CustomerId, long PayerId, int Tries);

/// <summary>Stripe's events and comparisons with it. Every failure of PostgreSQL arrives as <see cref="CommitFailedException"/>.</summary>
public sealed class StripeEventStore(NpgsqlDataSource database)
{
    /// <summary>Stripe sends an event again for at most three days; what is done stays known for longer.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>False: it is known already.</summary>
    public Task<bool> AddAsync(string id, string type, string? customerId, long payerId, bool isLive, DateTimeOffset createdAt, DateTimeOffset now) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO stripe_events (event_id, type, customer_id, payer_id, is_live, created_at, received_at, try_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7) ON CONFLICT DO NOTHING
            """, connection)
        {
            Parameters =
            {
                new() { Value = id }, new() { Value = type }, new() { Value = customerId ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text }, new() { Value = payerId }, new() { Value = isLive },
                new() { Value = createdAt.UtcDateTime }, new() { Value = now.UtcDateTime },
            },
        };
        return await command.ExecuteNonQueryAsync() == 1;
    });

    /// <summary>Those whose time has come, oldest first.</summary>
    public Task<IReadOnlyList<OpenStripeEvent>> ReadOpenAsync(bool isLive, DateTimeOffset now, int most) => database.ReadAsync<IReadOnlyList<OpenStripeEvent>>(async connection =>
    {
        await using var command = new NpgsqlCommand(
            "SELECT event_id, type, customer_id, payer_id, tries FROM stripe_events WHERE done_at IS NULL AND is_live = $1 AND try_at <= $2 ORDER BY try_at LIMIT $3", connection)
        {
            Parameters = { new() { Value = isLive }, new() { Value = now.UtcDateTime }, new() { Value = most } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var open = new List<OpenStripeEvent>();
        while (await reader.ReadAsync()) open.Add(new OpenStripeEvent(reader.GetString(0), reader.GetString(1), reader.TextOrNull(2), reader.GetInt64(3), reader.GetInt32(4)));
        return open;
    });

    public Task DoneAsync(IReadOnlyCollection<string> ids, DateTimeOffset now) => ExecuteAsync("UPDATE stripe_events SET done_at = $2 WHERE event_id = ANY ($1)", ids, now);

    public Task LaterAsync(IReadOnlyCollection<string> ids, DateTimeOffset at) => ExecuteAsync("UPDATE stripe_events SET tries = tries + 1, try_at = $2 WHERE event_id = ANY ($1)", ids, at);

    public Task ForgetDoneAsync(DateTimeOffset before) => ExecuteAsync("DELETE FROM stripe_events WHERE done_at < $2 AND NOT event_id = ANY ($1)", [], before);

    /// <summary>When everything was last compared; null = never.</summary>
    public Task<DateTimeOffset?> ReconciledAtAsync(bool isLive) => database.ReadAsync<DateTimeOffset?>(async connection =>
    {
        await using var command = new NpgsqlCommand("SELECT ended_at FROM stripe_reconciliations WHERE is_live = $1", connection) { Parameters = { new() { Value = isLive } } };
        return await command.ExecuteScalarAsync() is DateTime at ? new DateTimeOffset(at) : null;
    });

    public Task ReconciledAsync(bool isLive, DateTimeOffset at, int compared, int healed) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO stripe_reconciliations (is_live, ended_at, compared, healed) VALUES ($1, $2, $3, $4)
            ON CONFLICT (is_live) DO UPDATE SET ended_at = excluded.ended_at, compared = excluded.compared, healed = excluded.healed
            """, connection) { Parameters = { new() { Value = isLive }, new() { Value = at.UtcDateTime }, new() { Value = compared }, new() { Value = healed } } };
        return await command.ExecuteNonQueryAsync();
    });

    private Task<int> ExecuteAsync(string sql, IReadOnlyCollection<string> ids, DateTimeOffset at) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(sql, connection)
        {
            Parameters = { new() { Value = ids.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text }, new() { Value = at.UtcDateTime } },
        };
        return await command.ExecuteNonQueryAsync();
    });
}

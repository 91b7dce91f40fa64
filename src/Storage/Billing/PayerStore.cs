using CommunityIntel.Domain.Billing;
using Npgsql;
using NpgsqlTypes;

namespace CommunityIntel.Storage.Billing;

/// <summary>A payer as they are stored. <c>Revision</c> counts changes; <c>News</c>: guilds that have yet to be told.</summary>
public sealed record StoredPayer(
    string CustomerId, long Revision, DateTimeOffset? AsOf, IReadOnlyList<Subscription> Subscriptions, IReadOnlyList<Slot> Slots, IReadOnlyList<long> News);

/// <summary>Who pays for what, apart for live and test mode. Every failure of PostgreSQL arrives as <see cref="CommitFailedException"/>.</summary>
public sealed class PayerStore(NpgsqlDataSource database)
{
    private const string SubscriptionColumns = """
        subscription_id, status, plan, billing_interval, quantity, amount_minor, currency, started_at, period_ends_at, trial_ends_at, cancels_at, ended_at, unpaid_since, bought_for
        """;

    public Task<StoredPayer?> FindAsync(long payerId, bool isLive) => database.ReadAsync(async connection =>
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Command("SELECT customer_id, revision, as_of FROM payers WHERE payer_id = $1 AND is_live = $2", payerId, isLive),
                Command($"SELECT {SubscriptionColumns} FROM subscriptions WHERE payer_id = $1 AND is_live = $2 ORDER BY started_at, subscription_id", payerId, isLive),
                Command("""
                    SELECT subscription_id, slot_no, l.guild_id, assigned_at, moved_at FROM subscription_slots l JOIN subscriptions USING (subscription_id)
                    WHERE payer_id = $1 AND is_live = $2 ORDER BY subscription_id, slot_no
                    """, payerId, isLive),
                Command("SELECT guild_id FROM payer_news WHERE payer_id = $1 AND is_live = $2", payerId, isLive),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync();
        if (!await reader.ReadAsync()) return null;
        var (customer, revision, asOf) = (reader.GetString(0), reader.GetInt64(1), reader.IsDBNull(2) ? (DateTimeOffset?)null : reader.GetDateTime(2));
        await reader.NextResultAsync();
        var subscriptions = new List<Subscription>();
        while (await reader.ReadAsync()) subscriptions.Add(SubscriptionIn(reader, 0));
        await reader.NextResultAsync();
        var slots = new List<Slot>();
        while (await reader.ReadAsync()) slots.Add(new Slot(reader.GetString(0), reader.GetInt32(1), reader.GetInt64(2), reader.MsOrNull(3) ?? 0, reader.MsOrNull(4) ?? 0));
        await reader.NextResultAsync();
        var news = new List<long>();
        while (await reader.ReadAsync()) news.Add(reader.GetInt64(0));
        return new StoredPayer(customer, revision, asOf, subscriptions, slots, news);
    });

    /// <summary>From now on the payer is this customer. Subscriptions of an earlier one stay.</summary>
    public Task SaveCustomerAsync(long payerId, bool isLive, string customerId) => ExecuteAsync(
        """
        INSERT INTO payers (payer_id, is_live, customer_id) VALUES ($1, $2, $3)
        ON CONFLICT (payer_id, is_live) DO UPDATE SET customer_id = excluded.customer_id
        """, payerId, isLive, customerId);

    /// <summary>
    /// Everything of the payer in place of what was, and the guilds that are to be told of it, in one transaction. Answers the revision, which is above all that there ever were, also of a payer who was deleted and
    /// came back. Null: somebody else wrote since <paramref name="revision"/>, and nothing changed.
    /// </summary>
    public Task<long?> SaveAsync(
        long payerId, bool isLive, long revision, DateTimeOffset asOf, IReadOnlyList<Subscription> subscriptions, IReadOnlyList<Slot> slots, IReadOnlyCollection<long> news) => database.ReadAsync<long?>(async connection =>
    {
        await using var transaction = await connection.BeginTransactionAsync();
        var next = Math.Max(revision + 1, asOf.ToUnixTimeMilliseconds());
        await using (var claim = new NpgsqlCommand("UPDATE payers SET revision = $5, as_of = $4 WHERE payer_id = $1 AND is_live = $2 AND revision = $3", connection)
        {
            Parameters = { new() { Value = payerId }, new() { Value = isLive }, new() { Value = revision }, new() { Value = asOf.UtcDateTime }, new() { Value = next } },
        })
            if (await claim.ExecuteNonQueryAsync() == 0) return null;
        await using var batch = new NpgsqlBatch(connection);
        foreach (var s in subscriptions) batch.BatchCommands.Add(Write(s, payerId, isLive));
        batch.BatchCommands.Add(Command(
            "DELETE FROM subscription_slots l USING subscriptions s WHERE s.subscription_id = l.subscription_id AND s.payer_id = $1 AND s.is_live = $2", payerId, isLive));
        foreach (var slot in slots) batch.BatchCommands.Add(Write(slot));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("INSERT INTO payer_news (payer_id, is_live, guild_id) SELECT $1, $2, unnest($3) ON CONFLICT DO NOTHING")
        {
            Parameters = { new() { Value = payerId }, new() { Value = isLive }, new() { Value = news.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint } },
        });
        await batch.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        return next;
    });

    /// <summary>A guild knows, unless something changed after <paramref name="revision"/>.</summary>
    public Task ToldAsync(long payerId, bool isLive, long guildId, long revision) => ExecuteAsync(
        """
        DELETE FROM payer_news n USING payers p
        WHERE n.payer_id = $1 AND n.is_live = $2 AND n.guild_id = $3 AND p.payer_id = n.payer_id AND p.is_live = n.is_live AND p.revision = $4
        """, payerId, isLive, guildId, revision);

    /// <summary>Names of guilds that were ever seen.</summary>
    public Task<IReadOnlyDictionary<long, string>> NamesAsync(IReadOnlyCollection<long> guildIds) => database.ReadAsync<IReadOnlyDictionary<long, string>>(async connection =>
    {
        await using var command = new NpgsqlCommand("SELECT guild_id, name FROM guilds WHERE guild_id = ANY ($1)", connection)
        {
            Parameters = { new() { Value = guildIds.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var names = new Dictionary<long, string>();
        while (await reader.ReadAsync()) names[reader.GetInt64(0)] = reader.GetString(1);
        return names;
    });

    /// <summary>Whose customer it is; null = nobody's that is known here.</summary>
    public Task<long?> FindPayerAsync(string customerId, bool isLive) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand("SELECT payer_id FROM payers WHERE customer_id = $1 AND is_live = $2", connection) { Parameters = { new() { Value = customerId }, new() { Value = isLive } } };
        return await command.ExecuteScalarAsync() as long?;
    });

    /// <summary>Payers with guilds that have yet to be told.</summary>
    public Task<IReadOnlyList<long>> FindWithNewsAsync(bool isLive, int most) => database.ReadAsync<IReadOnlyList<long>>(async connection =>
    {
        await using var command = new NpgsqlCommand("SELECT DISTINCT payer_id FROM payer_news WHERE is_live = $1 ORDER BY payer_id LIMIT $2", connection) { Parameters = { new() { Value = isLive }, new() { Value = most } } };
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<long>();
        while (await reader.ReadAsync()) found.Add(reader.GetInt64(0));
        return found;
    });

    /// <summary>Every subscription that is not over with its payer, as it was last seen; of ended ones those that <paramref name="ids"/> name.</summary>
    public Task<IReadOnlyDictionary<string, (long PayerId, Subscription Subscription)>> ReadAllAsync(bool isLive, IReadOnlyCollection<string> ids) => database.ReadAsync<IReadOnlyDictionary<string, (long, Subscription)>>(async connection =>
    {
        await using var command = new NpgsqlCommand($"SELECT {SubscriptionColumns}, payer_id FROM subscriptions WHERE is_live = $1 AND (status NOT IN (1, 5) OR subscription_id = ANY ($2))", connection)
        {
            Parameters = { new() { Value = isLive }, new() { Value = ids.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var all = new Dictionary<string, (long, Subscription)>();
        while (await reader.ReadAsync()) all[reader.GetString(0)] = (reader.GetInt64(14), SubscriptionIn(reader, 0));
        return all;
    });

    internal static Subscription SubscriptionIn(NpgsqlDataReader reader, int first) => new(
        reader.GetString(first), (SubscriptionStatus)reader.GetInt16(first + 1), reader.IsDBNull(first + 2) ? null : (Plan)reader.GetInt16(first + 2), (BillingInterval)reader.GetInt16(first + 3),
        reader.GetInt32(first + 4), reader.GetInt64(first + 5), reader.GetString(first + 6), reader.MsAt(first + 7), reader.MsAt(first + 8), reader.MsOrNull(first + 9), reader.MsOrNull(first + 10),
        reader.MsOrNull(first + 11), reader.MsOrNull(first + 12), reader.GetInt64(first + 13));

    private static NpgsqlBatchCommand Write(Subscription s, long payerId, bool isLive) => new(
        """
        INSERT INTO subscriptions AS s (subscription_id, payer_id, is_live, status, plan, billing_interval, quantity, amount_minor, currency, started_at, period_ends_at, trial_ends_at, cancels_at, ended_at, unpaid_since, bought_for)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        ON CONFLICT (subscription_id) DO UPDATE
        SET status = excluded.status, plan = excluded.plan, billing_interval = excluded.billing_interval, quantity = excluded.quantity, amount_minor = excluded.amount_minor, currency = excluded.currency,
            started_at = excluded.started_at, period_ends_at = excluded.period_ends_at, trial_ends_at = excluded.trial_ends_at, cancels_at = excluded.cancels_at, ended_at = excluded.ended_at,
            unpaid_since = excluded.unpaid_since, bought_for = excluded.bought_for
        """)
    {
        Parameters =
        {
            new() { Value = s.Id }, new() { Value = payerId }, new() { Value = isLive }, new() { Value = (short)s.Status }, Small((short?)s.Plan), new() { Value = (short)s.Interval }, new() { Value = s.Quantity },
            new() { Value = s.AmountMinor }, new() { Value = s.Currency }, Time(s.StartedAtMs), Time(s.PeriodEndsAtMs), Time(s.TrialEndsAtMs), Time(s.CancelsAtMs), Time(s.EndedAtMs), Time(s.UnpaidSinceMs),
            new() { Value = s.GuildId },
        },
    };

    private static NpgsqlBatchCommand Write(Slot slot) => new("INSERT INTO subscription_slots (subscription_id, slot_no, guild_id, assigned_at, moved_at) VALUES ($1, $2, $3, $4, $5)")
    {
        Parameters =
        {
            new() { Value = slot.SubscriptionId }, new() { Value = slot.No }, new() { Value = slot.GuildId }, Time(slot.AssignedAtMs == 0 ? null : slot.AssignedAtMs), Time(slot.MovedAtMs == 0 ? null : slot.MovedAtMs),
        },
    };

    private static NpgsqlParameter Time(long? ms) => new() { Value = ms is { } at ? DateTime.UnixEpoch.AddMilliseconds(at) : DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    private static NpgsqlParameter Small(short? value) => new() { Value = value ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Smallint };

    private static NpgsqlBatchCommand Command(string sql, long payerId, bool isLive) => new(sql) { Parameters = { new() { Value = payerId }, new() { Value = isLive } } };

    private Task<int> ExecuteAsync(string sql, params object[] values) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteNonQueryAsync();
    });
}

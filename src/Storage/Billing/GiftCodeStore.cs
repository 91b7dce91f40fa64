using CommunityIntel.Domain.Billing;
using Npgsql;
using NpgsqlTypes;

namespace CommunityIntel.Storage.Billing;

/// <summary>A gift code without the code. <c>GuildId</c> 0 = not redeemed. <c>IsTold</c>: the guild has it.</summary>
public sealed record StoredGiftCode(
    long Id, string Ending, Plan Plan, int Days, string Note, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt, long GuildId, DateTimeOffset? RedeemedAt, long RedeemedBy,
    string? RedeemerName, bool IsTold);

/// <summary>Gift codes by their hash. Every failure of PostgreSQL arrives as <see cref="CommitFailedException"/>.</summary>
public sealed class GiftCodeStore(NpgsqlDataSource database)
{
    private const string Columns = "code_id, ending, plan, days, note, created_at, expires_at, revoked_at, coalesce(guild_id, 0), redeemed_at, coalesce(redeemed_by, 0), redeemer_name, told_at IS NOT NULL";

    public Task AddAsync(IReadOnlyList<(byte[] Hash, string Ending)> codes, Plan plan, int days, string note, DateTimeOffset? expiresAt, long createdBy) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO gift_codes (code_hash, ending, plan, days, note, expires_at, created_by) SELECT h, e, $3, $4, $5, $6, $7 FROM unnest($1, $2) AS v (h, e)
            """, connection)
        {
            Parameters =
            {
                new() { Value = codes.Select(c => c.Hash).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea }, new() { Value = codes.Select(c => c.Ending).ToArray() },
                new() { Value = (short)plan }, new() { Value = days }, new() { Value = note }, new() { Value = expiresAt?.UtcDateTime ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                new() { Value = createdBy },
            },
        };
        return await command.ExecuteNonQueryAsync();
    });

    public Task<StoredGiftCode?> FindAsync(byte[] hash) => database.ReadAsync(async connection => await ReadAsync(connection, $"SELECT {Columns} FROM gift_codes WHERE code_hash = $1", hash) is [var found, ..] ? found : null);

    public Task<IReadOnlyList<StoredGiftCode>> ReadNewestAsync(int most) => database.ReadAsync(connection => ReadAsync(connection, $"SELECT {Columns} FROM gift_codes ORDER BY code_id DESC LIMIT $1", most));

    /// <summary>Redeemed, and the guild may not have it yet.</summary>
    public Task<IReadOnlyList<StoredGiftCode>> ReadUntoldAsync(int most) =>
        database.ReadAsync(connection => ReadAsync(connection, $"SELECT {Columns} FROM gift_codes WHERE guild_id IS NOT NULL AND told_at IS NULL ORDER BY redeemed_at LIMIT $1", most));

    /// <summary>The code is this guild's from now on. False: it is another's already, or was revoked.</summary>
    public Task<bool> RedeemAsync(long codeId, long guildId, long userId, string name, DateTimeOffset at) => ExecuteAsync(
        """
        UPDATE gift_codes SET guild_id = $2, redeemed_by = $3, redeemer_name = $4, redeemed_at = $5 WHERE code_id = $1 AND guild_id IS NULL AND revoked_at IS NULL
        """, codeId, guildId, userId, name, at.UtcDateTime);

    public Task ToldAsync(long codeId, DateTimeOffset at) => ExecuteAsync("UPDATE gift_codes SET told_at = $2, redeemer_name = NULL WHERE code_id = $1", codeId, at.UtcDateTime);

    public Task<bool> RevokeAsync(long codeId, DateTimeOffset at) => ExecuteAsync("UPDATE gift_codes SET revoked_at = $2 WHERE code_id = $1 AND guild_id IS NULL AND revoked_at IS NULL", codeId, at.UtcDateTime);

    private static async Task<IReadOnlyList<StoredGiftCode>> ReadAsync(NpgsqlConnection connection, string sql, object value)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = value } } };
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<StoredGiftCode>();
        while (await reader.ReadAsync())
        {
            found.Add(new StoredGiftCode(
                reader.GetInt64(0), reader.GetString(1), (Plan)reader.GetInt16(2), reader.GetInt32(3), reader.GetString(4), reader.GetDateTime(5), Time(reader, 6), Time(reader, 7), reader.GetInt64(8),
                Time(reader, 9), reader.GetInt64(10), reader.TextOrNull(11), reader.GetBoolean(12)));
        }

        return found;
    }

    private static DateTimeOffset? Time(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDateTime(column);

    private Task<bool> ExecuteAsync(string sql, params object[] values) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteNonQueryAsync() == 1;
    });
}

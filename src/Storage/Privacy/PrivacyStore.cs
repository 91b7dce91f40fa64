using CommunityIntel.Domain.Privacy;
using Npgsql;

namespace CommunityIntel.Storage.Privacy;

/// <summary>
/// What a person chose, and whether they are to be deleted. <c>CountsFrom</c>: when they last let themselves be counted again.
/// <c>ToldAt</c> null: some guild may not know yet.
/// </summary>
public sealed record StoredPerson(
    PrivacyChoices Choices, DateTimeOffset? ChangedAt, DateTimeOffset? CountsFrom, DateTimeOffset? ToldAt, DateTimeOffset? DeletionRequestedAt, DateTimeOffset? DeletionDueAt)
{
    public static StoredPerson Nothing { get; } = new(PrivacyChoices.None, null, null, null, null, null);
}

/// <summary>People's choices for all guilds. Every failure of PostgreSQL arrives as <see cref="CommitFailedException"/>.</summary>
public sealed class PrivacyStore(NpgsqlDataSource database)
{
    public Task<StoredPerson> FindAsync(long userId) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT coalesce(c.choices, 0::smallint), c.changed_at, c.counts_from, c.told_at, d.requested_at, d.due_at
            FROM (SELECT $1::bigint AS user_id) AS u LEFT JOIN privacy_choices c USING (user_id) LEFT JOIN privacy_deletions d USING (user_id)
            """, connection) { Parameters = { new() { Value = userId } } };
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync()
            ? new StoredPerson((PrivacyChoices)reader.GetInt16(0), Time(reader, 1), Time(reader, 2), Time(reader, 3), Time(reader, 4), Time(reader, 5))
            : StoredPerson.Nothing;
    });

    /// <summary>The guilds that have anything of a person.</summary>
    public Task<IReadOnlyList<long>> FindGuildsAsync(long userId) => database.ReadAsync<IReadOnlyList<long>>(async connection =>
    {
        await using var command = new NpgsqlCommand("SELECT guilds_of_person($1)", connection) { Parameters = { new() { Value = userId } } };
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<long>();
        while (await reader.ReadAsync()) found.Add(reader.GetInt64(0));
        return found;
    });

    public Task ChooseAsync(long userId, PrivacyChoices choices, DateTimeOffset at, DateTimeOffset? countsFrom) => WriteAsync(
        """
        INSERT INTO privacy_choices (user_id, choices, changed_at, counts_from) VALUES ($1, $2, $3, $4)
        ON CONFLICT (user_id) DO UPDATE SET choices = excluded.choices, changed_at = excluded.changed_at, counts_from = excluded.counts_from, told_at = NULL
        """, userId, (short)choices, at, countsFrom);

    /// <summary>Every guild knows what was chosen then. Who chose nothing, and never stopped, needs no row.</summary>
    public async Task ToldAsync(long userId, DateTimeOffset changedAt, DateTimeOffset at)
    {
        await WriteAsync("DELETE FROM privacy_choices WHERE user_id = $1 AND changed_at = $2 AND choices = 0 AND counts_from IS NULL", userId, changedAt);
        await WriteAsync("UPDATE privacy_choices SET told_at = $3 WHERE user_id = $1 AND changed_at = $2", userId, changedAt, at);
    }

    /// <summary>A request that is there already keeps its time.</summary>
    public Task RequestDeletionAsync(long userId, DateTimeOffset at, DateTimeOffset dueAt) =>
        WriteAsync("INSERT INTO privacy_deletions (user_id, requested_at, due_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", userId, at, dueAt);

    public Task CancelDeletionAsync(long userId) => WriteAsync("DELETE FROM privacy_deletions WHERE user_id = $1", userId);

    /// <summary>The deletion's first step: nothing is kept of what the person chose, but that they are not to be counted.</summary>
    public async Task BeginDeletionAsync(long userId)
    {
        await WriteAsync("DELETE FROM privacy_choices WHERE user_id = $1 AND choices & 4 = 0", userId);
        await WriteAsync("UPDATE privacy_choices SET choices = 4 WHERE user_id = $1", userId);
    }

    /// <summary>The deletion's last step, after every guild.</summary>
    public Task FinishDeletionAsync(long userId) => WriteAsync("SELECT forget_person($1)", userId);

    /// <summary>Guilds whose bot was removed before that instant, or that are being deleted; at most <paramref name="most"/>.</summary>
    public Task<IReadOnlyList<long>> FindRemovedAsync(DateTimeOffset before, int most) => database.ReadAsync<IReadOnlyList<long>>(async connection =>
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT guild_id FROM guilds WHERE bot_removed_at <= $1
            UNION SELECT guild_id FROM guild_watermarks WHERE is_erasing LIMIT $2
            """, connection) { Parameters = { new() { Value = before.UtcDateTime }, new() { Value = most } } };
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<long>();
        while (await reader.ReadAsync()) found.Add(reader.GetInt64(0));
        return found;
    });

    private Task<int> WriteAsync(string sql, params object?[] values) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value is DateTimeOffset at ? at.UtcDateTime : value ?? DBNull.Value });
        return await command.ExecuteNonQueryAsync();
    });

    private static DateTimeOffset? Time(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}

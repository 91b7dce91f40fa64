using Npgsql;

namespace CommunityIntel.Storage.Privacy;

/// <summary>A row as JSON with the columns of its table, <c>Kind</c>.</summary>
public sealed record PersonalRow(string Kind, string Json);

/// <summary>What a guild has of a person but messages, which are asked for by the spans they are in (UTC, end not included).</summary>
public sealed record PersonalGuild(string? Name, bool IsOwner, IReadOnlyList<PersonalRow> Rows, IReadOnlyList<(DateTime From, DateTime Until)> Spans);

/// <summary>
/// Everything that is stored of a person, a bounded part at a time: no connection is held while somebody reads slowly.
/// Every failure of PostgreSQL arrives as <see cref="CommitFailedException"/>.
/// </summary>
public sealed class PersonalArchive(NpgsqlDataSource database)
{
    /// <summary>Days of messages in one answer.</summary>
    private const int DaysAtOnce = 7;

    /// <summary>What one row of each table is, in English.</summary>
    public Task<IReadOnlyDictionary<string, string>> DescribeAsync() => database.ReadAsync<IReadOnlyDictionary<string, string>>(async connection =>
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT t, obj_description(format('public.%I', t)::regclass)
            FROM (SELECT tables_with('user_id') UNION VALUES ('messages'), ('outbox'), ('audit_entries'), ('payers'), ('subscriptions'), ('gift_codes')) AS x (t) ORDER BY t
            """, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var about = new Dictionary<string, string>();
        while (await reader.ReadAsync()) about[reader.GetString(0)] = reader.TextOrNull(1) ?? "";
        return about;
    });

    /// <summary>What belongs to no guild.</summary>
    public Task<IReadOnlyList<PersonalRow>> ReadPersonAsync(long userId) => database.ReadAsync(connection => RowsAsync(connection, "SELECT kind, item::text FROM rows_of_person($1)", userId));

    public Task<PersonalGuild> ReadGuildAsync(long guildId, long userId) => database.ReadAsync(async connection =>
    {
        var rows = await RowsAsync(connection, "SELECT kind, item::text FROM personal_rows($1, $2) ORDER BY kind", guildId, userId);
        string? name = null;
        var isOwner = false;
        await using (var guild = Command(connection, "SELECT name, owner_id = $2 FROM guilds WHERE guild_id = $1", guildId, userId))
        await using (var reader = await guild.ExecuteReaderAsync())
            if (await reader.ReadAsync()) (name, isOwner) = (reader.GetString(0), reader.GetBoolean(1));
        var dates = new List<DateOnly>();
        await using (var days = Command(connection, "SELECT date FROM member_activity_daily WHERE guild_id = $1 AND user_id = $2 AND messages > 0 ORDER BY date", guildId, userId))
        await using (var reader = await days.ExecuteReaderAsync())
            while (await reader.ReadAsync()) dates.Add(reader.GetFieldValue<DateOnly>(0));
        return new PersonalGuild(name, isOwner, rows, [.. DayRanges.Around(dates).SelectMany(span => DayRanges.Split(span, DaysAtOnce))]);
    });

    public Task<IReadOnlyList<PersonalRow>> ReadMessagesAsync(long guildId, long userId, DateTime from, DateTime until) => database.ReadAsync(connection => RowsAsync(
        connection,
        """
        SELECT 'messages', to_jsonb(m)::text FROM (
          SELECT message_id, channel_id, created_at FROM messages
          WHERE guild_id = $1 AND author_id = $2 AND created_at >= $3 AND created_at < $4 AND NOT from_bot
          UNION ALL SELECT message_id, channel_id, created_at FROM messages_archive
          WHERE guild_id = $1 AND author_id = $2 AND created_at >= $3 AND created_at < $4 AND NOT from_bot ORDER BY created_at) AS m
        """, guildId, userId, from, until));

    private static async Task<IReadOnlyList<PersonalRow>> RowsAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = Command(connection, sql, values);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<PersonalRow>();
        while (await reader.ReadAsync()) rows.Add(new PersonalRow(reader.GetString(0), reader.GetString(1)));
        return rows;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}

using CommunityIntel.Domain.Digests;
using Npgsql;
using NpgsqlTypes;

namespace CommunityIntel.Storage.Digests;

/// <summary>A kept message with the fingerprint of its text, by which a digest is told later that the text is still the same.</summary>
public sealed record ReadText(ChatMessage Message, long Hash);

/// <summary>Texts of a span of time by rising id. <c>Total</c>: how many there are; those beyond what was asked for are the oldest.</summary>
public sealed record ReadTexts(IReadOnlyList<ReadText> Texts, int Total);

/// <summary>Reads kept message texts. Every failure of PostgreSQL arrives as <see cref="CommitFailedException"/>.</summary>
public sealed class KeptTextReader(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Messages of these channels with ids in [from, until), of nobody who chose not to be shown; at most the newest <paramref name="most"/>.</summary>
    public Task<ReadTexts> ReadAsync(long guildId, IReadOnlyCollection<long> channelIds, long fromId, long untilId, int most) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT t.message_id, t.channel_id, t.user_id, t.text, t.reply_to_id, hashtextextended(t.text, 0), count(*) OVER ()
            FROM message_texts t LEFT JOIN members m ON m.guild_id = t.guild_id AND m.user_id = t.user_id
            WHERE t.guild_id = $1 AND t.channel_id = ANY ($2) AND t.message_id >= $3 AND t.message_id < $4
              AND t.expires_on > $6 AND coalesce(m.privacy, 0) = 0 AND NOT coalesce(m.is_bot, false)
            ORDER BY t.message_id DESC LIMIT $5
            """, connection)
        {
            Parameters = { new() { Value = guildId }, Bigs(channelIds), new() { Value = fromId }, new() { Value = untilId }, new() { Value = most }, Today },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var (texts, total) = (new List<ReadText>(), 0);
        while (await reader.ReadAsync())
        {
            texts.Add(new ReadText(new ChatMessage(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetString(3), reader.GetInt64(4)), reader.GetInt64(5)));
            total = (int)reader.GetInt64(6);
        }

        texts.Reverse();
        return new ReadTexts(texts, total);
    });

    /// <summary>Those of the messages that are kept now.</summary>
    public Task<IReadOnlyDictionary<long, ReadText>> FindAsync(long guildId, IReadOnlyCollection<long> messageIds) => database.ReadAsync<IReadOnlyDictionary<long, ReadText>>(async connection =>
    {
        await using var command = new NpgsqlCommand(
            "SELECT message_id, channel_id, user_id, text, reply_to_id, hashtextextended(text, 0) FROM message_texts WHERE guild_id = $1 AND message_id = ANY ($2) AND expires_on > $3", connection)
        {
            Parameters = { new() { Value = guildId }, Bigs(messageIds), Today },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var found = new Dictionary<long, ReadText>();
        while (await reader.ReadAsync())
            found[reader.GetInt64(0)] = new ReadText(new ChatMessage(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetString(3), reader.GetInt64(4)), reader.GetInt64(5));
        return found;
    });

    /// <summary>People whose texts of these channels with ids in [from, until] are kept; at most <paramref name="most"/> of them.</summary>
    public Task<IReadOnlyList<long>> AuthorsAsync(long guildId, IReadOnlyCollection<long> channelIds, long fromId, long untilId, int most) => database.ReadAsync<IReadOnlyList<long>>(async connection =>
    {
        await using var command = new NpgsqlCommand(
            "SELECT DISTINCT user_id FROM message_texts WHERE guild_id = $1 AND channel_id = ANY ($2) AND message_id >= $3 AND message_id <= $4 LIMIT $5", connection)
        {
            Parameters = { new() { Value = guildId }, Bigs(channelIds), new() { Value = fromId }, new() { Value = untilId }, new() { Value = most } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<long>();
        while (await reader.ReadAsync()) found.Add(reader.GetInt64(0));
        return found;
    });

    /// <summary>Makes the partitions of texts that go within so many days, once.</summary>
    public Task<bool> MakePartitionsAsync(int days) => database.ReadAsync(async connection =>
    {
        for (var day = 1; day <= days; day++)
        {
            await using var command = new NpgsqlCommand("SELECT ensure_texts_partition($1)", connection) { Parameters = { new() { Value = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(day) } } };
            await command.ExecuteNonQueryAsync();
        }

        return true;
    });

    public Task<long> CountAsync(long guildId) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand("SELECT count(*) FROM message_texts WHERE guild_id = $1", connection) { Parameters = { new() { Value = guildId } } };
        return (long)(await command.ExecuteScalarAsync())!;
    });

    /// <summary>The last message that somebody wrote in the guild, anywhere; null = none is stored.</summary>
    public Task<long?> LastMessageOfAsync(long guildId, long userId) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT max(m.message_id) FROM messages m, (
              SELECT max(date) AS date FROM member_activity_daily WHERE guild_id = $1 AND user_id = $2 AND messages > 0) AS last
            WHERE m.guild_id = $1 AND m.author_id = $2 AND NOT m.from_bot
              AND m.created_at >= (last.date - 1)::timestamp AT TIME ZONE 'UTC' AND m.created_at < (last.date + 2)::timestamp AT TIME ZONE 'UTC'
            """, connection) { Parameters = { new() { Value = guildId }, new() { Value = userId } } };
        return await command.ExecuteScalarAsync() as long?;
    });

    /// <summary>Drops all texts whose day has come. Returns how many partitions went.</summary>
    public Task<int> DropExpiredAsync(DateOnly today) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand("SELECT drop_expired_texts($1)", connection) { Parameters = { new() { Value = today } } };
        return (int)(await command.ExecuteScalarAsync())!;
    });

    // What could not be dropped in time is not read either.
    private NpgsqlParameter Today => new() { Value = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime) };

    private static NpgsqlParameter Bigs(IReadOnlyCollection<long> ids) => new() { Value = ids.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };
}

using CommunityIntel.Domain.Digests;
using Npgsql;
using NpgsqlTypes;

namespace CommunityIntel.Storage.Digests;

/// <summary>Stores and reads digests of days and weeks that are over. Every failure of PostgreSQL arrives as <see cref="CommitFailedException"/>.</summary>
public sealed class DigestStore(NpgsqlDataSource database)
{
    private const string Columns = "d.digest_id, d.span, d.first_date, d.last_date, d.audience, d.time_zone, d.language, d.maker, d.mood, d.figures::text, d.made_by::text, d.cost_micros, d.items, d.removed, d.made_at";

    /// <summary>
    /// Stores a digest in the place of an earlier one of the same span. Its texts are held until it is there: an item is left out when a message that it
    /// rests on is gone or another text by now, and whoever deletes one later finds the item. Returns the digest's id.
    /// </summary>
    public Task<long> SaveAsync(long guildId, StoredDigest digest, IReadOnlyList<StoredItem> items) => database.ReadAsync(async connection =>
    {
        await using var transaction = await connection.BeginTransactionAsync();
        var same = await HoldAsync(connection, guildId, [.. items.SelectMany(i => i.Sources)]);
        var kept = items.Where(i => i.Sources.All(s => same.Contains(s.MessageId))).ToList();
        await using (var old = Command(connection, "DELETE FROM digests WHERE guild_id = $1 AND span = $2 AND first_date = $3", guildId, (short)digest.Span, digest.First))
            await old.ExecuteNonQueryAsync();
        long id;
        await using (var insert = Command(
            connection,
            """
            INSERT INTO digests (guild_id, digest_id, span, first_date, last_date, audience, time_zone, language, maker, mood, figures, made_by, cost_micros, items, removed, made_at)
            SELECT $1, coalesce(max(digest_id), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11::jsonb, $12, $13, $14, $15 FROM digests WHERE guild_id = $1
            RETURNING digest_id
            """, guildId, (short)digest.Span, digest.First, digest.Last, digest.Audience, digest.TimeZone, (short)digest.Language, (short)digest.Maker, (short)digest.Mood, digest.Figures, digest.MadeBy,
            digest.CostMicros, (short)items.Count, (short)(items.Count - kept.Count), digest.MadeAt.UtcDateTime))
            id = (long)(await insert.ExecuteScalarAsync())!;
        foreach (var (number, item) in kept.Index()) await InsertAsync(connection, guildId, id, number, item);
        await transaction.CommitAsync();
        return id;
    });

    /// <summary>Newest first.</summary>
    /// <param name="audience">Only those made for that role; null = all.</param>
    public Task<IReadOnlyList<StoredDigestEntry>> ReadListAsync(long guildId, long? audience, long? beforeId, int most) => database.ReadAsync<IReadOnlyList<StoredDigestEntry>>(async connection =>
    {
        await using var command = Command(
            connection,
            $"""
            SELECT {Columns}, coalesce(nullif(i.title, ''), i.text, ''), CASE WHEN i.title = '' AND i.text IS NULL THEN s.message_id END, coalesce(s.channel_id, 0)
            FROM digests d
            LEFT JOIN LATERAL (SELECT item_no, title, text FROM digest_items i WHERE i.guild_id = d.guild_id AND i.digest_id = d.digest_id ORDER BY item_no LIMIT 1) i ON true
            LEFT JOIN digest_sources s ON s.guild_id = d.guild_id AND s.digest_id = d.digest_id AND s.item_no = i.item_no AND s.place = 0
            WHERE d.guild_id = $1 AND d.digest_id < $2 AND ($3 < 0 OR d.audience = $3) ORDER BY d.digest_id DESC LIMIT $4
            """, guildId, beforeId ?? long.MaxValue, audience ?? -1L, most);
        await using var reader = await command.ExecuteReaderAsync();
        var entries = new List<StoredDigestEntry>();
        while (await reader.ReadAsync()) entries.Add(new StoredDigestEntry(DigestIn(reader), reader.GetString(15), reader.BigOrNull(16), reader.GetInt64(17)));
        return entries;
    });

    /// <summary>Null = there is none of that span and day.</summary>
    public Task<StoredDigestContent?> FindAsync(long guildId, int span, DateOnly first, long viewerId) => database.ReadAsync(async connection =>
    {
        StoredDigest digest;
        await using (var command = Command(connection, $"SELECT {Columns} FROM digests d WHERE guild_id = $1 AND span = $2 AND first_date = $3", guildId, (short)span, first))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            if (!await reader.ReadAsync()) return null;
            digest = DigestIn(reader);
        }

        var items = await ReadItemsAsync(connection, guildId, digest.Id);
        await using var ratings = Command(
            connection,
            """
            SELECT count(*) FILTER (WHERE is_useful)::int, count(*) FILTER (WHERE NOT is_useful)::int, bool_or(is_useful) FILTER (WHERE user_id = $3)
            FROM digest_ratings WHERE guild_id = $1 AND digest_id = $2
            """, guildId, digest.Id, viewerId);
        await using var found = await ratings.ExecuteReaderAsync();
        await found.ReadAsync();
        return new StoredDigestContent(digest, items, found.GetInt32(0), found.GetInt32(1), found.IsDBNull(2) ? null : found.GetBoolean(2));
    });

    /// <summary>The last word counts. False = there is no such digest.</summary>
    public Task<bool> RateAsync(long guildId, long digestId, long userId, bool isUseful) => database.ReadAsync(async connection =>
    {
        await using var command = Command(
            connection,
            """
            INSERT INTO digest_ratings (guild_id, digest_id, user_id, is_useful) SELECT guild_id, digest_id, $3, $4 FROM digests WHERE guild_id = $1 AND digest_id = $2
            ON CONFLICT (guild_id, digest_id, user_id) DO UPDATE SET is_useful = excluded.is_useful, rated_at = now()
            """, guildId, digestId, userId, isUseful);
        return await command.ExecuteNonQueryAsync() == 1;
    });

    /// <summary>Deletes digests made before that instant. Returns how many went.</summary>
    public Task<int> TrimAsync(DateTimeOffset before) => database.ReadAsync(async connection =>
    {
        await using var command = Command(connection, "DELETE FROM digests WHERE made_at < $1", before.UtcDateTime);
        return await command.ExecuteNonQueryAsync();
    });

    // Ids of those whose text is still the one that was read; nobody changes them before the transaction ends.
    private static async Task<HashSet<long>> HoldAsync(NpgsqlConnection connection, long guildId, IReadOnlyList<StoredSource> sources)
    {
        await using var command = Command(
            connection,
            """
            SELECT t.message_id FROM message_texts t JOIN unnest($2, $3) AS v (message_id, hash) ON v.message_id = t.message_id AND v.hash = hashtextextended(t.text, 0)
            WHERE t.guild_id = $1 ORDER BY t.message_id FOR SHARE OF t
            """, guildId, Bigs(sources.Select(s => s.MessageId)), Bigs(sources.Select(s => s.TextHash)));
        await using var reader = await command.ExecuteReaderAsync();
        var same = new HashSet<long>();
        while (await reader.ReadAsync()) same.Add(reader.GetInt64(0));
        return same;
    }

    private static async Task InsertAsync(NpgsqlConnection connection, long guildId, long digestId, int number, StoredItem item)
    {
        await using var command = Command(
            connection, "INSERT INTO digest_items (guild_id, digest_id, item_no, kind, title, text, authors) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            guildId, digestId, (short)number, (short)item.Kind, item.Title, (object?)item.Text ?? DBNull.Value, item.Authors);
        await command.ExecuteNonQueryAsync();
        await using var sources = Command(
            connection,
            """
            INSERT INTO digest_sources (guild_id, digest_id, item_no, place, message_id, channel_id, user_id, text_hash)
            SELECT $1, $2, $3, place - 1, message_id, channel_id, user_id, text_hash
            FROM unnest($4, $5, $6, $7) WITH ORDINALITY AS v (message_id, channel_id, user_id, text_hash, place)
            """, guildId, digestId, (short)number, Bigs(item.Sources.Select(s => s.MessageId)), Bigs(item.Sources.Select(s => s.ChannelId)),
            Bigs(item.Sources.Select(s => s.AuthorId)), Bigs(item.Sources.Select(s => s.TextHash)));
        await sources.ExecuteNonQueryAsync();
    }

    private static async Task<IReadOnlyList<StoredItem>> ReadItemsAsync(NpgsqlConnection connection, long guildId, long digestId)
    {
        await using var command = Command(
            connection,
            """
            SELECT i.item_no, i.kind, i.title, i.text, i.authors, s.message_id, s.channel_id, s.user_id, s.text_hash
            FROM digest_items i JOIN digest_sources s USING (guild_id, digest_id, item_no)
            WHERE i.guild_id = $1 AND i.digest_id = $2 ORDER BY i.item_no, s.place
            """, guildId, digestId);
        await using var reader = await command.ExecuteReaderAsync();
        var items = new SortedDictionary<short, (StoredItem Item, List<StoredSource> Sources)>();
        while (await reader.ReadAsync())
        {
            if (!items.TryGetValue(reader.GetInt16(0), out var row))
            {
                var sources = new List<StoredSource>();
                row = (new StoredItem((DigestItemKind)reader.GetInt16(1), reader.GetString(2), reader.TextOrNull(3), reader.GetInt32(4), sources), sources);
                items.Add(reader.GetInt16(0), row);
            }

            row.Sources.Add(new StoredSource(reader.GetInt64(5), reader.GetInt64(6), reader.GetInt64(7), reader.GetInt64(8)));
        }

        return [.. items.Values.Select(i => i.Item)];
    }

    private static StoredDigest DigestIn(NpgsqlDataReader r) => new(
        r.GetInt64(0), r.GetInt16(1), r.GetFieldValue<DateOnly>(2), r.GetFieldValue<DateOnly>(3), r.GetInt64(4), r.GetString(5), (DigestLanguage)r.GetInt16(6), r.GetInt16(7), (DigestMood)r.GetInt16(8),
        r.GetString(9), r.GetString(10), r.GetInt64(11), r.GetInt16(12), r.GetInt16(13), new DateTimeOffset(r.GetDateTime(14), TimeSpan.Zero));

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        return command;
    }

    private static NpgsqlParameter Bigs(IEnumerable<long> ids) => new() { Value = ids.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };
}

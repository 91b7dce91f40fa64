using CommunityIntel.Domain.Gaps;
using Npgsql;

namespace CommunityIntel.Storage.Gaps;

/// <summary>A guild's gap with the channels that are still open.</summary>
public sealed record StoredGap(long GuildId, Gap Gap, IReadOnlyList<GapChannel> Channels);

/// <summary>Reads gaps across guilds and within one. Every failure of PostgreSQL arrives as <see cref="CommitFailedException"/>.</summary>
public sealed class GapReader(NpgsqlDataSource database)
{
    /// <summary>The oldest open gaps of a shard's guilds.</summary>
    public Task<IReadOnlyList<StoredGap>> FindOpenAsync(int shardId, int shardCount, int most) => database.ReadAsync<IReadOnlyList<StoredGap>>(async connection =>
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT g.gap_id, g.from_at, g.until_at, g.after_message_id, g.state, g.shortfall, g.examined_messages, g.found_messages,
                   g.guild_id, c.channel_id, c.cursor, c.state, c.last_message_id
            FROM (SELECT * FROM gaps WHERE state = 0 AND (guild_id >> 22) % $2 = $1 ORDER BY until_at, guild_id LIMIT $3) AS g
            JOIN gap_channels c USING (guild_id, gap_id) WHERE c.state = 0
            ORDER BY g.until_at, g.guild_id, c.channel_id
            """, connection)
        {
            Parameters = { new() { Value = (long)shardId }, new() { Value = (long)shardCount }, new() { Value = most } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<StoredGap>();
        while (await reader.ReadAsync())
        {
            var (gap, guildId) = (GapRows.Gap(reader), reader.GetInt64(8));
            if (found.Count == 0 || found[^1].GuildId != guildId || found[^1].Gap.Id != gap.Id) found.Add(new StoredGap(guildId, gap, new List<GapChannel>()));
            ((List<GapChannel>)found[^1].Channels).Add(
                new GapChannel(reader.GetInt64(9), reader.GetInt64(10), (GapChannelState)reader.GetInt16(11), reader.GetInt64(12)));
        }

        return found;
    });

    /// <summary>A guild's gaps that touch the time between two instants, in order.</summary>
    public Task<IReadOnlyList<Gap>> FindAsync(long guildId, DateTime from, DateTime until) => database.ReadAsync<IReadOnlyList<Gap>>(async connection =>
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT gap_id, from_at, until_at, after_message_id, state, shortfall, examined_messages, found_messages
            FROM gaps WHERE guild_id = $1 AND until_at > $2 AND from_at < $3 ORDER BY from_at, gap_id
            """, connection)
        {
            Parameters = { new() { Value = guildId }, new() { Value = from }, new() { Value = until } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<Gap>();
        while (await reader.ReadAsync()) found.Add(GapRows.Gap(reader));
        return found;
    });

    /// <summary>People's messages between two instants (Unix ms, both included).</summary>
    public Task<IReadOnlyList<PersonsMessage>> FindPeoplesMessagesAsync(long guildId, long fromMs, long untilMs) => database.ReadAsync<IReadOnlyList<PersonsMessage>>(async connection =>
    {
        await using var command = new NpgsqlCommand(
            "SELECT message_id, channel_id, author_id FROM messages WHERE guild_id = $1 AND created_at BETWEEN $2 AND $3 AND NOT from_bot", connection)
        {
            Parameters = { new() { Value = guildId }, new() { Value = Utc(fromMs) }, new() { Value = Utc(untilMs) } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<PersonsMessage>();
        while (await reader.ReadAsync()) found.Add(new PersonsMessage(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)));
        return found;
    });

    /// <summary>Guilds of a shard that the bot is taken to be in, by rising id.</summary>
    public Task<IReadOnlyList<long>> FindPresentAsync(int shardId, int shardCount, long after, int most) => database.ReadAsync<IReadOnlyList<long>>(async connection =>
    {
        await using var command = new NpgsqlCommand(
            "SELECT guild_id FROM guilds WHERE bot_present AND (guild_id >> 22) % $2 = $1 AND guild_id > $3 ORDER BY guild_id LIMIT $4", connection)
        {
            Parameters = { new() { Value = (long)shardId }, new() { Value = (long)shardCount }, new() { Value = after }, new() { Value = most } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<long>();
        while (await reader.ReadAsync()) found.Add(reader.GetInt64(0));
        return found;
    });

    private static DateTime Utc(long unixMs) => DateTime.UnixEpoch.AddMilliseconds(unixMs);
}

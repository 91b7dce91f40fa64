using CommunityIntel.Domain.Xp;
using Npgsql;

namespace CommunityIntel.Storage.Xp;

/// <summary>What to sort by.</summary>
public enum StoredBoard
{
    Xp,
    Messages,
    Voice,
}

/// <summary>A member's sums over a board's time.</summary>
public readonly record struct StoredScore(long UserId, long Xp, long Messages, long VoiceSeconds);

/// <summary>The first members of a board in order, of <c>Total</c> who are on it.</summary>
public sealed record StoredScores(IReadOnlyList<StoredScore> First, int Total);

/// <summary>Boards other than XP of all times, from sums and members' days: <c>messages</c> is never read. On a board is who has more than nothing.</summary>
public sealed class BoardReader(NpgsqlDataSource database)
{
    private const string Found = $"SELECT {StoredMember.Columns} FROM members m JOIN user_xp x ON x.guild_id = m.guild_id AND x.user_id = m.user_id WHERE m.guild_id = $1";
    private const string InOrder = "AND m.user_id <> ALL ($3) ORDER BY lower(m.name) USING ~<~, m.user_id LIMIT $4";

    /// <summary>Bytewise, as the index is: whatever begins with the text ($2) is between it and the last code point there is.</summary>
    public const string FindByBeginning = $"{Found} AND lower(m.name) ~>=~ lower($2) AND lower(m.name) ~<~ (lower($2) || chr(1114111)) {InOrder}";

    private const string FindByPart = $"{Found} AND strpos(lower(m.name), lower($2)) > 0 {InOrder}";

    // Looked up in a table of hashes: a large guild has many rows and may have many who hide.
    private const string IsSeen = "NOT EXISTS (SELECT FROM unnest($2) AS hidden (id) WHERE hidden.id = s.user_id)";

    /// <summary>The first <paramref name="most"/> of a board; of equals the lower id is ahead. <paramref name="days"/> null = all times.</summary>
    public Task<StoredScores> ReadAsync(long guildId, StoredBoard board, BoardDays? days, int most, IReadOnlyCollection<long> hidden) => database.ReadAsync(async connection =>
    {
        var column = board switch { StoredBoard.Messages => "messages", StoredBoard.Voice => "voice_seconds", _ => "xp" };
        var sums = days is null
            ? $"SELECT user_id, xp, messages, voice_seconds FROM user_xp AS s WHERE guild_id = $1 AND {column} > 0 AND {IsSeen}"
            : $"""
              SELECT user_id, sum(xp)::bigint AS xp, sum(messages)::bigint AS messages, sum(voice_seconds)::bigint AS voice_seconds
              FROM member_activity_daily AS s WHERE guild_id = $1 AND date BETWEEN $4 AND $5 AND {IsSeen}
              GROUP BY user_id HAVING sum({column}) > 0
              """;
        await using var command = new NpgsqlCommand(
            $"SELECT user_id, xp, messages, voice_seconds, count(*) OVER () FROM ({sums}) AS sums ORDER BY {column} DESC, user_id LIMIT $3", connection)
        {
            Parameters = { StoredMember.Big(guildId), StoredMember.Bigs(hidden), StoredMember.Big(most) },
        };
        if (days is { } d) command.Parameters.AddRange(new[] { new NpgsqlParameter { Value = d.First }, new NpgsqlParameter { Value = d.Last } });
        await using var reader = await command.ExecuteReaderAsync();
        var (first, total) = (new List<StoredScore>(), 0);
        while (await reader.ReadAsync())
        {
            first.Add(new StoredScore(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3)));
            total = (int)reader.GetInt64(4);
        }

        return new StoredScores(first, total);
    });

    /// <summary>Names and all-time sums, by id; those without any sums are missing.</summary>
    public Task<Dictionary<long, StoredMember>> ReadMembersAsync(long guildId, IReadOnlyCollection<long> userIds) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {StoredMember.Columns} FROM user_xp x LEFT JOIN members m ON m.guild_id = x.guild_id AND m.user_id = x.user_id
            WHERE x.guild_id = $1 AND x.user_id = ANY ($2)
            """, connection) { Parameters = { StoredMember.Big(guildId), StoredMember.Bigs(userIds) } };
        return (await StoredMember.ReadAllAsync(command)).ToDictionary(m => m.UserId);
    });

    /// <summary>
    /// Members with XP by a part of their name, or by its beginning alone, which an index answers; in order of their names, at most
    /// <paramref name="most"/>. Every character is meant as it is.
    /// </summary>
    public Task<List<StoredMember>> FindByNameAsync(long guildId, string text, bool byBeginning, int most, IReadOnlyCollection<long> hidden) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(byBeginning ? FindByBeginning : FindByPart, connection)
        {
            Parameters = { StoredMember.Big(guildId), new() { Value = text }, StoredMember.Bigs(hidden), StoredMember.Big(most) },
        };
        return await StoredMember.ReadAllAsync(command);
    });

    /// <summary>When the member joined (null = not known) and whether they left; null when they were never seen as a member.</summary>
    public Task<(DateTime? JoinedAt, bool HasLeft)?> FindMembershipAsync(long guildId, long userId) => database.ReadAsync<(DateTime?, bool)?>(async connection =>
    {
        await using var command = new NpgsqlCommand("SELECT joined_at, has_left FROM members WHERE guild_id = $1 AND user_id = $2", connection)
        {
            Parameters = { StoredMember.Big(guildId), StoredMember.Big(userId) },
        };
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? (reader.IsDBNull(0) ? null : reader.GetDateTime(0), reader.GetBoolean(1)) : null;
    });
}

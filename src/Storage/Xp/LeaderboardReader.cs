using Npgsql;

namespace CommunityIntel.Storage.Xp;

/// <summary>What to sort by.</summary>
public enum StoredBoard
{
    Xp,
    Messages,
    Voice,
}

/// <summary>One member's sums; <c>Name</c> null = never seen by name.</summary>
public sealed record StoredRank(long UserId, string? Name, string? Avatar, long Xp, long Messages, long VoiceSeconds);

/// <summary>A member, their rank and of how many.</summary>
public sealed record RankOfMember(int Rank, int Total, StoredRank Member);

/// <summary>Members by rank, people only.</summary>
public sealed class LeaderboardReader(NpgsqlDataSource database)
{
    /// <summary>A member's rank by XP (from 1) among how many; null when there is no such row. Equal XP: the lower id is ahead.</summary>
    public Task<RankOfMember?> FindAsync(long guildId, long userId) => database.ReadAsync<RankOfMember?>(async connection =>
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT x.user_id, m.name, m.avatar, x.xp, x.messages, x.voice_seconds,
              1 + (SELECT count(*) FROM user_xp a WHERE a.guild_id = $1 AND a.xp > x.xp)::int
                + (SELECT count(*) FROM user_xp e WHERE e.guild_id = $1 AND e.xp = x.xp AND e.user_id < x.user_id)::int,
              (SELECT count(*) FROM user_xp t WHERE t.guild_id = $1)::int
            FROM user_xp x LEFT JOIN members m USING (guild_id, user_id)
            WHERE x.guild_id = $1 AND x.user_id = $2
            """, connection) { Parameters = { new() { Value = guildId }, new() { Value = userId } } };
        await using var reader = await command.ExecuteReaderAsync();
        if (!await reader.ReadAsync()) return null;
        var member = new StoredRank(reader.GetInt64(0), reader.TextOrNull(1), reader.TextOrNull(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5));
        return new RankOfMember(reader.GetInt32(6), reader.GetInt32(7), member);
    });

    public Task<(int Total, IReadOnlyList<StoredRank> Ranks)> ReadAsync(long guildId, StoredBoard board, int skip, int take) =>
        database.ReadAsync<(int, IReadOnlyList<StoredRank>)>(async connection =>
        {
            var column = board switch { StoredBoard.Messages => "x.messages", StoredBoard.Voice => "x.voice_seconds", _ => "x.xp" };
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    new NpgsqlBatchCommand("SELECT count(*)::int FROM user_xp WHERE guild_id = $1") { Parameters = { new() { Value = guildId } } },
                    new NpgsqlBatchCommand($"""
                        SELECT x.user_id, m.name, m.avatar, x.xp, x.messages, x.voice_seconds
                        FROM user_xp x LEFT JOIN members m ON m.guild_id = x.guild_id AND m.user_id = x.user_id
                        WHERE x.guild_id = $1 ORDER BY {column} DESC, x.user_id OFFSET $2 LIMIT $3
                        """) { Parameters = { new() { Value = guildId }, new() { Value = skip }, new() { Value = take } } },
                },
            };
            await using var reader = await batch.ExecuteReaderAsync();
            await reader.ReadAsync();
            var total = reader.GetInt32(0);
            await reader.NextResultAsync();
            var ranks = new List<StoredRank>();
            while (await reader.ReadAsync())
                ranks.Add(new StoredRank(reader.GetInt64(0), reader.TextOrNull(1), reader.TextOrNull(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5)));
            return (total, ranks);
        });
}

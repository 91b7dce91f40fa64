using CommunityIntel.Domain.Xp;
using Npgsql;

namespace CommunityIntel.Storage.Xp;

/// <summary>
/// Standings by all-time XP, people only. Every statement but the first reads one stretch of <c>idx_user_xp_standing</c>; ids in
/// <c>hidden</c> are passed over as if they were not there.
/// </summary>
public sealed class StandingsReader(NpgsqlDataSource database)
{
    /// <summary>Behind nobody: above any XP there can be.</summary>
    private static readonly XpStanding Top = new(long.MaxValue, 0);

    // Those equal to a standing and those with less are two ranges of the index; PostgreSQL makes no one range of an OR.
    private const string Behind = """
        SELECT * FROM (
          (SELECT xp, user_id FROM user_xp WHERE guild_id = $1 AND xp = $2 AND user_id > $3 AND user_id <> ALL ($4) ORDER BY user_id LIMIT $5 + $6)
          UNION ALL
          (SELECT xp, user_id FROM user_xp WHERE guild_id = $1 AND xp < $2 AND user_id <> ALL ($4) ORDER BY xp DESC, user_id LIMIT $5 + $6)) AS behind
        ORDER BY xp DESC, user_id OFFSET $5 LIMIT $6
        """;

    /// <summary>Of a guild ($1) those behind a standing ($2, $3), from the $5th on, $6 of them, in order. $4 are hidden.</summary>
    public const string Page = $"""
        SELECT {StoredMember.Columns} FROM ({Behind}) AS s
        JOIN user_xp x ON x.guild_id = $1 AND x.user_id = s.user_id LEFT JOIN members m ON m.guild_id = $1 AND m.user_id = s.user_id
        ORDER BY s.xp DESC, s.user_id
        """;

    /// <summary>Of a guild ($1) those ahead of a standing ($2, $3) and behind another ($4, $5): three ranges of the index. $6 are hidden, $7 is the lowest id among equals.</summary>
    public const string CountAhead = """
        SELECT ((SELECT count(*) FROM user_xp WHERE guild_id = $1 AND xp > $2 AND xp < $4 AND user_id <> ALL ($6))
          + (SELECT count(*) FROM user_xp WHERE guild_id = $1 AND xp = $4 AND xp > $2 AND user_id > $5 AND user_id <> ALL ($6))
          + (SELECT count(*) FROM user_xp WHERE guild_id = $1 AND xp = $2 AND user_id < $3 AND user_id > $7 AND user_id <> ALL ($6)))::int
        """;

    /// <summary>Reads the guild's whole index once: what <see cref="XpStandings"/> starts from.</summary>
    public Task<XpStandings> ReadAsync(long guildId, IReadOnlyCollection<long> hidden) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT place, xp, user_id FROM (
              SELECT xp, user_id, row_number() OVER standings AS place, lead(user_id) OVER standings IS NULL AS is_last
              FROM user_xp WHERE guild_id = $1 AND user_id <> ALL ($2) WINDOW standings AS (ORDER BY xp DESC, user_id)) AS all_of_them
            WHERE place % {XpStandings.Step} = 0 OR is_last ORDER BY place
            """, connection) { Parameters = { StoredMember.Big(guildId), StoredMember.Bigs(hidden) } };
        await using var reader = await command.ExecuteReaderAsync();
        var (ends, total) = (new List<XpStanding>(), 0);
        while (await reader.ReadAsync())
        {
            total = (int)reader.GetInt64(0);
            if (total % XpStandings.Step == 0) ends.Add(new XpStanding(reader.GetInt64(1), reader.GetInt64(2)));
        }

        return new XpStandings(ends, total);
    });

    /// <summary>Null when the member has neither written nor talked.</summary>
    public Task<StoredMember?> FindAsync(long guildId, long userId) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {StoredMember.Columns} FROM user_xp x LEFT JOIN members m ON m.guild_id = x.guild_id AND m.user_id = x.user_id
            WHERE x.guild_id = $1 AND x.user_id = $2
            """, connection) { Parameters = { StoredMember.Big(guildId), StoredMember.Big(userId) } };
        return (await StoredMember.ReadAllAsync(command)).SingleOrDefault();
    });

    /// <summary>How many of the stretch are ahead of a standing in it.</summary>
    public Task<int> CountAheadAsync(long guildId, XpStanding standing, XpStretch stretch, IReadOnlyCollection<long> hidden) => database.ReadAsync(async connection =>
    {
        var after = stretch.After ?? Top;
        var lowestOfEquals = after.Xp == standing.Xp ? after.UserId : long.MinValue;
        await using var command = new NpgsqlCommand(CountAhead, connection)
        {
            Parameters =
            {
                StoredMember.Big(guildId), StoredMember.Big(standing.Xp), StoredMember.Big(standing.UserId), StoredMember.Big(after.Xp), StoredMember.Big(after.UserId),
                StoredMember.Bigs(hidden), StoredMember.Big(lowestOfEquals),
            },
        };
        return (int)(await command.ExecuteScalarAsync())!;
    });

    /// <summary>Members in order from the place <paramref name="offset"/> of a stretch on, also of those after it.</summary>
    public Task<List<StoredMember>> ReadPageAsync(long guildId, XpStretch stretch, int offset, int take, IReadOnlyCollection<long> hidden) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(Page, connection);
        AddStretch(command, guildId, stretch, offset, take, hidden);
        return await StoredMember.ReadAllAsync(command);
    });

    /// <summary>The standing at the place <paramref name="offset"/> (from 0) of a stretch; null when it is behind the last of all.</summary>
    public Task<XpStanding?> FindAtAsync(long guildId, XpStretch stretch, int offset, IReadOnlyCollection<long> hidden) => database.ReadAsync<XpStanding?>(async connection =>
    {
        await using var command = new NpgsqlCommand(Behind, connection);
        AddStretch(command, guildId, stretch, offset, 1, hidden);
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? new XpStanding(reader.GetInt64(0), reader.GetInt64(1)) : null;
    });

    private static void AddStretch(NpgsqlCommand command, long guildId, XpStretch stretch, int offset, int take, IReadOnlyCollection<long> hidden)
    {
        var after = stretch.After ?? Top;
        command.Parameters.AddRange(new[]
        {
            StoredMember.Big(guildId), StoredMember.Big(after.Xp), StoredMember.Big(after.UserId), StoredMember.Bigs(hidden), StoredMember.Big(offset), StoredMember.Big(take),
        });
    }
}

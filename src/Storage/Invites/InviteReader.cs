using Npgsql;

namespace CommunityIntel.Storage.Invites;

/// <summary>An invite, and how many came by it in a range of days. <c>UserId</c>: who made it, with the name as last seen.</summary>
public sealed record StoredInvite(
    string Code, long? UserId, string? UserName, long? ChannelId, int Joins, int Uses, int MaxUses, DateTime CreatedAt, DateTime? ExpiresAt, DateTime? GoneAt);

/// <summary>Reports of invites.</summary>
public sealed class InviteReader(NpgsqlDataSource database)
{
    /// <summary>Invites by which somebody came in the range, and those that are still listed, most joins first; at most <paramref name="most"/>.</summary>
    public Task<IReadOnlyList<StoredInvite>> ReadAsync(long guildId, DateOnly first, DateOnly last, int most) => database.ReadAsync<IReadOnlyList<StoredInvite>>(async connection =>
    {
        await using var command = new NpgsqlCommand(
            """
            WITH came AS (SELECT code, sum(joins)::int AS joins FROM invite_joins_daily WHERE guild_id = $1 AND date BETWEEN $2 AND $3 GROUP BY code)
            SELECT i.code, i.user_id, m.name, i.channel_id, coalesce(c.joins, 0), i.uses, i.max_uses, i.created_at, i.expires_at, i.gone_at
            FROM invites i LEFT JOIN came c USING (code) LEFT JOIN members m ON m.guild_id = i.guild_id AND m.user_id = i.user_id
            WHERE i.guild_id = $1 AND (c.joins > 0 OR i.gone_at IS NULL)
            ORDER BY 5 DESC, i.uses DESC, i.created_at DESC, i.code LIMIT $4
            """, connection)
        {
            Parameters = { new() { Value = guildId }, new() { Value = first }, new() { Value = last }, new() { Value = most } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<StoredInvite>();
        while (await reader.ReadAsync())
        {
            found.Add(new StoredInvite(
                reader.GetString(0), reader.BigOrNull(1), reader.TextOrNull(2), reader.BigOrNull(3), reader.GetInt32(4), reader.GetInt32(5), reader.GetInt32(6),
                reader.GetDateTime(7), reader.IsDBNull(8) ? null : reader.GetDateTime(8), reader.IsDBNull(9) ? null : reader.GetDateTime(9)));
        }

        return found;
    });
}

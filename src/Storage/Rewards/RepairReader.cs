using Npgsql;

namespace CommunityIntel.Storage.Rewards;

/// <summary>Whose roles are to be looked through.</summary>
public sealed class RepairReader(NpgsqlDataSource database)
{
    /// <summary>Those with XP and an id above <paramref name="after"/>, ascending; fewer than <paramref name="most"/>: there are no more.</summary>
    public Task<IReadOnlyList<long>> NextAsync(long guildId, long after, int most) => database.ReadAsync<IReadOnlyList<long>>(async connection =>
    {
        await using var command = new NpgsqlCommand("SELECT user_id FROM user_xp WHERE guild_id = $1 AND user_id > $2 ORDER BY user_id LIMIT $3", connection)
        {
            Parameters = { new() { Value = guildId }, new() { Value = after }, new() { Value = most } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<long>();
        while (await reader.ReadAsync()) ids.Add(reader.GetInt64(0));
        return ids;
    });

    public Task<int> CountAsync(long guildId) => database.ReadAsync(async connection =>
    {
        await using var command = new NpgsqlCommand("SELECT count(*)::int FROM user_xp WHERE guild_id = $1", connection) { Parameters = { new() { Value = guildId } } };
        return (int)(await command.ExecuteScalarAsync())!;
    });
}

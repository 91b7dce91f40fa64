using CommunityIntel.Domain.Gaps;
using CommunityIntel.Domain.Xp;
using Npgsql;
using NpgsqlTypes;

namespace CommunityIntel.Storage.Xp;

/// <summary>What a preview of XP rules looks at. <c>IsCut</c>: there were more messages, older than these.</summary>
public sealed record XpPast(
    IReadOnlyList<PersonsMessage> Messages, bool IsCut, IReadOnlyList<MemberXp> Members, IReadOnlyDictionary<long, IReadOnlyList<long>> Roles, long VoiceSeconds);

/// <summary>Reads a guild's last weeks for a preview: its newest messages through their index, everybody's XP, and the roles of who wrote.</summary>
public sealed class XpPreviewReader(NpgsqlDataSource database)
{
    /// <summary>Messages that a preview looks at, at most.</summary>
    public const int MostMessages = 300_000;

    public Task<XpPast> ReadAsync(long guildId, DateTimeOffset since, DateOnly firstDate) => database.ReadAsync(async connection =>
    {
        var messages = new List<PersonsMessage>();
        await using (var command = new NpgsqlCommand(
            "SELECT message_id, channel_id, author_id FROM messages WHERE guild_id = $1 AND created_at >= $2 AND NOT from_bot ORDER BY created_at DESC LIMIT $3", connection)
            { Parameters = { Of(guildId), new() { Value = since.UtcDateTime }, new() { Value = MostMessages + 1 } } })
        {
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync()) messages.Add(new PersonsMessage(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)));
        }

        var isCut = messages.Count > MostMessages;
        if (isCut) messages.RemoveAt(MostMessages);
        var members = new List<MemberXp>();
        await using (var command = new NpgsqlCommand("SELECT user_id, xp FROM user_xp WHERE guild_id = $1", connection) { Parameters = { Of(guildId) } })
        {
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync()) members.Add(new MemberXp(reader.GetInt64(0), reader.GetInt64(1)));
        }

        var authors = messages.Select(m => m.AuthorId).Distinct().ToArray();
        return new XpPast(messages, isCut, members, await RolesAsync(connection, guildId, authors), await VoiceAsync(connection, guildId, firstDate));
    });

    private static async Task<Dictionary<long, IReadOnlyList<long>>> RolesAsync(NpgsqlConnection connection, long guildId, long[] userIds)
    {
        await using var command = new NpgsqlCommand("SELECT user_id, role_ids FROM members WHERE guild_id = $1 AND user_id = ANY ($2) AND role_ids <> '{}'", connection)
        {
            Parameters = { Of(guildId), new() { Value = userIds, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var roles = new Dictionary<long, IReadOnlyList<long>>();
        while (await reader.ReadAsync()) roles[reader.GetInt64(0)] = reader.GetFieldValue<long[]>(1);
        return roles;
    }

    private static async Task<long> VoiceAsync(NpgsqlConnection connection, long guildId, DateOnly firstDate)
    {
        await using var command = new NpgsqlCommand("SELECT coalesce(sum(voice_seconds), 0)::bigint FROM guild_stats_daily WHERE guild_id = $1 AND date >= $2", connection)
        {
            Parameters = { Of(guildId), new() { Value = firstDate } },
        };
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static NpgsqlParameter Of(long value) => new() { Value = value };
}

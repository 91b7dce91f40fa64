using Npgsql;
using NpgsqlTypes;

namespace CommunityIntel.Storage.Xp;

/// <summary>A member's name (null = never seen by name) and all-time sums.</summary>
public sealed record StoredMember(long UserId, string? Name, string? Avatar, long Xp, long Messages, long VoiceSeconds)
{
    /// <summary>Of <c>m</c> (members, may be missing) and <c>x</c> (user_xp).</summary>
    internal const string Columns = "x.user_id, m.name, m.avatar, x.xp, x.messages, x.voice_seconds";

    internal static StoredMember Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), reader.TextOrNull(1), reader.TextOrNull(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5));

    internal static async Task<List<StoredMember>> ReadAllAsync(NpgsqlCommand command)
    {
        await using var reader = await command.ExecuteReaderAsync();
        var members = new List<StoredMember>();
        while (await reader.ReadAsync()) members.Add(Read(reader));
        return members;
    }

    internal static NpgsqlParameter Big(long value) => new() { Value = value };

    internal static NpgsqlParameter Bigs(IEnumerable<long> values) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };
}

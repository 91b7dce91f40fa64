using CommunityIntel.Domain.Audit;
using Npgsql;
using NpgsqlTypes;

namespace CommunityIntel.Storage.Audit;

/// <summary>An entry with what is known of it today. <c>UndoneById</c> null = it stands.</summary>
public sealed record StoredAuditEntry(AuditEntry Entry, string? SubjectName, long? UndoneById);

/// <summary>Which entries; null = any.</summary>
public sealed record AuditFilter(long? BeforeId, IReadOnlyList<AuditKind>? Kinds, long? ActorId, long? SubjectId);

/// <summary>What was done by hand, newest first.</summary>
public sealed class AuditReader(NpgsqlDataSource database)
{
    private const string Columns = """
        a.entry_id, a.kind, a.actor_id, a.actor_name, a.source, a.subject_id, a.before::text, a.after::text, a.at, coalesce(a.undoes_id, 0), a.request_key,
        m.name, u.entry_id
        FROM audit_entries a
        LEFT JOIN members m ON m.guild_id = a.guild_id AND m.user_id = a.subject_id
        LEFT JOIN audit_entries u ON u.guild_id = a.guild_id AND u.undoes_id = a.entry_id
        """;

    public Task<IReadOnlyList<StoredAuditEntry>> ReadAsync(long guildId, AuditFilter filter, int take) => AskAsync(
        $"""
        SELECT {Columns}
        WHERE a.guild_id = $1 AND a.entry_id < coalesce($2, 9223372036854775807)
          AND ($3 IS NULL OR a.kind = ANY ($3)) AND ($4 IS NULL OR a.actor_id = $4) AND ($5 IS NULL OR a.subject_id = $5)
        ORDER BY a.entry_id DESC LIMIT $6
        """,
        Of(guildId), OrNull(filter.BeforeId),
        new NpgsqlParameter { Value = (object?)filter.Kinds?.Select(k => (short)k).ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint },
        OrNull(filter.ActorId), OrNull(filter.SubjectId), new NpgsqlParameter { Value = take });

    public async Task<StoredAuditEntry?> FindAsync(long guildId, long entryId) =>
        (await AskAsync($"SELECT {Columns} WHERE a.guild_id = $1 AND a.entry_id = $2", Of(guildId), Of(entryId))) is [var one] ? one : null;

    public async Task<StoredAuditEntry?> FindRequestAsync(long guildId, string requestKey) =>
        (await AskAsync($"SELECT {Columns} WHERE a.guild_id = $1 AND a.request_key = $2", Of(guildId), new NpgsqlParameter { Value = requestKey })) is [var one] ? one : null;

    /// <summary>The newest of these kinds that was not taken back; of one member, or of anybody (null).</summary>
    public async Task<StoredAuditEntry?> FindStandingAsync(long guildId, IReadOnlyList<AuditKind> kinds, long? subjectId) =>
        (await AskAsync(
            $"""
            SELECT {Columns}
            WHERE a.guild_id = $1 AND a.kind = ANY ($2) AND ($3 IS NULL OR a.subject_id = $3)
              AND (a.subject_id <> 0 OR a.kind = {(int)AuditKind.EverybodyReset}) AND u.entry_id IS NULL
            ORDER BY a.entry_id DESC LIMIT 1
            """,
            Of(guildId), new NpgsqlParameter { Value = kinds.Select(k => (short)k).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint }, OrNull(subjectId))) is [var one] ? one : null;

    private Task<IReadOnlyList<StoredAuditEntry>> AskAsync(string sql, params NpgsqlParameter[] parameters) => database.ReadAsync<IReadOnlyList<StoredAuditEntry>>(async connection =>
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<StoredAuditEntry>();
        while (await reader.ReadAsync()) found.Add(Read(reader));
        return found;
    });

    private static StoredAuditEntry Read(NpgsqlDataReader r)
    {
        var actor = new Actor(r.GetInt64(2), r.GetString(3), (ActorSource)r.GetInt16(4));
        var at = new DateTimeOffset(r.GetDateTime(8)).ToUnixTimeMilliseconds();
        var entry = new AuditEntry(r.GetInt64(0), (AuditKind)r.GetInt16(1), actor, r.GetInt64(5), r.TextOrNull(6), r.TextOrNull(7), at, r.GetInt64(9), r.TextOrNull(10));
        return new StoredAuditEntry(entry, r.TextOrNull(11), r.BigOrNull(12));
    }

    private static NpgsqlParameter Of(long value) => new() { Value = value };

    private static NpgsqlParameter OrNull(long? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint };
}

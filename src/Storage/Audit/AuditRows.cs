using CommunityIntel.Domain.Audit;
using CommunityIntel.Storage.Guilds;
using Npgsql;

namespace CommunityIntel.Storage.Audit;

/// <summary>What a group commit writes of what was done by hand; part of the one transaction.</summary>
internal static class AuditRows
{
    /// <summary>A request that was noted before is a refusal (23505): the caller has looked for it.</summary>
    public const string Write = """
        INSERT INTO audit_entries (guild_id, entry_id, at, kind, actor_id, actor_name, source, subject_id, before, after, undoes_id, request_key)
        SELECT guild_id, entry_id, at, kind, actor_id, actor_name, source, subject_id, before::jsonb, after::jsonb, undoes_id, request_key
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
          AS v (guild_id, entry_id, at, kind, actor_id, actor_name, source, subject_id, before, after, undoes_id, request_key)
        """;

    public const string Last = "SELECT coalesce(max(entry_id), 0) FROM audit_entries WHERE guild_id = $1";

    public static void Add(Columns rows, long guildId, AuditEntry e) =>
        rows.Row().Big(guildId).Big(e.Id).Time(e.AtMs).Small((short)e.Kind).Big(e.Actor.UserId).Text(e.Actor.Name).Small((short)e.Actor.Source)
            .Big(e.SubjectId).Text(e.Before).Text(e.After).Big(e.UndoesId == 0 ? null : e.UndoesId).Text(e.RequestKey);

    public static async Task<long> ReadLastAsync(NpgsqlDataReader reader, CancellationToken cancellation) =>
        await reader.ReadAsync(cancellation) ? reader.GetInt64(0) : 0;
}

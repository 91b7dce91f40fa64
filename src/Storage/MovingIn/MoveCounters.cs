using Npgsql;

namespace CommunityIntel.Storage.MovingIn;

/// <summary>Whether counters of moved guilds hold what their messages, stays and XP say.</summary>
internal static class MoveCounters
{
    // Where the new bot was heard, somebody was deleted, or rows have ended, there may be more in counters than in rows, never less. Elsewhere both are the same.
    private const string Sql = """
        WITH g AS (SELECT guild_id, w.session_id = '' AND w.members_forgotten_at = 'epoch' AS is_exact, kept_from IS NOT NULL AS has_ended
          FROM moved_guilds JOIN guild_watermarks w USING (guild_id) LEFT JOIN rows_kept USING (guild_id)),
        m AS (SELECT guild_id, count(*) AS messages FROM messages WHERE guild_id IN (SELECT guild_id FROM g) GROUP BY 1),
        v AS (SELECT guild_id, sum(floor(extract(epoch FROM ended_at)) - floor(extract(epoch FROM started_at)))::bigint AS seconds FROM voice_sessions
          WHERE ended_at IS NOT NULL AND guild_id IN (SELECT guild_id FROM g) GROUP BY 1),
        h AS (SELECT guild_id, sum(messages + bot_messages) AS messages, sum(voice_seconds) AS seconds FROM activity_hourly WHERE guild_id IN (SELECT guild_id FROM g) GROUP BY 1),
        d AS (SELECT guild_id, sum(message_count + bot_message_count) AS messages, sum(message_count) AS said, sum(voice_seconds) AS seconds, sum(author_count) AS authors, sum(active_members) AS active
          FROM guild_stats_daily WHERE guild_id IN (SELECT guild_id FROM g) GROUP BY 1),
        p AS (SELECT guild_id, sum(messages) AS said, sum(voice_seconds) AS seconds, count(*) FILTER (WHERE messages > 0) AS authors, count(*) AS active
          FROM member_activity_daily WHERE guild_id IN (SELECT guild_id FROM g) GROUP BY 1),
        x AS (SELECT guild_id, sum(u.messages) AS said, sum(u.voice_seconds) AS seconds, sum(u.xp) AS xp, sum(o.xp) AS moved_xp
          FROM user_xp u LEFT JOIN moved_xp o USING (guild_id, user_id) WHERE guild_id IN (SELECT guild_id FROM g) GROUP BY 1)
        SELECT count(*), count(*) FILTER (WHERE is_wrong), (array_agg(guild_id) FILTER (WHERE is_wrong))[1:5] FROM (
          SELECT guild_id, coalesce(d.messages, 0) < coalesce(m.messages, 0) OR coalesce(d.seconds, 0) < coalesce(v.seconds, 0) OR is_exact AND (
            NOT has_ended AND (coalesce(d.messages, 0), coalesce(d.seconds, 0)) IS DISTINCT FROM (coalesce(m.messages, 0), coalesce(v.seconds, 0))
            OR (coalesce(h.messages, 0), coalesce(h.seconds, 0)) IS DISTINCT FROM (coalesce(d.messages, 0), coalesce(d.seconds, 0))
            OR (p.said, p.seconds, p.authors, p.active) IS DISTINCT FROM (d.said, d.seconds, d.authors, d.active)
            OR (coalesce(x.said, 0), coalesce(x.seconds, 0), coalesce(x.xp, 0)) IS DISTINCT FROM (coalesce(d.said, 0), coalesce(d.seconds, 0), coalesce(x.moved_xp, 0))) AS is_wrong
          FROM g LEFT JOIN m USING (guild_id) LEFT JOIN v USING (guild_id) LEFT JOIN h USING (guild_id) LEFT JOIN d USING (guild_id) LEFT JOIN p USING (guild_id) LEFT JOIN x USING (guild_id)) AS guilds
        """;

    public static async Task<CheckedCounters> CheckAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Sql, connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return new CheckedCounters(reader.GetInt64(0), reader.GetInt64(1), reader.IsDBNull(2) ? [] : reader.GetFieldValue<long[]>(2));
    }
}

namespace CommunityIntel.Storage.Outbox;

/// <summary>The statements over <c>outbox</c>. Whoever locks several rows does so in the order of the key.</summary>
internal static class OutboxSql
{
    // The same announcement again is the same row. A target state takes the place of its older one; a worker that is at it
    // keeps its lease, so that the two are not sent at the same time.
    public const string Note = """
        INSERT INTO outbox AS o (guild_id, action_key, kind, payload, nonce, priority)
        SELECT guild_id, action_key, kind, payload::jsonb, nonce, priority
        FROM unnest($1, $2, $3, $4, $5, $6) AS a (guild_id, action_key, kind, payload, nonce, priority)
        ORDER BY guild_id, action_key
        ON CONFLICT (guild_id, action_key) DO UPDATE
        SET payload = excluded.payload, revision = o.revision + 1, priority = excluded.priority, state = 'pending', reason = NULL, attempts = 0,
            created_at = now(), due_at = now(), finished_at = NULL
        WHERE o.kind = 'set_roles' AND (o.state <> 'pending' OR o.payload <> excluded.payload)
        """;

    // $1 shards, $2 shard count, $3 worker, $4 lease, $5 most, $6 most of a guild at a time, $7 kinds.
    // The conditions are said again where the rows are locked: another worker may have taken them since the snapshot.
    public const string Take = """
        WITH candidates AS (
          SELECT guild_id, action_key, row_number() OVER (PARTITION BY guild_id ORDER BY priority, due_at, action_key) AS place
          FROM outbox
          WHERE state = 'pending' AND due_at <= now() AND (leased_until IS NULL OR leased_until <= now())
            AND (guild_id >> 22) % $2 = ANY ($1) AND kind = ANY ($7)),
        chosen AS (
          SELECT o.guild_id, o.action_key
          FROM candidates c JOIN outbox o USING (guild_id, action_key)
          WHERE o.state = 'pending' AND o.due_at <= now() AND (o.leased_until IS NULL OR o.leased_until <= now())
            AND c.place <= $6 - (SELECT count(*) FROM outbox l WHERE l.guild_id = o.guild_id AND l.state = 'pending' AND l.leased_until > now())
          ORDER BY o.priority, o.due_at LIMIT $5
          FOR UPDATE OF o SKIP LOCKED)
        UPDATE outbox o SET leased_until = now() + $4, leased_by = $3, attempts = o.attempts + 1
        FROM chosen c WHERE o.guild_id = c.guild_id AND o.action_key = c.action_key
        RETURNING o.guild_id, o.action_key, o.revision, o.kind, o.payload::text, o.nonce, o.attempts, o.created_at
        """;

    public const string OldestDue = """
        SELECT extract(epoch FROM now() - min(due_at))::float8 FROM outbox
        WHERE state = 'pending' AND due_at <= now() AND (guild_id >> 22) % $2 = ANY ($1)
        """;

    // That something is done is true whoever holds the lease by now; anything else is for the holder to say. What was replaced
    // meanwhile is let go and stays due.
    public const string Report = """
        WITH told AS (
          SELECT o.guild_id, o.action_key, o.revision = a.revision AS is_current, a.state, a.reason, a.delay_ms
          FROM unnest($2, $3, $4, $5, $6, $7) AS a (guild_id, action_key, revision, state, reason, delay_ms)
          JOIN outbox o USING (guild_id, action_key)
          WHERE o.state = 'pending' AND (o.leased_by = $1 OR (a.state = 'done' AND o.revision = a.revision))
          ORDER BY o.guild_id, o.action_key
          FOR UPDATE OF o)
        UPDATE outbox o
        SET state = CASE WHEN t.is_current THEN t.state ELSE o.state END,
            reason = CASE WHEN t.is_current THEN t.reason ELSE o.reason END,
            due_at = CASE WHEN t.is_current THEN now() + t.delay_ms * interval '1 millisecond' ELSE o.due_at END,
            finished_at = CASE WHEN t.is_current AND t.state <> 'pending' THEN now() END,
            leased_until = NULL, leased_by = NULL
        FROM told t WHERE o.guild_id = t.guild_id AND o.action_key = t.action_key
        """;

    // For people: what is waiting only once an attempt at it has failed; not a member who left, which nobody can mend; and not an
    // announcement in a channel where a later one was made: the obstacle is gone.
    public const string Open = """
        SELECT o.kind, o.payload::text, o.state, o.reason, o.created_at, CASE WHEN coalesce(m.privacy, 0) & 3 = 0 THEN m.name END, c.name,
               count(*) FILTER (WHERE o.state = 'given_up') OVER (), count(*) FILTER (WHERE o.state = 'pending') OVER ()
        FROM outbox o
        LEFT JOIN members m ON m.guild_id = o.guild_id AND m.user_id = (o.payload ->> 'user_id')::bigint
        LEFT JOIN channels c ON c.guild_id = o.guild_id AND c.channel_id = (o.payload ->> 'channel_id')::bigint
        WHERE o.guild_id = $1 AND o.state <> 'done' AND o.reason NOT IN ('unknown_member', 'direct_refused') AND o.kind = ANY ($2)
          AND NOT EXISTS (
            SELECT FROM outbox d
            WHERE d.guild_id = o.guild_id AND d.state = 'done' AND d.kind = o.kind AND d.finished_at > o.finished_at
              AND d.payload -> 'channel_id' = o.payload -> 'channel_id')
        ORDER BY o.state, coalesce(o.finished_at, o.due_at) DESC, o.action_key
        LIMIT $3
        """;

    public const string CountPending = "SELECT count(*) FROM outbox WHERE guild_id = $1 AND state = 'pending'";

    // As if it was noted now. A message that was refused for its place is not made up for once it is no news.
    public const string TryAgain = """
        UPDATE outbox SET state = 'pending', revision = revision + 1, attempts = 0, created_at = now(), due_at = now(), finished_at = NULL, reason = NULL
        WHERE guild_id = $1 AND state = 'given_up' AND reason NOT IN ('unknown_member', 'direct_refused') AND kind = ANY ($2)
        """;

    public const string Trim = """
        DELETE FROM outbox WHERE (guild_id, action_key) IN (
          SELECT guild_id, action_key FROM outbox
          WHERE state <> 'pending' AND finished_at < now() - CASE state WHEN 'done' THEN interval '7 days' ELSE interval '30 days' END
          LIMIT 5000 FOR UPDATE SKIP LOCKED)
        """;
}

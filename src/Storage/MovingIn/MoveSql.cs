namespace CommunityIntel.Storage.MovingIn;

/// <summary>
/// What taking over writes, set by set. It does as a group commit does: the guilds' epochs first, so that no other activation writes meanwhile and whatever one
/// holds in memory is thrown away, then rows by their keys, and counters only for rows that are new.
/// </summary>
internal static class MoveSql
{
    /// <summary>One process at a time takes over: "cimoving" in ASCII.</summary>
    public const string Turn = "SELECT pg_try_advisory_lock(7163371962424323687)";

    /// <summary>Tables of the session. What arrived, in local hours: <c>hour_at</c> null = nothing but that the person was here.</summary>
    public const string Tables = """
        CREATE TEMP TABLE IF NOT EXISTS claimed (guild_id bigint PRIMARY KEY, forgotten_at timestamptz, is_heard boolean) ON COMMIT DELETE ROWS;
        CREATE TEMP TABLE IF NOT EXISTS clocks (time_zone text PRIMARY KEY, since timestamptz[], seconds integer[]) ON COMMIT DELETE ROWS;
        CREATE TEMP TABLE IF NOT EXISTS arrived (guild_id bigint, channel_id bigint, user_id bigint, from_bot boolean, hour_at timestamptz, date date, messages integer, seconds bigint) ON COMMIT DELETE ROWS;
        CREATE TEMP TABLE IF NOT EXISTS arrived_xp (guild_id bigint, user_id bigint, gain bigint, last_xp_at timestamptz) ON COMMIT DELETE ROWS;
        """;

    // $1: the zone of guilds that nobody knows yet. The bot that was there is taken to be there still: when it first sees the guild, it catches up with what was written
    // since the old database ends.
    public const string Guilds = """
        INSERT INTO guilds (guild_id, name, icon, owner_id, preferred_locale, member_count, bot_present, time_zone)
        SELECT guild_id, guild_id::text, NULL, 0, 'en-US', 0, true, $1 FROM claimed ON CONFLICT DO NOTHING
        """;

    public const string MovedGuilds = "INSERT INTO moved_guilds (guild_id, first_date) SELECT guild_id, first_date FROM claimed JOIN guilds USING (guild_id) ON CONFLICT DO NOTHING";

    public const string ChangingZone = "SELECT guild_id FROM zone_changes JOIN claimed USING (guild_id) LIMIT 1";

    public const string Zones = "SELECT DISTINCT time_zone FROM guilds JOIN claimed USING (guild_id)";

    public const string Clocks = "INSERT INTO clocks VALUES ($1, $2, $3)";

    // Who did not choose to be left out, and for whom that instant counts: as Member.IsCountedAt and Guild.Remember have it.
    public static string IsCounted(string at, string forgottenAt) => $"""
        coalesce(p.choices, m.privacy, 0::smallint) & 4 = 0
          AND {at} >= coalesce(greatest(m.counts_from, p.counts_from, CASE WHEN m.user_id IS NULL THEN {forgottenAt} END), '-infinity')
        """;

    public static string Person(string guild, string user) =>
        $"LEFT JOIN members m ON m.guild_id = {guild} AND m.user_id = {user} LEFT JOIN privacy_choices p ON p.user_id = {user}";

    /// <summary>
    /// Joins <c>e</c> to rows <c>c</c> that have ended here, or would at once, and were counted: taken over from the table before, or maybe heard by the product itself. A local day
    /// begins at most 14 hours before that of UTC.
    /// </summary>
    /// <param name="table">The old table.</param>
    /// <param name="at">By what rows end: when a message was written, when a stay ended.</param>
    public static string Ended(string table, string at) => $"""
        LEFT JOIN LATERAL (
          SELECT true AS is_over FROM rows_kept r LEFT JOIN moved_guilds o USING (guild_id) LEFT JOIN guilds g USING (guild_id)
          WHERE r.guild_id = c.guild_id AND {at} < r.kept_from AND ({OldTable.Literal(table)} = ANY (o.passed)
            OR {at} >= (CASE WHEN o.guild_id IS NULL THEN g.first_date ELSE o.first_date END)::timestamp AT TIME ZONE 'UTC' - interval '14 hours')) AS e ON true
        """;

    /// <summary>The guilds of these rows, each with its epoch raised; guilds that are being deleted are left alone.</summary>
    public static string Claim(string wanted) => $"""
        WITH owned AS (
          INSERT INTO guild_watermarks AS w (guild_id, epoch, last_message_id)
          SELECT guild_id, (extract(epoch FROM clock_timestamp()) * 1000)::bigint, last_message_id FROM ({wanted}) AS wanted ORDER BY guild_id
          ON CONFLICT (guild_id) DO UPDATE SET epoch = w.epoch + 1, last_message_id = greatest(w.last_message_id, excluded.last_message_id) WHERE NOT w.is_erasing
          RETURNING guild_id, members_forgotten_at, session_id <> '')
        INSERT INTO claimed SELECT * FROM owned
        """;

    /// <summary>After <c>arrived</c> is filled.</summary>
    public static IReadOnlyList<string> RollUps { get; } =
    [
        // Whoever is stored has a profile: that is how a person's guilds are found.
        """
        INSERT INTO members (guild_id, user_id, is_bot, has_left, privacy, counts_from)
        SELECT DISTINCT a.guild_id, a.user_id, false, false, coalesce(p.choices, 0::smallint), nullif(greatest(c.forgotten_at, p.counts_from), 'epoch')
        FROM arrived a JOIN claimed c USING (guild_id) LEFT JOIN privacy_choices p ON p.user_id = a.user_id WHERE NOT a.from_bot
        ON CONFLICT DO NOTHING
        """,
        """
        INSERT INTO user_xp AS x (guild_id, user_id, xp, messages, voice_seconds)
        SELECT guild_id, user_id, 0, sum(messages), sum(seconds) FROM arrived WHERE NOT from_bot AND hour_at IS NOT NULL GROUP BY guild_id, user_id
        ON CONFLICT (guild_id, user_id) DO UPDATE SET messages = x.messages + excluded.messages, voice_seconds = x.voice_seconds + excluded.voice_seconds
        """,
        """
        INSERT INTO activity_hourly AS a (guild_id, hour_at, channel_id, date, messages, bot_messages, voice_seconds, joins, leaves)
        SELECT guild_id, hour_at, channel_id, min(date), coalesce(sum(messages) FILTER (WHERE NOT from_bot), 0), coalesce(sum(messages) FILTER (WHERE from_bot), 0), sum(seconds), 0, 0
        FROM arrived WHERE hour_at IS NOT NULL GROUP BY guild_id, hour_at, channel_id
        ON CONFLICT (guild_id, hour_at, channel_id) DO UPDATE
        SET messages = a.messages + excluded.messages, bot_messages = a.bot_messages + excluded.bot_messages, voice_seconds = a.voice_seconds + excluded.voice_seconds
        """,
        """
        WITH member_days AS (
          INSERT INTO member_activity_daily AS m (guild_id, date, user_id, messages, voice_seconds, xp, became_author)
          SELECT guild_id, date, user_id, sum(messages), sum(seconds), 0, sum(messages) > 0 FROM arrived WHERE NOT from_bot AND hour_at IS NOT NULL GROUP BY guild_id, date, user_id
          ON CONFLICT (guild_id, date, user_id) DO UPDATE
          SET messages = m.messages + excluded.messages, voice_seconds = m.voice_seconds + excluded.voice_seconds, became_author = m.messages = 0 AND excluded.messages > 0
          RETURNING m.guild_id, m.date, m.became_author, m.xmax = 0 AS is_new)
        INSERT INTO guild_stats_daily AS s (guild_id, date, message_count, bot_message_count, author_count, active_members, voice_seconds, joins, leaves)
        SELECT guild_id, date, sum(messages), sum(bot_messages), sum(authors), sum(active), sum(seconds), 0, 0 FROM (
          SELECT guild_id, date, CASE WHEN from_bot THEN 0 ELSE messages END AS messages, CASE WHEN from_bot THEN messages ELSE 0 END AS bot_messages, 0 AS authors, 0 AS active, seconds
          FROM arrived WHERE hour_at IS NOT NULL
          UNION ALL SELECT guild_id, date, 0, 0, became_author::int, is_new::int, 0 FROM member_days) AS parts
        GROUP BY guild_id, date
        ON CONFLICT (guild_id, date) DO UPDATE
        SET message_count = s.message_count + excluded.message_count, bot_message_count = s.bot_message_count + excluded.bot_message_count,
            author_count = s.author_count + excluded.author_count, active_members = s.active_members + excluded.active_members, voice_seconds = s.voice_seconds + excluded.voice_seconds
        """,
        """
        UPDATE guilds g SET first_date = least(g.first_date, a.first) FROM (SELECT guild_id, min(date) AS first FROM arrived WHERE hour_at IS NOT NULL GROUP BY guild_id) AS a
        WHERE g.guild_id = a.guild_id AND (g.first_date IS NULL OR g.first_date > a.first)
        """,
    ];

    /// <summary>
    /// $1: the latest instant that was taken over of anything. Until then the old bot listened, in every guild: where the new one has heard nothing yet, that is where its silence begins.
    /// </summary>
    public const string HeardUntil = """
        UPDATE guild_watermarks w SET last_event_at = greatest(w.last_event_at, least($1, now())), epoch = w.epoch + 1 FROM moved_guilds g
        WHERE w.guild_id = g.guild_id AND w.session_id = '' AND NOT w.is_erasing AND w.last_event_at < least($1, now())
        """;

    public const string Analyze = "ANALYZE messages, voice_sessions, user_xp, members, activity_hourly, member_activity_daily, guild_stats_daily, moved_xp";
}

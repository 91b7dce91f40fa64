namespace CommunityIntel.Storage.Guilds;

/// <summary>The statements of a group commit. Absolute values replace, counters add.</summary>
internal static class CommitSql
{
    public const string Watermarks = "SELECT advance_watermarks($1, $2, $3, $4, $5, $6, $7)";

    public const string Messages = """
        INSERT INTO messages (guild_id, message_id, channel_id, author_id, created_at, from_bot)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6)
        """;

    public const string Earnings = """
        INSERT INTO user_xp (guild_id, user_id, xp, messages, voice_seconds, last_xp_at)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6)
        ON CONFLICT (guild_id, user_id) DO UPDATE
        SET xp = excluded.xp, messages = excluded.messages, voice_seconds = excluded.voice_seconds, last_xp_at = excluded.last_xp_at
        """;

    public const string Profiles = """
        INSERT INTO members (guild_id, user_id, name, avatar, is_bot, joined_at, has_left, role_ids, privacy, counts_from, honoured_role_ids, announce_choice, left_at)
        SELECT guild_id, user_id, name, avatar, is_bot, joined_at, has_left, string_to_array(role_ids, ',')::bigint[], privacy, counts_from,
          string_to_array(honoured_role_ids, ',')::bigint[], announce_choice, left_at
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
          AS v (guild_id, user_id, name, avatar, is_bot, joined_at, has_left, role_ids, privacy, counts_from, honoured_role_ids, announce_choice, left_at)
        ON CONFLICT (guild_id, user_id) DO UPDATE
        SET name = excluded.name, avatar = excluded.avatar, is_bot = excluded.is_bot, joined_at = excluded.joined_at, has_left = excluded.has_left,
            role_ids = excluded.role_ids, privacy = excluded.privacy, counts_from = excluded.counts_from, honoured_role_ids = excluded.honoured_role_ids,
            announce_choice = excluded.announce_choice, left_at = excluded.left_at
        """;

    public const string Channels = """
        INSERT INTO channels (guild_id, channel_id, type, name, parent_id, is_deleted, view_allowed, view_denied)
        SELECT guild_id, channel_id, type, name, parent_id, is_deleted, string_to_array(view_allowed, ',')::bigint[], string_to_array(view_denied, ',')::bigint[]
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS v (guild_id, channel_id, type, name, parent_id, is_deleted, view_allowed, view_denied)
        ON CONFLICT (guild_id, channel_id) DO UPDATE
        SET type = excluded.type, name = excluded.name, parent_id = excluded.parent_id, is_deleted = excluded.is_deleted,
            view_allowed = excluded.view_allowed, view_denied = excluded.view_denied
        """;

    public const string Guilds = """
        INSERT INTO guilds (guild_id, name, icon, owner_id, preferred_locale, member_count, bot_present, time_zone, first_date, afk_channel_id, bot_removed_at)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (guild_id) DO UPDATE
        SET name = excluded.name, icon = excluded.icon, owner_id = excluded.owner_id, preferred_locale = excluded.preferred_locale,
            member_count = excluded.member_count, bot_present = excluded.bot_present, time_zone = excluded.time_zone,
            first_date = excluded.first_date, afk_channel_id = excluded.afk_channel_id, bot_removed_at = excluded.bot_removed_at,
            updated_at = now()
        """;

    public const string Access = """
        UPDATE guilds g SET access = v.access FROM unnest($1, $2) AS v (guild_id, access) WHERE g.guild_id = v.guild_id
        """;

    public const string VoiceSessions = """
        INSERT INTO voice_sessions (guild_id, user_id, started_at, channel_id, ended_at, is_estimated, state, earned_units, settled_at)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (guild_id, user_id, started_at) DO UPDATE
        SET channel_id = excluded.channel_id, ended_at = excluded.ended_at, is_estimated = excluded.is_estimated,
            state = excluded.state, earned_units = excluded.earned_units, settled_at = excluded.settled_at
        """;

    public const string Snapshots = """
        INSERT INTO guild_snapshots (guild_id, session_id, taken_at)
        SELECT * FROM unnest($1, $2, $3)
        ON CONFLICT (guild_id) DO UPDATE SET session_id = excluded.session_id, taken_at = excluded.taken_at
        """;

    public const string Gaps = """
        INSERT INTO gaps AS g (guild_id, gap_id, from_at, until_at, after_message_id, state, shortfall, examined_messages, found_messages, closed_at)
        SELECT guild_id, gap_id, from_at, until_at, after_message_id, state, shortfall, examined, found, CASE WHEN state <> 0 THEN now() END
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) AS v (guild_id, gap_id, from_at, until_at, after_message_id, state, shortfall, examined, found)
        ON CONFLICT (guild_id, gap_id) DO UPDATE
        SET state = excluded.state, shortfall = excluded.shortfall, examined_messages = excluded.examined_messages,
            found_messages = excluded.found_messages, closed_at = excluded.closed_at
        """;

    public const string GapChannels = """
        INSERT INTO gap_channels AS c (guild_id, gap_id, channel_id, cursor, state, last_message_id)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6)
        ON CONFLICT (guild_id, gap_id, channel_id) DO UPDATE
        SET cursor = greatest(c.cursor, excluded.cursor), state = excluded.state
        """;

    public const string Hours = """
        INSERT INTO activity_hourly AS a (guild_id, hour_at, channel_id, date, messages, bot_messages, voice_seconds, joins, leaves)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (guild_id, hour_at, channel_id) DO UPDATE
        SET messages = a.messages + excluded.messages, bot_messages = a.bot_messages + excluded.bot_messages,
            voice_seconds = a.voice_seconds + excluded.voice_seconds, joins = a.joins + excluded.joins, leaves = a.leaves + excluded.leaves
        """;

    // Members' days first; who turns up new on a day there is added to the guild's day. No join: the planner knows nothing
    // of an array's length and would loop over the product.
    public const string Days = """
        WITH member_days AS (
          INSERT INTO member_activity_daily AS m (guild_id, date, user_id, messages, voice_seconds, xp, became_author)
          SELECT guild_id, date, user_id, messages, voice_seconds, xp, messages > 0
          FROM unnest($1, $2, $3, $4, $5, $6) AS d (guild_id, date, user_id, messages, voice_seconds, xp)
          ON CONFLICT (guild_id, date, user_id) DO UPDATE
          SET messages = m.messages + excluded.messages, voice_seconds = m.voice_seconds + excluded.voice_seconds, xp = m.xp + excluded.xp,
              became_author = m.messages = 0 AND excluded.messages > 0
          RETURNING m.guild_id, m.date, m.became_author, m.xmax = 0 AS is_new)
        INSERT INTO guild_stats_daily AS s
          (guild_id, date, message_count, bot_message_count, author_count, active_members, voice_seconds, joins, leaves)
        SELECT guild_id, date, sum(messages), sum(bot_messages), sum(authors), sum(active), sum(voice_seconds), sum(joins), sum(leaves)
        FROM (
          SELECT guild_id, date, messages, bot_messages, 0 AS authors, 0 AS active, voice_seconds, joins, leaves
          FROM unnest($7, $8, $9, $10, $11, $12, $13) AS g (guild_id, date, messages, bot_messages, voice_seconds, joins, leaves)
          UNION ALL
          SELECT guild_id, date, 0, 0, became_author::int, is_new::int, 0, 0, 0 FROM member_days) AS parts
        GROUP BY guild_id, date
        ON CONFLICT (guild_id, date) DO UPDATE
        SET message_count = s.message_count + excluded.message_count, bot_message_count = s.bot_message_count + excluded.bot_message_count,
            author_count = s.author_count + excluded.author_count, active_members = s.active_members + excluded.active_members,
            voice_seconds = s.voice_seconds + excluded.voice_seconds, joins = s.joins + excluded.joins, leaves = s.leaves + excluded.leaves
        RETURNING guild_id, date, message_count, active_members
        """;
}

namespace CommunityIntel.Storage.MovingIn;

/// <summary>How the rows of one old table go from the session's staging tables into ours.</summary>
internal abstract class MoveStage(MoveSource source)
{
    public MoveSource Source { get; } = source;

    /// <summary>Raw rows in the order in which they came.</summary>
    public string Staged => $"staged_{Source.Target}";

    public string Cleaned => $"cleaned_{Source.Target}";

    public string StagedColumns => $"{Staged} (key, {string.Join(", ", Source.RawTypes.Split(", ").Select(c => c.Split(' ')[0]))})";

    public string Tables => $"""
        CREATE TEMP TABLE IF NOT EXISTS {Staged} (n bigint GENERATED ALWAYS AS IDENTITY, key text[], {Source.RawTypes});
        CREATE TEMP TABLE IF NOT EXISTS {Cleaned} ({CleanTypes}, is_new boolean);
        """;

    public string Empty => $"TRUNCATE {Staged}, {Cleaned}";

    /// <summary>Types the staged rows, each thing once; <c>is_new</c>: it is not here yet, as far as can be told without a lock, and has not been here and ended.</summary>
    public string Fill => $"""
        INSERT INTO {Cleaned} SELECT {CleanColumns}, {IsNew} FROM (
          SELECT DISTINCT ON ({Source.Identity}) * FROM ({Source.Clean($"SELECT * FROM {Staged}", "n")}) AS clean
          WHERE reason IS NULL ORDER BY {Source.Identity}, n{(Source.LastCounts ? " DESC" : "")}) AS c {Known}
        """;

    /// <summary>How many rows were staged, how many things are new, the last key, the latest instant, and the months of what is new.</summary>
    public string Look => $"""
        SELECT (SELECT count(*) FROM {Staged}), count(*) FILTER (WHERE is_new), (SELECT key FROM {Staged} ORDER BY n DESC LIMIT 1), max({Latest}),
          coalesce(array_agg(DISTINCT {Source.Month ?? "NULL::timestamp"}) FILTER (WHERE is_new AND {(Source.Month is null ? "false" : "true")}), '{"{}"}') FROM {Cleaned}
        """;

    public string Wanted => $"SELECT guild_id, {LastMessage} AS last_message_id FROM {Cleaned} WHERE is_new GROUP BY guild_id";

    /// <summary>With the guilds claimed: writes what is new, and notes in <c>arrived</c> what arrived. One of them is a SELECT and tells how many rows that is.</summary>
    public abstract IReadOnlyList<string> Write { get; }

    protected abstract string CleanTypes { get; }
    protected abstract string IsNew { get; }
    protected abstract string Known { get; }
    protected abstract string Latest { get; }

    protected virtual string LastMessage => "0";

    private string CleanColumns => string.Join(", ", CleanTypes.Split(", ").Select(c => "c." + c.Split(' ')[0]));

    public static MoveStage Of(MoveSource source) => source switch
    {
        MessageSource => new MessageStage(source),
        VoiceSource => new VoiceStage(source),
        XpSource => new XpStage(source),
        _ => throw new ArgumentOutOfRangeException(nameof(source)),
    };
}

/// <summary>Messages have no unique key, as nothing may write them but who owns the guild: whether one is here is asked under the guild's epoch.</summary>
internal sealed class MessageStage(MoveSource source) : MoveStage(source)
{
    protected override string CleanTypes => "guild_id bigint, message_id bigint, channel_id bigint, author_id bigint, created_at timestamptz, bot boolean";

    protected override string IsNew => "k.found IS NULL AND e.is_over IS NULL";

    protected override string Known => Lookup("true") + MoveSql.Ended(Source.Table.Name, "c.created_at");

    protected override string Latest => "created_at";

    protected override string LastMessage => "max(message_id)";

    // Where the bot was never heard nobody else writes: there the first look is enough.
    public override IReadOnlyList<string> Write =>
    [
        $"""
        WITH written AS (
          INSERT INTO messages (guild_id, message_id, channel_id, author_id, created_at, from_bot)
          SELECT c.guild_id, c.message_id, c.channel_id, c.author_id, c.created_at, coalesce(c.bot, m.is_bot, false)
          FROM {Cleaned} c JOIN claimed g ON g.guild_id = c.guild_id {MoveSql.Person("c.guild_id", "c.author_id")} {Lookup("g.is_heard")}
          WHERE c.is_new AND k.found IS NULL AND (coalesce(c.bot, m.is_bot, false) OR {MoveSql.IsCounted("c.created_at", "g.forgotten_at")})
          RETURNING guild_id, channel_id, author_id, created_at, from_bot)
        INSERT INTO arrived (guild_id, channel_id, user_id, from_bot, hour_at, date, messages, seconds)
        SELECT w.guild_id, w.channel_id, w.author_id, w.from_bot, hour_of(w.created_at, z.since, z.seconds), local_of(w.created_at, z.since, z.seconds)::date, 1, 0
        FROM written w JOIN guilds g ON g.guild_id = w.guild_id JOIN clocks z ON z.time_zone = g.time_zone
        """,
        "SELECT count(*) FROM arrived",
    ];

    private static string Lookup(string condition) => $"""
        LEFT JOIN LATERAL (
          SELECT true AS found FROM messages k WHERE {condition} AND k.guild_id = c.guild_id AND k.created_at = c.created_at AND k.message_id = c.message_id
          UNION ALL SELECT true FROM messages_archive k WHERE {condition} AND k.guild_id = c.guild_id AND k.created_at = c.created_at AND k.message_id = c.message_id LIMIT 1) AS k ON true

        """;
}

/// <summary>Stays by their key. Their seconds go to the local hours in which they were spent, as when a stay ends.</summary>
internal sealed class VoiceStage(MoveSource source) : MoveStage(source)
{
    protected override string CleanTypes => "guild_id bigint, user_id bigint, channel_id bigint, started_at timestamptz, ended_at timestamptz";

    protected override string IsNew => "k.user_id IS NULL AND e.is_over IS NULL";

    protected override string Known =>
        $"LEFT JOIN voice_sessions k ON k.guild_id = c.guild_id AND k.user_id = c.user_id AND k.started_at = c.started_at {MoveSql.Ended(Source.Table.Name, "c.ended_at")}";

    protected override string Latest => "ended_at";

    public override IReadOnlyList<string> Write =>
    [
        $"""
        WITH written AS (
          INSERT INTO voice_sessions (guild_id, user_id, started_at, channel_id, ended_at, is_estimated)
          SELECT c.guild_id, c.user_id, c.started_at, c.channel_id, c.ended_at, false
          FROM {Cleaned} c JOIN claimed g ON g.guild_id = c.guild_id {MoveSql.Person("c.guild_id", "c.user_id")}
          WHERE c.is_new AND NOT coalesce(m.is_bot, false) AND {MoveSql.IsCounted("c.started_at", "g.forgotten_at")}
          ON CONFLICT DO NOTHING RETURNING guild_id, user_id, channel_id, started_at, ended_at),
        pieces AS (
          INSERT INTO arrived (guild_id, channel_id, user_id, from_bot, hour_at, date, messages, seconds)
          SELECT guild_id, channel_id, user_id, false, CASE WHEN seconds > 0 THEN hour_at END, local_of(hour_at, since, zone_seconds)::date, 0, seconds FROM (
            SELECT w.*, h.hour_at, z.since, z.seconds AS zone_seconds,
              coalesce(floor(extract(epoch FROM least(w.ended_at, h.hour_at + interval '1 hour'))) - floor(extract(epoch FROM greatest(w.started_at, h.hour_at))), 0)::bigint AS seconds
            FROM written w JOIN guilds g ON g.guild_id = w.guild_id JOIN clocks z ON z.time_zone = g.time_zone
            LEFT JOIN LATERAL generate_series(hour_of(w.started_at, z.since, z.seconds), w.ended_at, interval '1 hour') AS h (hour_at) ON h.hour_at < w.ended_at) AS spent)
        SELECT count(*) FROM written
        """,
    ];
}

/// <summary>XP is carried over as what changed since it was last looked at: what was earned here meanwhile stays.</summary>
internal sealed class XpStage(MoveSource source) : MoveStage(source)
{
    protected override string CleanTypes => "guild_id bigint, user_id bigint, xp bigint, last_xp_at timestamptz";

    protected override string IsNew => "k.xp IS DISTINCT FROM c.xp";

    protected override string Known => "LEFT JOIN moved_xp k ON k.guild_id = c.guild_id AND k.user_id = c.user_id";

    protected override string Latest => "NULL::timestamptz";

    // XP has no time: of whom not everything is counted, none is.
    public override IReadOnlyList<string> Write =>
    [
        $"""
        INSERT INTO arrived_xp (guild_id, user_id, gain, last_xp_at)
        SELECT c.guild_id, c.user_id, c.xp - coalesce(k.xp, 0), c.last_xp_at
        FROM {Cleaned} c JOIN claimed g ON g.guild_id = c.guild_id {MoveSql.Person("c.guild_id", "c.user_id")} {Known}
        WHERE c.is_new AND NOT coalesce(m.is_bot, false) AND {MoveSql.IsCounted("'epoch'::timestamptz", "g.forgotten_at")}
        """,
        "INSERT INTO arrived (guild_id, user_id, from_bot) SELECT guild_id, user_id, false FROM arrived_xp",
        """
        INSERT INTO moved_xp AS x (guild_id, user_id, xp) SELECT guild_id, user_id, gain FROM arrived_xp ON CONFLICT (guild_id, user_id) DO UPDATE SET xp = x.xp + excluded.xp
        """,
        """
        UPDATE user_xp x SET xp = least(greatest(x.xp + a.gain, 0), 9007199254740992), last_xp_at = greatest(x.last_xp_at, a.last_xp_at)
        FROM arrived_xp a WHERE x.guild_id = a.guild_id AND x.user_id = a.user_id
        """,
        """
        INSERT INTO user_xp (guild_id, user_id, xp, messages, voice_seconds, last_xp_at)
        SELECT guild_id, user_id, greatest(gain, 0), 0, 0, last_xp_at FROM arrived_xp ON CONFLICT DO NOTHING
        """,
        "SELECT count(*) FROM arrived_xp",
    ];
}

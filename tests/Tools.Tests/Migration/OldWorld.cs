using CommunityIntel.Grains.Activity;
using CommunityIntel.Lab.Postgres;
using CommunityIntel.Storage.Activity;
using CommunityIntel.Storage.MovingIn;

namespace CommunityIntel.Tools.Tests.Migration;

/// <summary>
/// An old database as a hosted service would have it, ids as text, and a new one to move into. Two servers: <see cref="Small"/> speaks first, <see cref="Large"/>
/// later, over days around the change of the clocks in Paris.
/// </summary>
internal sealed class OldWorld : IAsyncDisposable
{
    public const long Small = 111_111_111_111_111_111, Large = 222_222_222_222_222_222;

    /// <summary>Rows of <c>messages</c>: good ones, those that say again what another says, and bad ones.</summary>
    public const int Good = 3_000, Twice = 2, Bad = 8;

    private const string Schema = """
        CREATE TABLE messages (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, message_id text, guild_id text, channel_id text, author_id text, content text, created_at timestamptz);
        CREATE INDEX idx_messages_guild_created ON messages (guild_id, created_at);
        CREATE TABLE messages_archive (LIKE messages INCLUDING ALL);
        CREATE TABLE user_xp (guild_id text, user_id text, xp integer, level integer, updated_at timestamp, PRIMARY KEY (guild_id, user_id));
        CREATE TABLE voice_sessions (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), guild_id text, user_id text, channel_id text, start_time timestamp, end_time timestamp, duration integer);
        CREATE FUNCTION id_at(at timestamptz, low bigint) RETURNS bigint LANGUAGE sql AS 'SELECT (((extract(epoch FROM at) * 1000)::bigint - 1420070400000) << 22) | low';
        """;

    // One message every ten minutes; every fifth to the archive. The first ten days are the small server's.
    private static readonly string Rows = $"""
        CREATE TABLE said AS SELECT i, timestamptz '2026-03-15 00:00Z' + i * interval '10 minutes' AS at, CASE WHEN i < 1440 THEN {Small} ELSE {Large} END AS guild,
          500000000000000000 + i % 4 AS channel, 700000000000000000 + i * 7 % 50 AS author FROM generate_series(0, {Good - 1}) AS i;
        INSERT INTO messages (message_id, guild_id, channel_id, author_id, content, created_at)
          SELECT id_at(at, i), guild, channel, author, 'secret words', at + interval '80 milliseconds' FROM said WHERE i % 5 > 0 ORDER BY i;
        INSERT INTO messages_archive (message_id, guild_id, channel_id, author_id, content, created_at) SELECT id_at(at, i), guild, channel, author, 'secret words', at FROM said WHERE i % 5 = 0 ORDER BY i;
        INSERT INTO messages (message_id, guild_id, channel_id, author_id, created_at) SELECT message_id, guild_id, channel_id, author_id, created_at FROM messages_archive WHERE id <= {Twice};
        INSERT INTO messages (message_id, guild_id, channel_id, author_id, created_at) VALUES
          (NULL, '{Small}', '5', '7', now()), ('1234567890123456', NULL, '5', '7', now()), ('1234567890123456', '{Small}', ' ', '7', now()), ('not an id', '{Small}', '5', '7', now()),
          ('1234567890123456', 'x''y', '5', '7', now()), ('99999999999999999999', '{Small}', '5', '7', now()), ('9223372036854775000', '{Small}', '5', '7', now()), ('42', '{Small}', '5', '7', 'infinity');
        INSERT INTO user_xp (guild_id, user_id, xp, level) SELECT DISTINCT guild, author, (author % 1000)::int * 10 + 5, 3 FROM said;
        INSERT INTO user_xp VALUES ('{Small}', '799', -5, 0), ('{Small}', 'nobody', 10, 0), ('{Small}', '798', NULL, 0);
        INSERT INTO voice_sessions (guild_id, user_id, channel_id, start_time, end_time, duration)
          SELECT guild, author, 600000000000000001, (at AT TIME ZONE 'UTC') + interval '1.234567 seconds', (at AT TIME ZONE 'UTC') + (5 + i % 90) * interval '67 seconds', NULL FROM said WHERE i % 10 = 0;
        INSERT INTO voice_sessions (guild_id, user_id, channel_id, start_time, end_time, duration) VALUES
          ('{Large}', '700000000000000001', '600000000000000001', '2026-03-28 22:30', '2026-03-29 02:15', NULL),
          ('{Large}', '700000000000000777', '600000000000000001', '2026-03-30 10:00', NULL, 3600),
          ('{Large}', '700000000000000002', '600000000000000001', '2026-03-30 10:00', NULL, NULL),
          ('{Large}', '700000000000000002', '600000000000000001', '2026-03-30 12:00', '2026-03-30 11:00', NULL),
          ('{Large}', '700000000000000002', NULL, '2026-03-30 12:00', '2026-03-30 13:00', NULL),
          ('{Large}', '700000000000000002', '600000000000000001', NULL, '2026-03-30 13:00', NULL),
          ('{Large}', '700000000000000002', '600000000000000001', '1999-03-30 12:00', '2026-03-30 13:00', NULL),
          ('{Large}', '700000000000000001', '600000000000000001', '2026-03-28 22:30', '2026-03-29 02:15', NULL);
        """;

    private OldWorld(ScratchDatabase old, ScratchDatabase home) => (Old, Home) = (old, home);

    public ScratchDatabase Old { get; }

    public ScratchDatabase Home { get; }

    public static async Task<OldWorld> CreateAsync(string? schema = null, string? rows = null)
    {
        var world = new OldWorld(await ScratchDatabase.CreateEmptyAsync(), await ScratchDatabase.CreateAsync());
        await world.Old.ExecuteAsync(schema ?? Schema);
        await world.Old.ExecuteAsync(rows ?? Rows);
        return world;
    }

    public static Task<IReadOnlyList<MoveSource>> FindAsync(OldDatabase old) => MoveSurvey.FindAsync(old, TestContext.Current.CancellationToken);

    public Task MoveAsync(bool isDelta = false, int rowsAtOnce = 250) => MoveAsync(Home, isDelta, rowsAtOnce);

    /// <param name="tables">How many of the old tables, in their order, before it stops.</param>
    public async Task MoveAsync(ScratchDatabase home, bool isDelta = false, int rowsAtOnce = 250, int tables = int.MaxValue)
    {
        await using var old = OldDatabase.Open(Old.ConnectionString, "public");
        await new Mover(old, home.DataSource, Options(isDelta, rowsAtOnce)).RunAsync([.. (await FindAsync(old)).Take(tables)], _ => { }, TestContext.Current.CancellationToken);
    }

    public async Task<MoveCheckResult> CheckAsync()
    {
        await using var old = OldDatabase.Open(Old.ConnectionString, "public");
        return await new MoveCheck(old, Home.DataSource).RunAsync(await FindAsync(old), TestContext.Current.CancellationToken);
    }

    /// <summary>Ends, as the product does, both servers' messages and stays of before a first of a month; without an archive the months go whole.</summary>
    public async Task EndRowsAsync(DateOnly from, bool toArchive = false)
    {
        var ends = new RowEnds(Home.DataSource);
        (long GuildId, DateOnly From)[] guilds = [(Small, from), (Large, from)];
        (await ends.KeepFromAsync(guilds)).Should().HaveCount(2);
        foreach (var month in (await ends.ListMonthsAsync()).Where(m => m.Month < from))
        {
            if (toArchive)
            {
                await ends.MakeArchiveAsync(month.Month);
                foreach (var (guildId, _) in guilds) await ends.EndMessagesAsync(month.Table, guildId, int.MaxValue, true);
            }
            else
            {
                await ends.DetachAsync(month);
                await ends.DropAsync(month);
            }
        }

        await ends.EndStaysAsync(guilds, int.MaxValue);
    }

    /// <summary>What the process is started with; the addresses are in the environment.</summary>
    public Dictionary<string, string?> Environment(bool hasHome = true) => new()
    {
        ["OLD_DATABASE"] = Old.ConnectionString, ["ConnectionStrings__CommunityIntel"] = hasHome ? Home.ConnectionString : null, ["COMMUNITY_INTEL_DATA"] = null,
    };

    /// <summary>A sum of every row of every table that taking over writes, by which two databases can be compared.</summary>
    public static async Task<string> FingerprintAsync(ScratchDatabase database)
    {
        string[] tables =
        [
            "SELECT * FROM messages", "SELECT * FROM voice_sessions", "SELECT * FROM user_xp", "SELECT * FROM members", "SELECT * FROM activity_hourly",
            "SELECT guild_id, date, user_id, messages, voice_seconds, xp FROM member_activity_daily", "SELECT * FROM guild_stats_daily", "SELECT * FROM moved_xp",
            "SELECT guild_id, name, time_zone, first_date, bot_present FROM guilds", "SELECT guild_id, last_message_id, session_id FROM guild_watermarks",
        ];
        var sums = new List<string>();
        foreach (var rows in tables)
            sums.Add($"{rows}: {await database.ScalarAsync<string>($"SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM ({rows}) AS t")}");
        return string.Join('\n', sums);
    }

    /// <summary>The same of what stays when rows end.</summary>
    public static async Task<string> SumsAsync(ScratchDatabase database) => string.Join(
        '\n', (await FingerprintAsync(database)).Split('\n').Where(line => !line.StartsWith("SELECT * FROM messages", StringComparison.Ordinal) && !line.StartsWith("SELECT * FROM voice_sessions", StringComparison.Ordinal)));

    public async ValueTask DisposeAsync()
    {
        await Old.DisposeAsync();
        await Home.DisposeAsync();
    }

    private static MoveOptions Options(bool isDelta, int rowsAtOnce) => new()
    {
        IsDelta = isDelta, RowsAtOnce = rowsAtOnce, TimeZone = "Europe/Paris",
        ClockOf = zone => ZonedCalendar.Of(zone).OffsetsBetween(new DateTime(2015, 1, 1, 0, 0, 0, DateTimeKind.Utc), new DateTime(2084, 1, 1, 0, 0, 0, DateTimeKind.Utc)),
    };
}

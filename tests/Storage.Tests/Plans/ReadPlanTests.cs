using CommunityIntel.Domain;
using CommunityIntel.Domain.Xp;
using CommunityIntel.Lab.Postgres;
using CommunityIntel.Storage.Activity;
using CommunityIntel.Storage.Digests;
using CommunityIntel.Storage.Gaps;
using CommunityIntel.Storage.Guilds;
using CommunityIntel.Storage.Lifecycle;
using CommunityIntel.Storage.Privacy;
using CommunityIntel.Storage.Xp;
using Npgsql;

namespace CommunityIntel.Storage.Tests.Plans;

/// <summary>
/// What PostgreSQL really does for every main read, by its own count: on a database in which the guild is one of many, no large table is read from end to end. The
/// statements are those of the product, not copies.
/// </summary>
public sealed class ReadPlanTests : IAsyncLifetime
{
    private const long Guild = 40, Person = 7;

    private static readonly DateOnly First = new(2026, 5, 4), Last = new(2026, 5, 31);
    private static readonly DateTime Begin = First.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), End = Last.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

    private ScratchDatabase _database = null!;
    private NpgsqlDataSource _one = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Dictionary<string, Func<NpgsqlDataSource, Task>> All { get; } = new()
    {
        ["report of activity"] = d => new ActivityReader(d).ReadAsync(Guild, First, Last),
        ["report of a channel"] = d => new ActivityReader(d).ReadChannelAsync(Guild, 3, First, Last),
        ["days of a member"] = d => new ActivityReader(d).ReadMemberAsync(Guild, Person, First, Last),
        ["report of voice"] = d => new VoiceReader(d).ReadAsync(Guild, Midnights, End, 10),
        ["who stays"] = d => new RetentionReader(d).ReadAsync(Guild, First, Midnights, [(1, 7), (8, 14)]),
        ["stages of members"] = d => new LifecycleReader(d).ReadAsync(Guild, Last, [.. Enumerable.Range(0, LifecycleReader.Days + 1).Select(i => End.AddDays(i - LifecycleReader.Days))]),
        ["board of all times"] = d => new BoardReader(d).ReadAsync(Guild, StoredBoard.Messages, null, 50, []),
        ["board of a week"] = d => new BoardReader(d).ReadAsync(Guild, StoredBoard.Messages, new BoardDays(Last.AddDays(-6), Last), 50, []),
        ["members by name"] = d => new BoardReader(d).FindByNameAsync(Guild, "member 1", true, 20, []),
        ["standings"] = d => new StandingsReader(d).ReadAsync(Guild, []),
        ["a member's place"] = d => new StandingsReader(d).FindAsync(Guild, Person),
        ["a preview of XP rules"] = d => new XpPreviewReader(d).ReadAsync(Guild, Begin, First),
        ["messages by their ids"] = d => new GuildStore(d).FindMessagesAsync(Guild, [.. Enumerable.Range(0, 50).Select(i => Snowflake.At(new DateTimeOffset(Begin.AddHours(i))))]),
        ["messages of a gap"] = d => new GapReader(d).FindPeoplesMessagesAsync(Guild, new DateTimeOffset(Begin).ToUnixTimeMilliseconds(), new DateTimeOffset(Begin.AddHours(3)).ToUnixTimeMilliseconds()),
        ["a guild that starts"] = d => new GuildStore(d).ClaimAsync(Guild, Cancel),
        ["members that act"] = d => new GuildStore(d).LoadMembersAsync(Guild, [1, 2, 3]),
        ["the last message of somebody"] = d => new KeptTextReader(d, TimeProvider.System).LastMessageOfAsync(Guild, Person),
        ["somebody's guilds"] = d => new PrivacyStore(d).FindGuildsAsync(Person),
        ["what a guild has of somebody"] = d => new PersonalArchive(d).ReadGuildAsync(Guild, Person),
        ["messages of somebody"] = d => new PersonalArchive(d).ReadMessagesAsync(Guild, Person, Begin, Begin.AddDays(7)),
        ["messages of somebody to be deleted"] = d => new GuildRemains(d).DeleteMessagesAsync(Guild, Person),
        ["guilds of a month"] = d => new RowEnds(d).NextGuildsAsync("messages_2026_03", long.MinValue, 500, End),
        ["a guild's messages to be ended"] = d => new RowEnds(d).EndMessagesAsync("messages_2026_03", Guild, 100, false),
        ["stays to be ended"] = d => new RowEnds(d).EndStaysAsync([(Guild, DateOnly.MaxValue)], 100),
    };

    private static IReadOnlyList<DateTime> Midnights => [.. Enumerable.Range(0, 29).Select(i => Begin.AddDays(i))];

    public async ValueTask InitializeAsync()
    {
        _database = await ScratchDatabase.CreateAsync();
        // 100 guilds with 90 days; rows come in the order of time, guild after guild in each hour.
        await _database.ExecuteAsync(
            """
            SELECT ensure_messages_partition('2026-03-01'), ensure_messages_partition('2026-04-01'), ensure_messages_partition('2026-05-01');
            INSERT INTO messages SELECT g, ((extract(epoch FROM t) * 1000 - 1420070400000)::bigint << 22) + g, h % 5, (h * 31 + g) % 60, t, false
              FROM generate_series(0, 2159) h, generate_series(1, 100) g, LATERAL (SELECT timestamptz '2026-03-03Z' + h * interval '1 hour' + g * interval '1 second' AS t) AS x;
            INSERT INTO member_activity_daily (guild_id, date, user_id, messages, voice_seconds, xp, became_author)
              SELECT guild_id, (created_at AT TIME ZONE 'UTC')::date, author_id, count(*), 0, 1, true FROM messages GROUP BY 2, 1, 3;
            INSERT INTO activity_hourly SELECT guild_id, date_trunc('hour', created_at), channel_id, (created_at AT TIME ZONE 'UTC')::date, 1, 0, 0, 0, 0 FROM messages;
            INSERT INTO guild_stats_daily SELECT guild_id, date, sum(messages), 0, count(*), count(*), 0, 0, 0 FROM member_activity_daily GROUP BY 2, 1;
            INSERT INTO user_xp SELECT g, u, u * 7 % 500, u, 0, NULL FROM generate_series(1, 100) g, generate_series(0, 299) u;
            INSERT INTO members (guild_id, user_id, name, is_bot, joined_at, has_left) SELECT guild_id, user_id, 'member ' || user_id, false, timestamptz '2026-05-01Z' + user_id * interval '1 hour', false FROM user_xp;
            INSERT INTO voice_sessions (guild_id, user_id, started_at, channel_id, ended_at, is_estimated)
              SELECT g, h % 300, t, 6, t + interval '50 minutes', false FROM generate_series(0, 400) h, generate_series(1, 100) g, LATERAL (SELECT timestamptz '2026-03-03Z' + h * interval '5 hours' AS t) AS x;
            INSERT INTO audit_entries (guild_id, entry_id, at, kind, actor_id, actor_name, source, subject_id) SELECT g, i, now(), 1, (g * 200 + i) % 5000, 'a', 1, (g * 300 + i) % 9000 FROM generate_series(1, 100) g, generate_series(1, 200) i;
            INSERT INTO rows_kept VALUES (40, '2026-03-10Z')
            """);
        await _database.ExecuteAsync("VACUUM ANALYZE");
        _one = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_database.ConnectionString) { MaxPoolSize = 1 });
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task No_main_read_goes_through_a_large_table_from_end_to_end()
    {
        var scanned = new List<string>();
        foreach (var (what, read) in All)
        {
            var before = await ScansAsync();
            await read(_one);
            // The session tells its counts, and only then are they read.
            await ExecuteAsync(_one, "SELECT pg_stat_force_next_flush()");
            await ExecuteAsync(_one, "SELECT 1");
            scanned.AddRange((await ScansAsync()).Where(t => t.Value > before[t.Key]).Select(t => $"{what}: {t.Key}"));
        }

        scanned.Should().BeEmpty();
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    /// <summary>How often each large table was read from end to end.</summary>
    private async Task<Dictionary<string, long>> ScansAsync()
    {
        await using var command = _database.DataSource.CreateCommand(
            "SELECT relname, seq_scan FROM pg_stat_user_tables WHERE relname ~ '^messages_\\d|^(voice_sessions|activity_hourly|member_activity_daily|guild_stats_daily|user_xp|members|audit_entries)$'");
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var scans = new Dictionary<string, long>();
        while (await reader.ReadAsync(Cancel)) scans[reader.GetString(0)] = reader.GetInt64(1);
        return scans;
    }
}

using CommunityIntel.Lab.Postgres;
using CommunityIntel.Storage.Activity;
using CommunityIntel.Storage.Guilds;
using CommunityIntel.Storage.MovingIn;
using CommunityIntel.Storage.Xp;

namespace CommunityIntel.Tools.Tests.Migration;

public sealed class MovingInTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_old_database_knew_is_what_reports_and_boards_show()
    {
        await using var world = await OldWorld.CreateAsync();

        await world.MoveAsync();

        var stored = await new ActivityReader(world.Home.DataSource).ReadAsync(OldWorld.Large, new DateOnly(2026, 3, 29), new DateOnly(2026, 3, 29), Cancel);
        var (messages, authors, seconds) = await DayAsync(world, OldWorld.Large, "2026-03-29");
        var day = stored.Days.Should().ContainSingle().Subject;
        (day.Messages, day.Authors, day.VoiceSeconds).Should().Be((messages, authors, seconds), "a day of 23 hours in Paris");
        messages.Should().Be(6 * 23);
        stored.Authors.Should().Be(authors);
        stored.Hours.Should().HaveCount(23).And.OnlyContain(hour => hour.Figure == 6);
        stored.Channels.Sum(c => c.Messages).Should().Be(messages);
        stored.Channels.Sum(c => c.VoiceSeconds).Should().Be(seconds);

        var board = await new BoardReader(world.Home.DataSource).ReadAsync(OldWorld.Large, StoredBoard.Messages, null, 100, []);
        board.First.Sum(score => score.Messages).Should().Be(OldWorld.Good - 1440);
        (await new StandingsReader(world.Home.DataSource).FindAsync(OldWorld.Large, 700_000_000_000_000_049))!.Xp.Should().Be(495);
        var guild = await new GuildStore(world.Home.DataSource).ClaimAsync(OldWorld.Large, Cancel);
        guild.Members.Should().HaveCount(51, "of fifty who wrote and one who only talked").And.OnlyContain(m => m.IsStored);
        (guild.Identity!.FirstDate, guild.TimeZone).Should().Be((new DateOnly(2026, 3, 25), "Europe/Paris"));
        guild.Watermark.LastEventMs.Should().BeGreaterThan(0, "the new bot's silence begins where the old one's hearing ended");
        (await world.CheckAsync()).Should().Match<MoveCheckResult>(check => check.IsGood && check.Months.All(m => m.IsEqual) && check.Counters.Guilds == 2);
    }

    [Fact]
    public async Task Taking_over_again_in_parts_of_any_size_changes_nothing()
    {
        await using var world = await OldWorld.CreateAsync();
        await world.MoveAsync(rowsAtOnce: 100);
        var once = await OldWorld.FingerprintAsync(world.Home);

        await world.MoveAsync(rowsAtOnce: 1_000);
        await world.MoveAsync(isDelta: true);

        (await OldWorld.FingerprintAsync(world.Home)).Should().Be(once);
        await using var other = await ScratchDatabase.CreateAsync(Cancel);
        await world.MoveAsync(other, rowsAtOnce: 20_000);
        (await OldWorld.FingerprintAsync(other)).Should().Be(once);
    }

    [Fact]
    public async Task What_is_new_or_changed_since_is_taken_over_by_a_delta()
    {
        await using var world = await OldWorld.CreateAsync();
        await world.MoveAsync();
        await world.Old.ExecuteAsync(
            $"""
            INSERT INTO messages (message_id, guild_id, channel_id, author_id, created_at)
              SELECT id_at(at, 1), '{OldWorld.Small}', 500000000000000009, 700000000000000099, at FROM generate_series(now() - interval '20 minutes', now(), interval '1 minute') AS at;
            UPDATE user_xp SET xp = xp + 40 WHERE guild_id = '{OldWorld.Small}' AND user_id = '700000000000000007';
            UPDATE user_xp SET xp = 1 WHERE guild_id = '{OldWorld.Small}' AND user_id = '700000000000000008';
            INSERT INTO user_xp VALUES ('{OldWorld.Small}', '700000000000000099', 77);
            UPDATE voice_sessions SET end_time = '2026-03-30 10:30' WHERE start_time = '2026-03-30 10:00' AND end_time IS NULL AND duration IS NULL;
            """, Cancel);

        await world.MoveAsync(isDelta: true);

        await using var fresh = await ScratchDatabase.CreateAsync(Cancel);
        await world.MoveAsync(fresh);
        (await OldWorld.FingerprintAsync(world.Home)).Should().Be(await OldWorld.FingerprintAsync(fresh));
        (await world.CheckAsync()).IsGood.Should().BeTrue();
    }

    [Fact]
    public async Task A_difference_is_found_and_named()
    {
        await using var world = await OldWorld.CreateAsync();
        await world.MoveAsync();
        await world.Home.ExecuteAsync("DELETE FROM messages WHERE created_at = '2026-03-16T01:00Z'; UPDATE messages SET author_id = 9 WHERE created_at = '2026-03-20T01:00Z'", Cancel);
        await world.Home.ExecuteAsync("UPDATE voice_sessions SET ended_at = ended_at + interval '1 second' WHERE started_at > '2026-03-30' AND user_id = 700000000000000777", Cancel);
        await world.Home.ExecuteAsync("UPDATE moved_xp SET xp = xp + 1 WHERE user_id = 700000000000000007", Cancel);
        await world.Home.ExecuteAsync($"UPDATE guild_stats_daily SET message_count = message_count - 1 WHERE guild_id = {OldWorld.Small} AND date = '2026-03-17'", Cancel);

        var check = await world.CheckAsync();

        check.IsGood.Should().BeFalse();
        check.Months.Where(m => !m.IsGood).Select(m => (m.Target, m.Missing, m.Different)).Should().BeEquivalentTo([("messages", 1L, 1L), ("voice_sessions", 0L, 1L), ("user_xp", 0L, 2L)]);
        check.Months.Single(m => m.Missing > 0).Examples.Should().HaveCount(2).And.OnlyContain(thing => thing.StartsWith("111111111111111111, 1", StringComparison.Ordinal));
        check.Counters.Should().Match<CheckedCounters>(c => c.Wrong == 2 && c.Examples.Contains(OldWorld.Small));
    }

    [Fact]
    public async Task Rows_that_cannot_be_taken_over_are_counted_by_reason()
    {
        await using var world = await OldWorld.CreateAsync();
        await using var old = OldDatabase.Open(world.Old.ConnectionString, "public");

        var surveys = new List<MoveSurvey>();
        foreach (var source in await OldWorld.FindAsync(old)) surveys.Add(await MoveSurvey.OfAsync(old, source, Cancel));

        surveys.Single(s => s.Table == "messages").Unmappable.Select(u => (u.Reason, u.Rows)).Should().Equal(("malformed_id", 4), ("missing_id", 3), ("out_of_range", 1));
        surveys.Single(s => s.Table == "voice_sessions").Unmappable.Select(u => (u.Reason, u.Rows))
            .Should().Equal(("end_before_start", 1), ("missing_id", 1), ("no_end", 1), ("no_start", 1), ("out_of_range", 1));
        surveys.Single(s => s.Table == "voice_sessions").Twice.Should().Be(1);
        surveys.Single(s => s.Table == "user_xp").Unmappable.Select(u => (u.Reason, u.Rows)).Should().BeEquivalentTo([("malformed_id", 1L), ("negative_xp", 1L), ("no_xp", 1L)]);
        surveys.Single(s => s.Table == "messages").Unmappable[1].Examples.Should().HaveCount(3);
    }

    [Fact]
    public async Task Messages_without_ids_get_the_same_ones_every_time()
    {
        await using var world = await OldWorld.CreateAsync(
            "CREATE TABLE messages (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), server_id bigint, channel_id bigint, user_id numeric, created_at timestamp)",
            "INSERT INTO messages (server_id, channel_id, user_id, created_at) SELECT 1, 2, 3 + i % 3, timestamp '2026-03-15 00:00' + i % 50 * interval '1 millisecond' FROM generate_series(1, 500) AS i");

        await world.MoveAsync(rowsAtOnce: 100);
        await world.MoveAsync(rowsAtOnce: 300);

        (await world.Home.ScalarAsync<long>("SELECT count(*) FROM messages", Cancel)).Should().Be(500);
        (await world.Home.ScalarAsync<long>("SELECT message_count FROM guild_stats_daily", Cancel)).Should().Be(500);
        (await world.CheckAsync()).Months.Should().OnlyContain(m => m.IsEqual);
        await world.Home.ExecuteAsync("UPDATE guild_watermarks SET session_id = 's'", Cancel);
        await world.Invoking(w => w.MoveAsync(isDelta: true)).Should().ThrowAsync<MoveStoppedException>("what both bots heard could not be told apart");
    }

    [Theory]
    [InlineData("CREATE TABLE messages (id bigint PRIMARY KEY, guild_id float8, channel_id text, author_id text, created_at timestamptz)", "guild_id is of type float8")]
    [InlineData("CREATE TABLE messages (id bigint PRIMARY KEY, guild_id text, channel_id text, created_at timestamptz)", "no column for the author: expected one of author_id, user_id")]
    [InlineData("CREATE TABLE messages (guild_id text, channel_id text, author_id text, message_id text)", "neither a primary key nor a unique index")]
    [InlineData("CREATE TABLE voice_sessions (id bigint PRIMARY KEY, guild_id text, channel_id text, user_id text, start_time timestamptz)", "tells no end of a stay")]
    [InlineData("CREATE TABLE user_xp (guild_id text, user_id text, level int, PRIMARY KEY (guild_id, user_id))", "no column for the XP")]
    public async Task A_table_that_cannot_be_mapped_says_what_it_lacks(string schema, string problem)
    {
        await using var world = await OldWorld.CreateAsync(schema, "SELECT 1");
        await using var old = OldDatabase.Open(world.Old.ConnectionString, "public");

        (await OldWorld.FindAsync(old)).Should().ContainSingle().Which.Problems.Should().ContainMatch($"*{problem}*");
    }

    private static async Task<(long Messages, int Authors, long Seconds)> DayAsync(OldWorld world, long guild, string date)
    {
        var said = $"SELECT * FROM said WHERE guild = {guild} AND (at AT TIME ZONE 'Europe/Paris')::date = '{date}'";
        // Second by second, as slow as it is sure.
        var seconds = await world.Old.ScalarAsync<long>(
            $"""
            SELECT count(*) FROM (SELECT DISTINCT guild_id, user_id, start_time, coalesce(end_time, start_time + duration * interval '1 second') AS end_time FROM voice_sessions
              WHERE guild_id = '{guild}' AND channel_id IS NOT NULL AND start_time >= '2026-03-27' AND start_time < '2026-03-31') AS stays
            CROSS JOIN LATERAL generate_series(floor(extract(epoch FROM start_time))::bigint, floor(extract(epoch FROM end_time))::bigint - 1) AS second
            WHERE (to_timestamp(second) AT TIME ZONE 'Europe/Paris')::date = '{date}'
            """, Cancel);
        return (await world.Old.ScalarAsync<long>($"SELECT count(*) FROM ({said}) AS s", Cancel), (int)await world.Old.ScalarAsync<long>($"SELECT count(DISTINCT author) FROM ({said}) AS s", Cancel), seconds);
    }
}

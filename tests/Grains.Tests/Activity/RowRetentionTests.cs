using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.Grains.Activity;
using CommunityIntel.Lab.Postgres;
using CommunityIntel.Storage.Activity;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityIntel.Grains.Tests.Activity;

/// <summary>A database of its own for each test: a day's sweep looks at every guild there is.</summary>
public sealed class RowRetentionTests
{
    private const long Free = 1_001, Pro = 1_002, Lost = 1_003, Stale = 1_004;

    /// <summary>In days of which Free keeps nothing and Pro everything, seen from <see cref="Now"/>.</summary>
    private const string Old = "2025-03-10T10:00Z", Young = "2026-05-10T10:00Z";

    private static readonly DateTimeOffset Now = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_go_when_the_months_of_a_guilds_plan_are_over_and_no_others()
    {
        await using var database = await FilledAsync();
        await SweepAsync(database);

        (await GuildsAsync(database, $"messages WHERE created_at < '{Young}'")).Should().Equal(Pro, Lost, Stale);
        (await GuildsAsync(database, $"messages WHERE created_at >= '{Young}'")).Should().Equal(Free, Pro, Lost, Stale);
        (await GuildsAsync(database, "voice_sessions WHERE ended_at IS NOT NULL")).Should().Equal(Pro, Lost, Stale);
        (await GuildsAsync(database, "voice_sessions WHERE ended_at IS NULL")).Should().Equal([Free], "who is still there has not left");
        (await GuildsAsync(database, "guild_stats_daily")).Should().Equal([Free], "sums stay");
        (await database.ScalarAsync<long>("SELECT count(*) FROM messages_archive", Cancellation)).Should().Be(0);
        (await database.ScalarAsync<DateTime>($"SELECT kept_from FROM rows_kept WHERE guild_id = {Free}", Cancellation)).Should().Be(new DateTime(2025, 6, 1, 0, 0, 0, DateTimeKind.Utc));
    }

    [Fact]
    public async Task A_month_of_which_nobody_keeps_anything_is_dropped_whole()
    {
        await using var database = await FilledAsync();
        await database.ExecuteAsync($"DELETE FROM messages WHERE guild_id <> {Free}", Cancellation);
        await SweepAsync(database);
        (await database.ScalarAsync<bool>("SELECT to_regclass('messages_2025_03') IS NULL AND to_regclass('messages_2026_05') IS NOT NULL", Cancellation)).Should().BeTrue();
    }

    [Fact]
    public async Task A_month_into_which_something_came_that_is_to_stay_is_put_back()
    {
        await using var database = await FilledAsync();
        await database.ExecuteAsync($"DELETE FROM messages WHERE guild_id <> {Free}", Cancellation);
        var sweep = Sweep(database, true, new RetentionOptions());
        // All guilds were asked, and the month is not yet taken out.
        await sweep.StepAsync();
        await database.ExecuteAsync($"INSERT INTO messages VALUES ({Pro}, 1, 5, 7, '{Old}', false)", Cancellation);
        while (await sweep.StepAsync()) { }
        (await GuildsAsync(database, $"messages WHERE created_at < '{Young}'")).Should().Equal(Free, Pro);
        await SweepAsync(database);
        (await GuildsAsync(database, $"messages WHERE created_at < '{Young}'")).Should().Equal([Pro], "the next sweep takes the others' rows one by one");
    }

    [Fact]
    public async Task A_lost_plan_keeps_its_rows_for_ninety_days_and_then_they_go()
    {
        await using var database = await FilledAsync();
        await database.ExecuteAsync($"UPDATE entitlements SET lost_plan = NULL, lost_at = NULL, next_change_at = NULL WHERE guild_id = {Lost}", Cancellation);
        await SweepAsync(database);
        (await GuildsAsync(database, $"messages WHERE created_at < '{Young}'")).Should().Equal(Pro, Stale);
    }

    [Fact]
    public async Task Where_nothing_is_sold_rows_are_kept_as_long_as_the_highest_plan_keeps_them()
    {
        await using var database = await FilledAsync();
        await SweepAsync(database, isSold: false);
        (await GuildsAsync(database, $"messages WHERE created_at < '{Young}'")).Should().Equal(Free, Pro, Lost, Stale);
    }

    [Fact]
    public async Task With_an_archive_rows_move_there_and_a_month_is_dropped_when_its_own_time_is_over()
    {
        await using var database = await FilledAsync();
        await database.ExecuteAsync($"DELETE FROM messages WHERE guild_id <> {Free}", Cancellation);
        await SweepAsync(database, options: new RetentionOptions { Archive = true });

        (await database.ScalarAsync<long>($"SELECT count(*) FROM messages_archive WHERE guild_id = {Free} AND author_id = 7", Cancellation)).Should().Be(12_000);
        (await database.ScalarAsync<bool>("SELECT to_regclass('messages_2025_03') IS NULL", Cancellation)).Should().BeTrue();

        await SweepAsync(database, options: new RetentionOptions { ArchiveMonths = 14 });
        (await database.ScalarAsync<long>("SELECT count(*) FROM messages_archive", Cancellation)).Should().Be(0);
    }

    [Fact]
    public async Task A_sweep_that_is_cut_short_anywhere_is_ended_by_the_next()
    {
        await using var database = await FilledAsync();
        await database.ExecuteAsync("INSERT INTO messages SELECT 2000 + g, g, 5, 7, '2025-04-10T10:00Z', false FROM generate_series(1, 30) g", Cancellation);
        // As after a silo that died between taking a month out and dropping it, and others after some steps.
        await using (var detach = database.DataSource.CreateCommand("ALTER TABLE messages DETACH PARTITION messages_2025_03 CONCURRENTLY"))
            await detach.ExecuteNonQueryAsync(Cancellation);
        for (var steps = 1; steps < 8; steps++)
        {
            var sweep = Sweep(database, true, new RetentionOptions());
            for (var step = 0; step < steps; step++) await sweep.StepAsync();
        }

        await SweepAsync(database);
        (await GuildsAsync(database, $"messages WHERE created_at < '{Young}'")).Should().Equal([Pro, Lost, Stale], "the month came back, since some of it stays");
        (await database.ScalarAsync<bool>("SELECT to_regclass('messages_2025_04') IS NULL", Cancellation)).Should().BeTrue();
    }

    [Fact]
    public async Task While_days_are_counted_again_or_a_guild_is_deleted_nothing_is_taken_away()
    {
        await using var database = await FilledAsync();
        await database.ExecuteAsync(
            $"""
            INSERT INTO zone_changes VALUES ({Free}, 'UTC', 'Europe/Paris', '2025-01-01', '2026-01-01', '2026-01-01');
            UPDATE entitlements SET lost_plan = NULL, next_change_at = NULL WHERE guild_id = {Lost};
            UPDATE guild_watermarks SET is_erasing = true WHERE guild_id = {Lost}
            """, Cancellation);
        await SweepAsync(database);
        (await GuildsAsync(database, $"messages WHERE created_at < '{Young}'")).Should().Equal(Free, Pro, Lost, Stale);
        (await GuildsAsync(database, "rows_kept")).Should().Equal([Pro], "of the others it may not be said now");
    }

    [Fact]
    public async Task Days_without_rows_move_by_hour_and_keep_their_people_when_a_guild_chooses_another_time_zone()
    {
        await using var database = await FilledAsync();
        await database.ExecuteAsync(
            $"""
            INSERT INTO activity_hourly VALUES ({Free}, '2025-03-10T23:00Z', 5, '2025-03-10', 12000, 0, 0, 0, 0);
            INSERT INTO member_activity_daily (guild_id, date, user_id, messages, voice_seconds, became_author, xp) VALUES ({Free}, '2025-03-10', 7, 12000, 0, true, 5)
            """, Cancellation);
        await SweepAsync(database);
        await database.ExecuteAsync(
            $$"""
            INSERT INTO zone_changes VALUES ({{Free}}, 'UTC', 'Etc/GMT-2', '2025-03-10', '2025-03-12', '2025-03-12');
            SELECT recount_days({{Free}}, 1, '2025-03-10', '2025-03-12', '2025-03-12', '2025-03-09T22:00Z', '2025-03-12T22:00Z', '{-infinity}', '{0}', '{-infinity}', '{7200}')
            """, Cancellation);

        (await database.ScalarAsync<DateOnly>($"SELECT date FROM activity_hourly WHERE guild_id = {Free}", Cancellation)).Should().Be(new DateOnly(2025, 3, 11));
        (await database.ScalarAsync<int>($"SELECT messages FROM member_activity_daily WHERE guild_id = {Free}", Cancellation)).Should().Be(12_000);
    }

    [Theory, InlineData(91, true), InlineData(89, false), InlineData(null, false)]
    public async Task The_grain_does_the_days_work_once_plans_are_sold_for_ninety_days(int? soldForDays, bool ends)
    {
        await using var database = await FilledAsync();
        if (soldForDays is { } days) await database.ExecuteAsync($"INSERT INTO sales_start (since) VALUES ('{Now.AddDays(-days):O}')", Cancellation);
        var clock = new ShiftedTime();
        clock.Advance(Now - clock.GetUtcNow());
        using var host = RunningSilo.Build(database.ConnectionString, clock, new Dictionary<string, string?> { ["Billing:DiscordSkus:77"] = "Pro" });
        await host.StartAsync(Cancellation);
        var grain = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IRowRetentionGrain>(0);
        await grain.AsReference<IRemindable>().ReceiveReminder("hourly", default);
        await Eventually.Holds(async () => !await grain.GoOnAsync());
        await host.StopAsync(Cancellation);

        (await GuildsAsync(database, $"messages WHERE created_at < '{Young}'")).Contains(Free).Should().Be(!ends);
        (await GuildsAsync(database, "voice_sessions WHERE ended_at IS NOT NULL")).Should().Equal(ends ? [Pro, Lost, Stale] : [Free, Pro, Lost, Stale]);
        (await database.ScalarAsync<bool>($"SELECT since <= '{Now:O}'::timestamptz + interval '1 hour' FROM sales_start", Cancellation)).Should().BeTrue("it is noticed the first time");
    }

    private static async Task<ScratchDatabase> FilledAsync()
    {
        var database = await ScratchDatabase.CreateAsync(Cancellation);
        await database.ExecuteAsync(
            $"""
            SELECT ensure_messages_partition('2025-03-01'), ensure_messages_partition('2025-04-01'), ensure_messages_partition('2026-05-01');
            INSERT INTO messages SELECT {Free}, m, 5, 7, '{Old}', false FROM generate_series(1, 12000) m;
            INSERT INTO messages SELECT g, 1, 5, 7, '{Old}', false FROM unnest(ARRAY[{Pro}, {Lost}, {Stale}]) g;
            INSERT INTO messages SELECT g, 2, 5, 7, '{Young}', false FROM unnest(ARRAY[{Free}, {Pro}, {Lost}, {Stale}]) g;
            INSERT INTO guild_watermarks (guild_id, epoch) SELECT g, 1 FROM unnest(ARRAY[{Free}, {Pro}, {Lost}, {Stale}]) g;
            INSERT INTO voice_sessions (guild_id, user_id, started_at, channel_id, ended_at, is_estimated) SELECT g, 7, '{Old}', 6, '{Old}', false FROM unnest(ARRAY[{Free}, {Pro}, {Lost}, {Stale}]) g;
            INSERT INTO voice_sessions (guild_id, user_id, started_at, channel_id, ended_at, is_estimated) VALUES ({Free}, 8, '{Old}', 6, NULL, false);
            INSERT INTO guild_stats_daily VALUES ({Free}, '2025-03-10', 1, 0, 1, 1, 0, 0, 0);
            INSERT INTO entitlements (guild_id, plan, next_change_at, lost_plan, lost_at, version) VALUES
              ({Pro}, 1, NULL, NULL, NULL, 1), ({Lost}, 0, '{Now.AddDays(10):O}', 1, '{Now.AddDays(-80):O}', 2), ({Stale}, 0, '{Now.AddMinutes(-1):O}', NULL, NULL, 2)
            """, Cancellation);
        return database;
    }

    private static async Task SweepAsync(ScratchDatabase database, bool isSold = true, RetentionOptions? options = null)
    {
        var sweep = Sweep(database, isSold, options ?? new RetentionOptions());
        while (await sweep.StepAsync()) { }
    }

    private static RowSweep Sweep(ScratchDatabase database, bool isSold, RetentionOptions options) => new(new RowEnds(database.DataSource), options, isSold, Now);

    private static async Task<IReadOnlyList<long>> GuildsAsync(ScratchDatabase database, string from)
    {
        await using var command = database.DataSource.CreateCommand($"SELECT DISTINCT guild_id FROM {from}{(from.Contains("WHERE", StringComparison.Ordinal) ? " AND" : " WHERE")} guild_id < 2000 ORDER BY 1");
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        var found = new List<long>();
        while (await reader.ReadAsync(Cancellation)) found.Add(reader.GetInt64(0));
        return found;
    }
}

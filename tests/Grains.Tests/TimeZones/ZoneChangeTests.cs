using System.Globalization;
using CommunityIntel.Domain.TimeZones;
using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Privacy;
using CommunityIntel.GrainInterfaces.TimeZones;
using CommunityIntel.Grains.Activity;
using CommunityIntel.Grains.Tests.Privacy;
using CommunityIntel.Storage;
using CommunityIntel.Storage.TimeZones;

namespace CommunityIntel.Grains.Tests.TimeZones;

/// <summary>A guild that changes its time zone, beside one that had it from the beginning: what is counted by day and hour is the same.</summary>
public sealed class ZoneChangeTests(RunningSilo silo) : IClassFixture<RunningSilo>
{
    private const string Spring = "2026-03-02T10:00:00Z", Autumn = "2026-09-10T10:00:00Z";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Clocks that are put back at midnight (Azores) or to midnight (Havana) have it twice in autumn.
    [Theory]
    [InlineData("UTC", "America/New_York", Spring), InlineData("Europe/Paris", "Asia/Kathmandu", Spring), InlineData("Asia/Kathmandu", "Pacific/Auckland", Spring)]
    [InlineData("Europe/Paris", "Atlantic/Azores", Autumn), InlineData("Atlantic/Azores", "America/Havana", Autumn)]
    public async Task Everything_is_counted_as_if_the_zone_had_always_been_that(string from, string to, string begin)
    {
        var start = DateTimeOffset.Parse(begin, CultureInfo.InvariantCulture);
        var (changed, always) = (await FoundAsync(from), await FoundAsync(to));
        foreach (var id in (long[])[changed, always])
            foreach (var batch in History(start)) await silo.Guild(id).ApplyAsync(batch);

        (await Clock(changed).ChooseTimeZoneAsync(to, Some.Manager)).Should().Be(ZoneAnswer.Saved);
        await UntilRecountedAsync(changed);

        foreach (var table in (string[])["activity_hourly", "member_activity_daily", "guild_stats_daily"])
            await AreSameAsync(table, changed, always);
        var (profile, wanted) = (await silo.Guild(changed).GetProfileAsync(), await silo.Guild(always).GetProfileAsync());
        (profile!.TimeZone, profile.FirstDay, profile.Today).Should().Be((to, wanted!.FirstDay, wanted.Today));

        // What comes later goes on by the new clock.
        foreach (var id in (long[])[changed, always]) await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Message(9_000, 7, start.AddDays(75).AddHours(13.6))));
        await AreSameAsync("guild_stats_daily", changed, always);
        (await XpAsync(changed)).Should().Be(await XpAsync(always), "none of it is lost, whatever its day");
    }

    [Fact]
    public async Task A_recount_that_broke_off_is_finished_by_the_next_activation()
    {
        var (changed, always) = (await FoundAsync("UTC"), await FoundAsync("Asia/Kathmandu"));
        foreach (var id in (long[])[changed, always])
            foreach (var batch in History(Some.Morning)) await silo.Guild(id).ApplyAsync(batch);
        await LeaveAsync(changed, "UTC", "Asia/Kathmandu");

        (await silo.Guild(changed).GetProfileAsync())!.Recounted.Should().NotBeNull();
        await UntilRecountedAsync(changed);

        await AreSameAsync("guild_stats_daily", changed, always);
    }

    [Fact]
    public async Task A_recount_whose_grain_is_put_to_sleep_goes_on_in_the_next_one()
    {
        var (changed, always) = (await FoundAsync("UTC"), await FoundAsync("Asia/Kathmandu"));
        foreach (var id in (long[])[changed, always])
            foreach (var batch in History(Some.Morning)) await silo.Guild(id).ApplyAsync(batch);

        await Clock(changed).ChooseTimeZoneAsync("Asia/Kathmandu", Some.Manager);
        await silo.DeactivateAsync(changed);
        await UntilRecountedAsync(changed);

        await AreSameAsync("guild_stats_daily", changed, always);
    }

    [Fact]
    public async Task Who_is_deleted_while_days_are_counted_again_is_gone_and_the_sums_stay()
    {
        const long user = 3;
        var (changed, always) = (await FoundAsync("UTC"), await FoundAsync("Asia/Kathmandu"));
        foreach (var id in (long[])[changed, always])
            foreach (var batch in History(Some.Morning)) await silo.Guild(id).ApplyAsync(batch);
        await LeaveAsync(changed, "UTC", "Asia/Kathmandu");

        foreach (var id in (long[])[changed, always]) await silo.Grains.GetGrain<IGuildPrivacyGrain>(id).ForgetAsync(user);
        await UntilRecountedAsync(changed);

        (await silo.Database.ScalarAsync<long>($"SELECT count(*) FROM messages WHERE guild_id = {changed} AND author_id = {user} AND NOT from_bot", Cancellation)).Should().Be(0);
        foreach (var table in (string[])["activity_hourly", "member_activity_daily", "guild_stats_daily"])
            await AreSameAsync(table, changed, always);
    }

    [Fact]
    public async Task A_change_is_in_the_audit_log_and_can_be_taken_back()
    {
        var id = await FoundAsync("Europe/Paris");
        foreach (var batch in History(Some.Morning)) await silo.Guild(id).ApplyAsync(batch);
        var before = await RowsAsync("activity_hourly", id);
        (await ReportAsync(id)).TimeZone.Should().Be("Europe/Paris");

        (await Clock(id).ChooseTimeZoneAsync("Mars/Olympus", Some.Manager)).Should().Be(ZoneAnswer.Unknown);
        (await Clock(id).ChooseTimeZoneAsync("Europe/Paris", Some.Manager)).Should().Be(ZoneAnswer.Same);
        (await Clock(id).ChooseTimeZoneAsync("Asia/Kathmandu", Some.Manager)).Should().Be(ZoneAnswer.Saved);
        await UntilRecountedAsync(id);
        (await ReportAsync(id)).TimeZone.Should().Be("Asia/Kathmandu", "what was kept before is not shown for even a moment");
        var audit = silo.Grains.GetGrain<IGuildAuditGrain>(id);
        var entry = (await audit.GetAuditAsync(new(null, 10))).Entries.Single();
        entry.Should().BeEquivalentTo(new { Action = AuditAction.TimeZoneChanged, Before = "{\"time_zone\": \"Europe/Paris\"}", After = "{\"time_zone\": \"Asia/Kathmandu\"}", CanUndo = true });

        (await audit.UndoAsync(entry.Id, "back", Some.Manager)).Outcome.Should().Be(UndoOutcome.Done);
        await UntilRecountedAsync(id);
        (await RowsAsync("activity_hourly", id)).Should().Equal(before);
    }

    [Fact]
    public async Task Days_whose_answer_was_lost_are_not_counted_twice()
    {
        var id = await FoundAsync("UTC");
        foreach (var batch in History(Some.Morning)) await silo.Guild(id).ApplyAsync(batch);
        var (epoch, last) = (await silo.Database.ScalarAsync<long>($"SELECT epoch FROM guild_watermarks WHERE guild_id = {id}", Cancellation), DateOnly.FromDateTime(Some.Morning.AddDays(71).UtcDateTime));
        var change = new ZoneChange("UTC", "Asia/Kathmandu", DateOnly.FromDateTime(Some.Morning.AddDays(-1).UtcDateTime), last, last);
        await silo.Database.ExecuteAsync($"INSERT INTO zone_changes VALUES ({id}, 'UTC', 'Asia/Kathmandu', '{change.First:yyyy-MM-dd}', '{last:yyyy-MM-dd}', '{last:yyyy-MM-dd}')", Cancellation);
        var recount = new ZoneRecount(silo.Database.DataSource);

        var first = await recount.NextAsync(id, epoch, change, ZonedCalendar.NextOf(change));
        var rows = await RowsAsync("activity_hourly", id);
        var again = await recount.NextAsync(id, epoch, change, ZonedCalendar.NextOf(change));

        again.Should().Be(first);
        (await RowsAsync("activity_hourly", id)).Should().Equal(rows);
        await FluentActions.Awaiting(() => recount.NextAsync(id, epoch - 1, first.Open!, ZonedCalendar.NextOf(first.Open!))).Should().ThrowAsync<FencedException>();
    }

    [Fact]
    public async Task Xp_of_a_day_that_is_emptied_follows_its_messages_also_where_the_zones_agree_at_another_season()
    {
        var id = await FoundAsync("UTC");
        var late = new DateTimeOffset(2026, 7, 3, 23, 30, 0, TimeSpan.Zero);
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Message(10, 1, late)));

        await Clock(id).ChooseTimeZoneAsync("Europe/London", Some.Manager);
        await UntilRecountedAsync(id);

        (await EveryTable.ReadAsync(silo.Database, $"SELECT format('%s %s %s', date, messages, xp > 0) FROM member_activity_daily WHERE guild_id = {id}", Cancellation)).Should().Equal("2026-07-04 1 t");
    }

    [Fact]
    public async Task Live_numbers_go_by_the_new_clock_also_where_it_is_still_the_day_before()
    {
        var id = await FoundAsync("Pacific/Kiritimati");
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Message(10, 1, silo.Clock.GetUtcNow())));
        (await silo.Guild(id).GetLiveAsync()).MessagesToday.Should().Be(1);

        await Clock(id).ChooseTimeZoneAsync("Pacific/Pago_Pago", Some.Manager);
        await UntilRecountedAsync(id);

        (await silo.Guild(id).GetLiveAsync()).MessagesToday.Should().Be(1);
    }

    [Fact]
    public async Task A_guild_without_a_day_just_has_another_zone()
    {
        var id = Some.GuildId();
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning)));

        (await Clock(id).ChooseTimeZoneAsync("Asia/Kathmandu", Some.Manager)).Should().Be(ZoneAnswer.Saved);
        await silo.DeactivateAsync(id);

        (await Clock(id).GetClockAsync()).Should().Be(new GuildClock("Asia/Kathmandu", null));
    }

    private IGuildClockGrain Clock(long id) => silo.Grains.GetGrain<IGuildClockGrain>(id);

    private Task<ActivityReport> ReportAsync(long id) => silo.Guild(id).GetActivityAsync(DateOnly.FromDateTime(Some.Morning.UtcDateTime), DateOnly.FromDateTime(Some.Morning.UtcDateTime).AddDays(27));

    private Task UntilRecountedAsync(long id) => Eventually.Holds(async () => (await Clock(id).GetClockAsync()).Recounted is null);

    // As a silo leaves it that dies before the first weeks are counted again.
    private async Task LeaveAsync(long id, string from, string to)
    {
        await silo.DeactivateAsync(id);
        await silo.Database.ExecuteAsync(
            $"""
            UPDATE guilds SET time_zone = '{to}' WHERE guild_id = {id};
            INSERT INTO zone_changes SELECT guild_id, '{from}', '{to}', first_date - 1, current_date, current_date FROM guilds WHERE guild_id = {id}
            """, Cancellation);
    }

    private async Task<long> FoundAsync(string zone)
    {
        var id = Some.GuildId();
        await silo.Database.ExecuteAsync(
            $"INSERT INTO guilds (guild_id, name, owner_id, preferred_locale, member_count, bot_present, time_zone) VALUES ({id}, '', 0, 'en-US', 0, true, '{zone}')", Cancellation);
        return id;
    }

    // Seventy days around both changes of the clock, with talk at every hour and stays that begin on one day and end on the next. People come and go on the hour, as their sums know no minutes.
    private static IEnumerable<GuildBatch> History(DateTimeOffset start)
    {
        var random = new Random(3);
        var sequence = 10L;
        for (var day = 0; day < 70; day++)
        {
            var events = new List<GuildEvent>();
            for (var i = 0; i < 24; i++)
            {
                var at = start.AddDays(day).AddHours(i).AddMinutes(random.Next(60)).AddMilliseconds(random.Next(60_000));
                events.Add(Some.Message(sequence++, 1 + random.Next(6), at, channel: random.Next(2) == 0 ? 500 : 501, kind: random.Next(9) == 0 ? AuthorKind.Bot : AuthorKind.Member, n: i));
            }

            var entered = start.AddDays(day).AddHours(random.Next(20)).AddSeconds(random.Next(3_600));
            events.Add(Some.Voice(sequence++, 1 + (day % 6), 600, entered));
            events.Add(Some.Voice(sequence++, 1 + (day % 6), null, entered.AddMinutes(random.Next(400))));
            yield return Some.Batch("s", [.. events]);
        }
    }

    private Task<IReadOnlyList<string>> RowsAsync(string table, long id) => EveryTable.ReadAsync(
        silo.Database, $"SELECT (to_jsonb(t) - 'guild_id' - 'xp' - 'became_author')::text FROM {table} t WHERE guild_id = {id} ORDER BY 1", Cancellation);

    // The rows that differ, not all of them.
    private async Task AreSameAsync(string table, long changed, long always)
    {
        var (rows, wanted) = (await RowsAsync(table, changed), await RowsAsync(table, always));
        rows.Except(wanted).Should().BeEmpty("so many rows of {0} are others; it should have {1}", table, string.Join(" ", wanted.Except(rows)));
        rows.Should().HaveSameCount(wanted);
    }

    private async Task<long> XpAsync(long id) => await silo.Database.ScalarAsync<long>($"SELECT sum(xp)::bigint FROM member_activity_daily WHERE guild_id = {id}", Cancellation);
}

using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Lifecycle;

namespace CommunityIntel.Grains.Tests.Lifecycle;

/// <summary>How many people are in which stage, against people whose days are known.</summary>
public sealed class LifecycleTests(RunningSilo silo) : IClassFixture<RunningSilo>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stages_are_counted_by_the_guilds_days_and_a_few_people_are_not_told_apart()
    {
        var (id, today) = await StartedAsync(daysHeard: 300);
        await ActiveAsync(id, today, 1, 12, 1, 8, 15, 22, 30);
        await ActiveAsync(id, today, 101, 20, 2, 40);
        await ActiveAsync(id, today, 201, 2, 3, 100);
        await ActiveAsync(id, today, 301, 6, 50);
        await ActiveAsync(id, today, 401, 7, 5);
        await ActiveAsync(id, today, 501, 9, 250);
        await ActiveAsync(id, today, 601, 3, 0);

        var report = await ReportAsync(id);

        report.TimeZone.Should().Be("Europe/Paris");
        report.LastDay.Should().Be(today.AddDays(-1));
        report.Stages.Select(s => (s.Stage, s.Visibility, s.People, s.CountedWith)).Should().Equal(
            (ReportedStage.New, StageVisibility.Plain, 7, null), (ReportedStage.Regular, StageVisibility.Plain, 12, null),
            (ReportedStage.Active, StageVisibility.Together, 22, null), (ReportedStage.Returning, StageVisibility.TooFew, null, ReportedStage.Active),
            (ReportedStage.Paused, StageVisibility.Plain, 6, null), (ReportedStage.Gone, StageVisibility.Plain, 9, null));
        report.Stages.Select(s => s.PeopleBefore).Should().Equal(38, 0, 0, 0, null, null);
        report.Stages[0].PeopleBefore.Should().Be(12 + 20 + 6, "28 days ago they had just come");
    }

    [Fact]
    public async Task A_stage_that_cannot_be_known_yet_is_not_told()
    {
        foreach (var (days, known, compared) in ((int, int, int)[])[(0, 0, 0), (55, 0, 0), (56, 3, 0), (84, 3, 3), (90, 3, 3), (91, 6, 3), (118, 6, 3), (119, 6, 6)])
        {
            var (id, today) = await StartedAsync(days);
            await ActiveAsync(id, today, 1, 30, 1);

            var stages = (await ReportAsync(id)).Stages;

            stages.Should().HaveCount(6);
            stages.Count(s => s.Visibility != StageVisibility.NotYetKnown).Should().Be(known, "{0} days were heard", days);
            stages.Should().NotContain(s => s.Visibility == StageVisibility.NotYetKnown && (s.People != null || s.PeopleBefore != null));
            stages.Count(s => s.PeopleBefore is not null).Should().Be(compared, "{0} days were heard", days);
            stages.Select(s => s.KnownFrom).Should().Equal(stages.Select(s => (DateOnly?)today.AddDays((s.Stage <= ReportedStage.Active ? 56 : 91) - days)));
        }
    }

    [Fact]
    public async Task Who_leaves_is_gone_and_who_comes_back_is_not()
    {
        var (id, _) = await StartedAsync(daysHeard: 300);
        var now = silo.Clock.GetUtcNow();
        var (came, left) = (now.AddDays(-20), now.AddDays(-10));
        await silo.Guild(id).ApplyAsync(Some.Batch("s", [.. Enumerable.Range(0, 14).Select(i => new MemberJoined(10 + i, 1 + i, $"m{i}", null, false, came)),
            .. Enumerable.Range(0, 7).Select(i => new MemberLeft(30 + i, 1 + i, false, left))]));
        await silo.DeactivateAsync(id);

        People(await ReportAsync(id)).Should().Equal(7, 0, 0, 0, 0, 7);
        (await silo.Database.ScalarAsync<long>($"SELECT count(*) FROM members WHERE guild_id = {id} AND has_left AND (extract(epoch FROM left_at) * 1000)::bigint = {left.ToUnixTimeMilliseconds()}", Cancellation)).Should().Be(7);

        await silo.Guild(id).ApplyAsync(Some.Batch("s", [.. Enumerable.Range(0, 7).Select(i => new MemberJoined(40 + i, 1 + i, $"m{i}", null, false, now.AddDays(-5)))]));
        await silo.DeactivateAsync(id);

        People(await ReportAsync(id)).Should().Equal([14, 0, 0, 0, 0, 0], "of coming and leaving only the last are known");
        (await silo.Database.ScalarAsync<long>($"SELECT count(left_at) FROM members WHERE guild_id = {id} AND NOT has_left", Cancellation)).Should().Be(7);
    }

    [Fact]
    public async Task Nothing_was_heard_yet_and_nothing_is_told()
    {
        var stages = (await ReportAsync(Some.GuildId())).Stages;

        stages.Should().HaveCount(6).And.OnlyContain(s => s.Visibility == StageVisibility.NotYetKnown && s.KnownFrom == null && s.People == null);
    }

    private static IEnumerable<int?> People(LifecycleReport report) => report.Stages.Select(s => s.People);

    private Task<LifecycleReport> ReportAsync(long id) => silo.Grains.GetGrain<IGuildStatsGrain>(id).GetLifecycleAsync();

    private async Task<(long Id, DateOnly Today)> StartedAsync(int daysHeard)
    {
        var id = Some.GuildId();
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Guild(1, silo.Clock.GetUtcNow(), "fr")));
        var today = (await silo.Guild(id).GetProfileAsync())!.Today;
        await silo.Database.ExecuteAsync($"UPDATE guilds SET first_date = '{today.AddDays(-daysHeard):yyyy-MM-dd}' WHERE guild_id = {id}", Cancellation);
        await silo.DeactivateAsync(id);
        return (id, today);
    }

    private Task ActiveAsync(long guild, DateOnly today, long firstUser, int people, params int[] daysAgo) => silo.Database.ExecuteAsync(
        $"""
        INSERT INTO members (guild_id, user_id, name, is_bot, has_left, role_ids) SELECT {guild}, {firstUser} + i, 'm', false, false, '{"{}"}' FROM generate_series(0, {people} - 1) AS i;
        INSERT INTO member_activity_daily (guild_id, date, user_id, messages, voice_seconds, xp, became_author)
        SELECT {guild}, '{today:yyyy-MM-dd}'::date - d, {firstUser} + i, 1, 0, 0, true FROM generate_series(0, {people} - 1) AS i, unnest(ARRAY[{string.Join(',', daysAgo)}]) AS d
        """, Cancellation);
}

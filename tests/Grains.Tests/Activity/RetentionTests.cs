using CommunityIntel.GrainInterfaces.Activity;

namespace CommunityIntel.Grains.Tests.Activity;

/// <summary>How many of those who came stayed, against people who came and wrote on known days.</summary>
public sealed class RetentionTests(RunningSilo silo) : IClassFixture<RunningSilo>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_came_is_followed_by_local_weeks_and_only_days_that_are_over_count()
    {
        var id = Some.GuildId();
        var now = silo.Clock.GetUtcNow();
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Guild(1, now, "fr")));
        var today = (await silo.Guild(id).GetProfileAsync())!.Today;
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        await silo.Database.ExecuteAsync($"UPDATE guilds SET first_date = '{monday.AddDays(-70):yyyy-MM-dd}' WHERE guild_id = {id}", Cancellation);
        var came = monday.AddDays(-28);
        // Half past midnight by the guild's clock is the day before in UTC.
        await ArriveAsync(id, 1, came);
        await ArriveAsync(id, 2, came.AddDays(6));
        await ArriveAsync(id, 3, came, isBot: true);
        await ArriveAsync(id, 4, came, privacy: 4);
        await ArriveAsync(id, 5, today.AddDays(-1));
        foreach (var silent in (int[])[6, 7, 8]) await ArriveAsync(id, silent, came.AddDays(6));
        await ActiveAsync(id, 1, came, came.AddDays(1), came.AddDays(8), came.AddDays(9), monday);
        await ActiveAsync(id, 2, came.AddDays(-1), came.AddDays(13), came.AddDays(20));
        await ActiveAsync(id, 3, came, came.AddDays(1));
        await ActiveAsync(id, 5, today);
        await silo.DeactivateAsync(id);

        var report = await silo.Grains.GetGrain<IGuildStatsGrain>(id).GetRetentionAsync();

        report.TimeZone.Should().Be("Europe/Paris");
        report.Cohorts.Select(c => c.Monday).Should().Equal(Enumerable.Range(0, 11).Select(i => monday.AddDays(7 * (i - 10))));
        report.Cohorts.Single(c => c.Monday == came).Should().BeEquivalentTo(new RetentionCohort(came, 5, [1, 2, 1, 0, 1]));
        report.Cohorts.Where(c => c.Arrivals > 0).Should().HaveCount(2);
        report.Cohorts.Single(c => c.Arrivals == 1).Active.Should().BeEmpty("one person came");
        report.Rates.Select(r => (r.FirstDay, r.LastDay)).Should().Equal((1, 1), (7, 13), (30, 36));
        report.Rates[1].Should().BeEquivalentTo(new { Arrivals = 5, Kept = 2, ArrivalsBefore = 0, KeptBefore = (int?)null }, "days 8 and 9 of one, days 7 and 14 of the other");
        report.Rates[0].Arrivals.Should().Be(ArrivedOneDayWithin(came, today), "the day after the last arrival is today, which is not over");
        report.Rates[2].Arrivals.Should().Be(0);
    }

    // How many of the five first arrivals had their day after within the 28 days before today.
    private static int ArrivedOneDayWithin(DateOnly came, DateOnly today) => ((DateOnly[])[came, .. Enumerable.Repeat(came.AddDays(6), 4)]).Count(d => d.AddDays(1) >= today.AddDays(-28) && d.AddDays(1) < today);

    private Task ArriveAsync(long guild, long user, DateOnly day, bool isBot = false, int privacy = 0) => silo.Database.ExecuteAsync(
        $"""
        INSERT INTO members (guild_id, user_id, name, is_bot, has_left, joined_at, privacy, role_ids)
        VALUES ({guild}, {user}, 'm{user}', {isBot}, false, ('{day:yyyy-MM-dd} 00:30'::timestamp AT TIME ZONE 'Europe/Paris'), {privacy}, '{"{}"}')
        """, Cancellation);

    private async Task ActiveAsync(long guild, long user, params DateOnly[] days)
    {
        foreach (var day in days)
            await silo.Database.ExecuteAsync(
                $"INSERT INTO member_activity_daily (guild_id, date, user_id, messages, voice_seconds, xp, became_author) VALUES ({guild}, '{day:yyyy-MM-dd}', {user}, 1, 0, 0, true)", Cancellation);
    }
}

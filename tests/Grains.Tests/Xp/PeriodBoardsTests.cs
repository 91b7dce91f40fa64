using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Lab.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CommunityIntel.Grains.Tests.Xp;

/// <summary>Boards of a week and a month, looked at from a time of the test's choice.</summary>
public sealed class PeriodBoardsTests : IAsyncLifetime
{
    private readonly ShiftedTime _time = new();
    private ScratchDatabase _database = null!;
    private IHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await ScratchDatabase.CreateAsync();
        _host = RunningSilo.Build(_database.ConnectionString, _time);
        await _host.StartAsync();
    }

    // Clocks in Paris go back on Sunday, 25 October 2026: that day has 25 hours, and Monday begins at 23:00 UTC.
    [Fact]
    public async Task A_week_ends_with_its_local_Sunday_also_when_that_has_25_hours()
    {
        var id = Some.GuildId();
        await ApplyAsync(id, "fr", "2026-10-18T21:59:00Z", "2026-10-18T22:00:00Z", "2026-10-25T22:59:00Z", "2026-10-25T23:00:00Z");

        _time.Now = DateTimeOffset.Parse("2026-10-25T22:59:30Z", null);
        var week = await BoardAsync(id, LeaderboardPeriod.Week);
        (week.First, week.Last).Should().Be((new DateOnly(2026, 10, 19), new DateOnly(2026, 10, 25)));
        week.Entries.Select(e => e.UserId).Should().BeEquivalentTo([2L, 3L]);

        _time.Now = DateTimeOffset.Parse("2026-10-25T23:00:30Z", null);
        (await BoardAsync(id, LeaderboardPeriod.Week)).Entries.Select(e => e.UserId).Should().Equal(4);
        (await BoardAsync(id, LeaderboardPeriod.LastWeek)).Entries.Select(e => e.UserId).Should().BeEquivalentTo([2L, 3L]);
    }

    // Clocks go forward on Sunday, 29 March 2026: that day has 23 hours, and Monday begins at 22:00 UTC.
    [Fact]
    public async Task A_week_ends_with_its_local_Sunday_also_when_that_has_23_hours()
    {
        var id = Some.GuildId();
        await ApplyAsync(id, "fr", "2026-03-22T22:59:00Z", "2026-03-22T23:00:00Z", "2026-03-29T21:59:00Z", "2026-03-29T22:00:00Z");
        _time.Now = DateTimeOffset.Parse("2026-03-29T21:59:30Z", null);
        (await BoardAsync(id, LeaderboardPeriod.Week)).Entries.Select(e => e.UserId).Should().BeEquivalentTo([2L, 3L]);
        _time.Now = DateTimeOffset.Parse("2026-03-29T22:00:30Z", null);
        (await BoardAsync(id, LeaderboardPeriod.Week)).Entries.Select(e => e.UserId).Should().Equal(4);
    }

    [Fact]
    public async Task A_month_is_the_guilds_own_and_shows_its_XP_with_the_level_of_all_XP()
    {
        var id = Some.GuildId();
        await ApplyAsync(id, "en-US", "2026-10-31T23:59:00Z", "2026-11-01T00:00:00Z");
        await Guild(id).ApplyAsync(Some.Batch("s", Some.Message(10, 1, DateTimeOffset.Parse("2026-11-05T10:00:00Z", null))));
        _time.Now = DateTimeOffset.Parse("2026-11-29T12:00:00Z", null);

        var month = await BoardAsync(id, LeaderboardPeriod.Month);
        month.Entries.Select(e => (e.UserId, e.Messages)).Should().BeEquivalentTo([(1L, 1L), (2L, 1L)]);
        month.Entries.Should().OnlyContain(e => e.Xp >= 15 && e.Xp <= 25);
        month.Entries.Single(e => e.UserId == 1).XpIntoLevel.Should().BeGreaterThan(25, "the way to the next level counts all XP");
        (await BoardAsync(id, LeaderboardPeriod.LastMonth)).Entries.Select(e => e.UserId).Should().Equal(1);
        (await BoardAsync(id, LeaderboardPeriod.AllTime)).Total.Should().Be(2);
    }

    [Fact]
    public async Task A_board_that_was_looked_at_shows_a_few_seconds_later_what_was_written_since()
    {
        var id = Some.GuildId();
        await ApplyAsync(id, "en-US", "2026-11-02T10:00:00Z");
        _time.Now = DateTimeOffset.Parse("2026-11-02T12:00:00Z", null);
        (await BoardAsync(id, LeaderboardPeriod.Week)).Total.Should().Be(1);
        await Guild(id).ApplyAsync(Some.Batch("s", Some.Message(10, 9, _time.Now)));
        _time.Now += TimeSpan.FromSeconds(6);
        (await BoardAsync(id, LeaderboardPeriod.Week)).Total.Should().Be(2);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await _database.DisposeAsync();
    }

    private IGuildGrain Guild(long id) => _host.Services.GetRequiredService<IGrainFactory>().GetGrain<IGuildGrain>(id);

    private Task<BoardPage> BoardAsync(long id, LeaderboardPeriod period) =>
        _host.Services.GetRequiredService<IGrainFactory>().GetGrain<IGuildBoardsGrain>(id).GetBoardAsync(new BoardQuestion(LeaderboardBoard.Xp, period, 0, 10));

    // Members 1, 2, … write once each, at those instants.
    private Task<TextWish> ApplyAsync(long id, string locale, params string[] instants)
    {
        var times = instants.Select(i => DateTimeOffset.Parse(i, null)).ToList();
        return Guild(id).ApplyAsync(Some.Batch("s", [Some.Guild(1, times[0], locale), .. times.Select((at, i) => Some.Message(i + 2, i + 1, at))]));
    }

    /// <summary>The system's clock with another time on it: timers and durations are real.</summary>
    private sealed class ShiftedTime : TimeProvider
    {
        private TimeSpan _shift;

        public DateTimeOffset Now
        {
            get => System.GetUtcNow() + _shift;
            set => _shift = value - System.GetUtcNow();
        }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

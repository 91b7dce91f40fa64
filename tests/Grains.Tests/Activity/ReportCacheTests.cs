using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.GrainInterfaces.Guilds;

namespace CommunityIntel.Grains.Tests.Activity;

/// <summary>How often reports are computed while people look and others talk: the instant of the computation stands in every report.</summary>
public sealed class ReportCacheTests(RunningSilo silo) : IClassFixture<RunningSilo>
{
    private readonly long _id = Some.GuildId();
    private long _sequence = 1;

    [Fact]
    public async Task Whole_days_are_counted_once_however_much_is_said_today_and_the_running_day_at_most_every_30_seconds()
    {
        await SayAsync(Some.Guild(_sequence++, Now.AddDays(-3)), Message(Now.AddDays(-2)));
        var (wholes, todays) = (new HashSet<DateTimeOffset>(), new HashSet<DateTimeOffset>());
        var yesterday = Today.AddDays(-1);

        // Five minutes in which somebody looks every ten seconds.
        for (var i = 0; i < 30; i++)
        {
            await SayAsync(Message(Now));
            wholes.Add((await ReportAsync(yesterday.AddDays(-27), yesterday)).ComputedAt);
            todays.Add((await ReportAsync(Today, Today)).ComputedAt);
            silo.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        wholes.Should().ContainSingle();
        todays.Should().HaveCountLessThanOrEqualTo(11).And.HaveCountGreaterThan(1);
        (await ReportAsync(yesterday.AddDays(-27), yesterday)).Totals.Messages.Should().Be(1);
    }

    [Fact]
    public async Task A_day_that_is_written_to_late_and_a_channel_that_gets_a_name_are_seen_after_30_seconds()
    {
        var (said, yesterday) = (Now.AddDays(-2), Today.AddDays(-1));
        await SayAsync(Some.Guild(_sequence++, Now.AddDays(-3)), Message(said));
        (await ReportAsync(yesterday.AddDays(-6), yesterday)).Totals.Messages.Should().Be(1);

        await SayAsync(Message(said.AddMinutes(1)));
        (await ReportAsync(yesterday.AddDays(-6), yesterday)).Totals.Messages.Should().Be(1, "everybody who asks within 30 seconds gets the same");
        silo.Clock.Advance(TimeSpan.FromSeconds(31));
        (await ReportAsync(yesterday.AddDays(-6), yesterday)).Totals.Messages.Should().Be(2);

        await SayAsync(new ChannelChanged(_sequence++, new GuildChannel(500, 0, "renamed", null)));
        silo.Clock.Advance(TimeSpan.FromSeconds(31));
        (await ReportAsync(yesterday.AddDays(-6), yesterday)).Channels.Single().Name.Should().Be("renamed");
    }

    [Fact]
    public async Task What_is_told_of_the_days_that_are_over_is_told_anew_after_midnight_though_nothing_was_written()
    {
        await SayAsync(Some.Guild(_sequence++, Now.AddDays(-3)), Message(Now.AddDays(-2)));
        var stats = silo.Grains.GetGrain<IGuildStatsGrain>(_id);
        var (retention, lifecycle) = (await stats.GetRetentionAsync(), await stats.GetLifecycleAsync());

        silo.Clock.Advance(TimeSpan.FromDays(7));

        (await stats.GetRetentionAsync()).Cohorts[^1].Monday.Should().Be(retention.Cohorts[^1].Monday.AddDays(7));
        (await stats.GetLifecycleAsync()).LastDay.Should().Be(lifecycle.LastDay.AddDays(7));
    }

    private DateTimeOffset Now => silo.Clock.GetUtcNow();

    private DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    private MessageCreated Message(DateTimeOffset at) => Some.Message(_sequence++, 7, at);

    private Task<TextWish> SayAsync(params GuildEvent[] events) => silo.Guild(_id).ApplyAsync(Some.Batch("s", events));

    private Task<ActivityReport> ReportAsync(DateOnly first, DateOnly last) => silo.Guild(_id).GetActivityAsync(first, last);
}

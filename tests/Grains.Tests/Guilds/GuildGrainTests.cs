using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Xp;

namespace CommunityIntel.Grains.Tests.Guilds;

public sealed class GuildGrainTests(RunningSilo silo) : IClassFixture<RunningSilo>
{
    [Fact]
    public async Task What_was_applied_is_answered_after_the_grain_was_thrown_away()
    {
        var id = Some.GuildId();
        await silo.Guild(id).ApplyAsync(Some.Batch("s",
            Some.Guild(1, Some.Morning),
            Some.Message(2, 7, Some.Morning.AddMinutes(1)),
            Some.Message(3, 7, Some.Morning.AddMinutes(1), n: 1),
            Some.Message(4, 8, Some.Morning.AddMinutes(2), channel: 501),
            Some.Message(5, 9, Some.Morning.AddMinutes(2), kind: AuthorKind.Bot, n: 2),
            Some.Voice(6, 7, 600, Some.Morning.AddMinutes(3)),
            Some.Voice(7, 7, null, Some.Morning.AddMinutes(63)),
            new MemberJoined(8, 10, "ten", null, false, Some.Morning.AddHours(2)),
            new MemberLeft(9, 8, false, Some.Morning.AddHours(3))));
        await silo.DeactivateAsync(id);

        var day = new DateOnly(2026, 3, 2);
        var report = await silo.Guild(id).GetActivityAsync(day, day);
        report.Totals.Should().BeEquivalentTo(new { Messages = 3, BotMessages = 1, Authors = 2, ActiveMembers = 2, VoiceSeconds = 3600, Joins = 1, Leaves = 1 });
        report.Days.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Messages = 3, BotMessages = 1, Authors = 2, ActiveMembers = 2, VoiceSeconds = 3600, Joins = 1, Leaves = 1 });
        report.Channels.Select(c => (c.Name, c.Messages, c.VoiceSeconds)).Should().Equal(("general", 2, 0), ("random", 1, 0), ("Voice", 0, 3600));
        report.Heatmap[10].Should().Be(3, "it was Monday, ten o'clock");
        var channel = await silo.Grains.GetGrain<IGuildStatsGrain>(id).GetChannelActivityAsync(500, day.AddDays(-1), day);
        channel.Days.Select(d => d.Messages).Should().Equal(0, 2);
        channel.Totals.Should().BeEquivalentTo(new { Messages = 2, BotMessages = 1, VoiceSeconds = 0 });
        channel.Channels.Should().ContainSingle().Which.Name.Should().Be("general");
        channel.Heatmap.Should().Equal(report.Heatmap.Select(n => n - (n == 3 ? 1 : 0)), "only one message was elsewhere");
        (await silo.Grains.GetGrain<IGuildStatsGrain>(id).GetChannelActivityAsync(600, day, day)).Totals.Should().BeEquivalentTo(new { Messages = 0, VoiceSeconds = 3600 });
        var board = await silo.Guild(id).GetLeaderboardAsync(LeaderboardBoard.Xp, 0, 10);
        board.Total.Should().Be(2);
        board.Entries.Select(e => e.Name).Should().BeEquivalentTo("user 7", "user 8");
        board.Entries.Should().OnlyContain(e => e.Xp >= 15 && e.Xp <= 25 && e.Level == 0);
        (await silo.Guild(id).GetProfileAsync()).Should().BeEquivalentTo(new { Name = "A guild", MemberCount = 10, TimeZone = "UTC", BotPresent = true, FirstDay = day });
    }

    [Fact]
    public async Task The_same_batch_again_changes_nothing()
    {
        var id = Some.GuildId();
        var batch = Some.Batch("s", Some.Guild(1, Some.Morning), Some.Message(2, 7, Some.Morning), Some.Voice(3, 7, 600, Some.Morning));
        await silo.Guild(id).ApplyAsync(batch);
        await silo.Guild(id).ApplyAsync(batch);
        await silo.DeactivateAsync(id);
        await silo.Guild(id).ApplyAsync(batch);

        (await Totals(id)).Should().Be((1, 1));
        (await silo.Database.ScalarAsync<long>($"SELECT count(*) FROM messages WHERE guild_id = {id}")).Should().Be(1);
    }

    [Fact]
    public async Task A_message_that_comes_again_in_another_session_counts_once()
    {
        var id = Some.GuildId();
        await silo.Guild(id).ApplyAsync(Some.Batch("one", Some.Message(5, 7, Some.Morning), Some.Message(6, 8, Some.Morning.AddSeconds(1))));
        await silo.Guild(id).ApplyAsync(Some.Batch("two", Some.Message(1, 7, Some.Morning), Some.Message(2, 8, Some.Morning.AddSeconds(1)),
            Some.Message(3, 8, Some.Morning.AddSeconds(2)), Some.Message(4, 8, Some.Morning.AddSeconds(2))));

        (await Totals(id)).Should().Be((3, 2));
    }

    [Fact]
    public async Task A_late_message_is_counted_though_newer_ones_came_first()
    {
        var id = Some.GuildId();
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Message(1, 7, Some.Morning.AddHours(1))));
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Message(2, 8, Some.Morning)));
        (await Totals(id)).Should().Be((2, 2));
    }

    [Fact]
    public async Task A_french_guild_counts_its_days_in_Paris()
    {
        var id = Some.GuildId();
        var lateEvening = new DateTimeOffset(2026, 3, 2, 23, 30, 0, TimeSpan.Zero);
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Guild(1, lateEvening, "fr"), Some.Message(2, 7, lateEvening)));

        var report = await silo.Guild(id).GetActivityAsync(new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 3));
        report.TimeZone.Should().Be("Europe/Paris");
        report.Days.Select(d => d.Messages).Should().Equal(0, 1);
        report.Heatmap[24].Should().Be(1, "it was Tuesday, midnight, in Paris");
    }

    [Fact]
    public async Task A_stale_activation_can_write_nothing()
    {
        var id = Some.GuildId();
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Message(1, 7, Some.Morning)));
        await silo.Database.ExecuteAsync($"UPDATE guild_watermarks SET epoch = epoch + 1 WHERE guild_id = {id}");

        var stale = () => silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Message(2, 7, Some.Morning.AddMinutes(1))));
        await stale.Should().ThrowAsync<StorageUnavailableException>();
        await Eventually.Succeeds(stale);
        (await Totals(id)).Should().Be((2, 1));
    }

    [Fact]
    public async Task A_batch_with_data_that_the_database_refuses_says_so_and_the_rest_goes_through()
    {
        var id = Some.GuildId();
        var poison = Some.Message(2, 8, Some.Morning) with { AuthorName = "a\0b" };
        var refused = () => silo.Guild(id).ApplyAsync(Some.Batch("s", poison));
        await refused.Should().ThrowAsync<BatchRefusedException>();

        await Eventually.Succeeds(() => silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Message(3, 7, Some.Morning.AddSeconds(1)))));
        (await Totals(id)).Should().Be((1, 1));
    }

    [Fact]
    public async Task A_live_message_reaches_who_watches()
    {
        var id = Some.GuildId();
        var observer = new Watcher();
        var reference = silo.Grains.CreateObjectReference<IGuildObserver>(observer);
        await silo.Guild(id).SubscribeAsync(reference);
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Guild(1, DateTimeOffset.UtcNow), Some.Message(2, 7, DateTimeOffset.UtcNow)));

        var numbers = await observer.Told.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        numbers.Should().BeEquivalentTo(new { MemberCount = 10, MessagesLastMinute = 1, MessagesToday = 1, ActiveToday = 1 });
        GC.KeepAlive(observer);
    }

    [Fact]
    public async Task A_guild_that_only_said_that_it_is_there_leaves_the_memory_and_comes_back_as_it_was()
    {
        var (quiet, lively) = (Some.GuildId(), Some.GuildId());
        await silo.Guild(lively).ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning), Some.Message(2, 7, Some.Morning)));
        await silo.Guild(quiet).ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning)));

        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await IsInMemoryAsync(quiet)) await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        (await IsInMemoryAsync(lively)).Should().BeTrue();
        (await silo.Guild(quiet).GetProfileAsync()).Should().BeEquivalentTo(new { Name = "A guild", MemberCount = 10 });
    }

    private async Task<bool> IsInMemoryAsync(long id)
    {
        var grainId = silo.Guild(id).GetGrainId();
        return (await silo.Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics()).Any(g => g.GrainId == grainId);
    }

    private async Task<(long Messages, int Authors)> Totals(long id)
    {
        var report = await silo.Guild(id).GetActivityAsync(new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31));
        return (report.Totals.Messages, report.Totals.Authors);
    }

    private sealed class Watcher : IGuildObserver
    {
        public TaskCompletionSource<LiveNumbers> Told { get; } = new();

        public Task LiveAsync(long guildId, LiveNumbers numbers)
        {
            if (numbers.MessagesToday > 0) Told.TrySetResult(numbers);
            return Task.CompletedTask;
        }
    }
}

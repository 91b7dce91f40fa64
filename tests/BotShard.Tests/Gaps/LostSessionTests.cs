using CommunityIntel.BotShard.Tests.Shards;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.DiscordEmulator.Hosting;
using CommunityIntel.GrainInterfaces.Activity;
using Npgsql;

namespace CommunityIntel.BotShard.Tests.Gaps;

public sealed class LostSessionTests
{
    /// <summary>Every intent: nothing of the guild comes through.</summary>
    private const int Everything = int.MaxValue;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static DateOnly Today => DateOnly.FromDateTime(DateTime.UtcNow);

    [Fact]
    public async Task Messages_of_a_lost_session_are_counted_once_and_what_is_missing_is_said()
    {
        await using var bot = await RunningBot.StartAsync();
        var user = await bot.Control.CreateUserAsync("ada");
        var guild = await bot.Control.CreateGuildAsync("Guild", user.Id);
        var general = (await bot.Control.ChannelsAsync(guild.Id))[0];
        var busy = await bot.Control.CreateChannelAsync(guild.Id, "busy");
        var forbidden = await bot.Control.CreateChannelAsync(guild.Id, "forbidden");
        var voice = await bot.Control.CreateChannelAsync(guild.Id, "Voice", type: 2);
        for (var i = 0; i < 3; i++) await bot.Control.PostAsync(general.Id, user.Id, "heard");
        await bot.Control.VoiceAsync(guild.Id, user.Id, new VoiceChange(voice.Id));
        await bot.UntilCountedAsync(guild.Id, 3);
        await Polling.UntilAsync(async () => (await bot.Guild(guild.Id).GetLiveAsync()).InVoice == 1, Cancellation);

        var lost = await bot.SessionAsync();
        await bot.Control.FaultAsync(lost, SessionFault.Deafen, Everything);
        for (var i = 0; i < 250; i++)
        {
            await bot.Control.PostAsync(busy.Id, user.Id, $"{i}");
            if (i % 25 == 0) await bot.Control.PostAsync(general.Id, user.Id, $"{i}");
            if (i % 50 == 0) await bot.Control.PostAsync(forbidden.Id, user.Id, $"{i}");
        }

        await bot.Control.LeaveVoiceAsync(guild.Id, user.Id);
        await bot.Control.HideChannelAsync(forbidden.Id, hidden: true);
        await bot.Control.FaultAsync(lost, SessionFault.Invalidate);
        for (var i = 0; i < 20; i++) await bot.Control.PostAsync(general.Id, user.Id, "after");

        await bot.UntilCountedAsync(guild.Id, 3 + 250 + 10 + 20);
        ActivityGap? gap = null;
        await Polling.UntilAsync(async () =>
        {
            var report = await bot.Guild(guild.Id).GetActivityAsync(Today.AddDays(-Random.Shared.Next(1, 300)), Today);
            gap = report.Gaps!.SingleOrDefault();
            return gap is { State: not ActivityGapState.Open };
        }, Cancellation);

        gap!.State.Should().Be(ActivityGapState.Partial);
        gap.Shortfall.Should().Be(ActivityGapShortfall.MissingAccess);
        gap.FoundMessages.Should().BeInRange(260, 280);
        (await bot.CountAsync(guild.Id)).Should().Be(283);
        (await bot.Database.ScalarAsync<long>($"SELECT count(DISTINCT message_id) FROM messages WHERE guild_id = {guild.Id}", Cancellation)).Should().Be(283);
        (await bot.Database.ScalarAsync<bool>($"SELECT is_estimated AND ended_at IS NOT NULL FROM voice_sessions WHERE guild_id = {guild.Id}", Cancellation)).Should().BeTrue();
        (await bot.Database.ScalarAsync<long>($"SELECT messages FROM user_xp WHERE guild_id = {guild.Id}", Cancellation)).Should().Be(283);
    }

    [Fact]
    public async Task A_catch_up_in_which_the_worker_died_is_finished_by_the_next()
    {
        const int Heard = 3, Missed = 1_000;
        await using var cluster = await WorkerCluster.StartAsync(new DiscordEmulatorOptions { IdentifyInterval = TimeSpan.Zero }, Cancellation, leaseMs: 3_000);
        await cluster.StartProcessAsync("one", Cancellation, new() { ["Gaps:AskEveryMs"] = "200", ["Gaps:PagesPerSecond"] = "1" });
        await cluster.UntilSpreadAsync(1, workers: 1, Cancellation);
        var user = await cluster.Control.CreateUserAsync("ada");
        var guild = await cluster.Control.CreateGuildAsync("Guild", user.Id);
        var general = (await cluster.Control.ChannelsAsync(guild.Id))[0];
        for (var i = 0; i < Heard; i++) await cluster.Control.PostAsync(general.Id, user.Id, "heard");
        await Polling.UntilAsync(async () => await CountAsync("messages") == Heard, Cancellation);

        var lost = (await cluster.Control.SessionsAsync()).Single(s => s.Connected).Id;
        await cluster.Control.FaultAsync(lost, SessionFault.Deafen, Everything);
        for (var i = 0; i < Missed; i++) await cluster.Control.PostAsync(general.Id, user.Id, $"{i}");
        await cluster.Control.FaultAsync(lost, SessionFault.Invalidate);
        await Polling.UntilAsync(async () => await CountAsync("messages") >= Heard + 200, Cancellation);
        await cluster.KillAsync("one");
        (await CountAsync("messages")).Should().BeLessThan(Heard + Missed, "it died in the middle");
        (await CountAsync("gaps WHERE state = 0")).Should().Be(1);

        await cluster.StartProcessAsync("two", Cancellation, new() { ["Gaps:AskEveryMs"] = "200", ["Gaps:PagesPerSecond"] = "20" });
        await Polling.UntilAsync(async () => await CountAsync("gaps WHERE state = 0") == 0, Cancellation);

        (await CountAsync("messages")).Should().Be(Heard + Missed);
        (await cluster.Database.ScalarAsync<long>("SELECT count(DISTINCT message_id) FROM messages", Cancellation)).Should().Be(Heard + Missed);
        (await cluster.Database.ScalarAsync<long>("SELECT messages FROM user_xp", Cancellation)).Should().Be(Heard + Missed);
        (await cluster.Database.ScalarAsync<long>("SELECT sum(found_messages)::bigint FROM gaps", Cancellation)).Should().Be(Missed);
        Task<long> CountAsync(string what) => cluster.Database.ScalarAsync<long>($"SELECT count(*) FROM {what}", Cancellation);
    }

    [Fact]
    public async Task A_gap_that_costs_too_much_stays_partial()
    {
        await using var bot = await RunningBot.StartAsync(new() { ["Gaps:MessagesPerGap"] = "100" });
        var user = await bot.Control.CreateUserAsync("ada");
        var guild = await bot.Control.CreateGuildAsync("Guild", user.Id);
        var general = (await bot.Control.ChannelsAsync(guild.Id))[0];
        await bot.Control.PostAsync(general.Id, user.Id, "heard");
        await bot.UntilCountedAsync(guild.Id, 1);

        var lost = await bot.SessionAsync();
        await bot.Control.FaultAsync(lost, SessionFault.Deafen, Everything);
        for (var i = 0; i < 130; i++) await bot.Control.PostAsync(general.Id, user.Id, $"{i}");
        await bot.Control.FaultAsync(lost, SessionFault.Invalidate);

        await Polling.UntilAsync(async () => await bot.Database.ScalarAsync<short>($"SELECT state FROM gaps WHERE guild_id = {guild.Id}", Cancellation) == 2, Cancellation);
        (await bot.Database.ScalarAsync<short>($"SELECT shortfall FROM gaps WHERE guild_id = {guild.Id}", Cancellation)).Should().Be(4);
    }

    [Fact]
    public async Task A_guild_that_removed_the_bot_while_nobody_listened_is_gone()
    {
        await using var bot = await RunningBot.StartAsync();
        var user = await bot.Control.CreateUserAsync("ada");
        var (kept, left) = (await bot.Control.CreateGuildAsync("Kept", user.Id), await bot.Control.CreateGuildAsync("Left", user.Id));
        foreach (var guild in (GuildView[])[kept, left])
            await Polling.UntilAsync(async () => await bot.Guild(guild.Id).GetProfileAsync() is { BotPresent: true }, Cancellation);

        var lost = await bot.SessionAsync();
        await bot.Control.FaultAsync(lost, SessionFault.Deafen, Everything);
        await bot.Control.RemoveBotAsync(left.Id);
        await bot.Control.FaultAsync(lost, SessionFault.Invalidate);

        await Polling.UntilAsync(async () => await bot.Guild(left.Id).GetProfileAsync() is { BotPresent: false }, Cancellation);
        (await bot.Guild(kept.Id).GetProfileAsync())!.BotPresent.Should().BeTrue();
    }

    [Fact]
    public async Task A_deaf_session_is_noticed_cured_and_caught_up_with()
    {
        await using var bot = await RunningBot.StartAsync(new()
        {
            ["Gaps:ListenEveryMs"] = "100",
            ["Gaps:QuietFloorMs"] = "500",
            ["Gaps:DeliveryMarginMs"] = "200",
        });
        var user = await bot.Control.CreateUserAsync("ada");
        var guild = await bot.Control.CreateGuildAsync("Guild", user.Id);
        var general = (await bot.Control.ChannelsAsync(guild.Id))[0];
        for (var i = 0; i < 40; i++) await bot.Control.PostAsync(general.Id, user.Id, "heard");
        await bot.UntilCountedAsync(guild.Id, 40);

        var deaf = await bot.SessionAsync();
        await bot.Control.FaultAsync(deaf, SessionFault.Deafen, Everything);
        // What might only be late, more than a probe looks at, and then what cannot be.
        for (var i = 0; i < 20; i++) await bot.Control.PostAsync(general.Id, user.Id, "withheld");
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(150));
        for (var i = 0; i < 12; i++)
        {
            await bot.Control.PostAsync(general.Id, user.Id, "withheld");
            await timer.WaitForNextTickAsync(Cancellation);
        }

        await bot.UntilCountedAsync(guild.Id, 72);
        (await bot.SessionAsync()).Should().NotBe(deaf);
        (await bot.CountAsync(guild.Id)).Should().Be(72);
    }

    [Fact]
    public async Task A_session_is_not_taken_for_deaf_for_what_was_written_before_it_began()
    {
        await using var bot = await RunningBot.StartAsync(new()
        {
            ["Gaps:ListenEveryMs"] = "100",
            ["Gaps:QuietFloorMs"] = "500",
            ["Gaps:DeliveryMarginMs"] = "1000",
            ["Gaps:CureEveryMs"] = "1000",
        });
        var user = await bot.Control.CreateUserAsync("ada");
        var guild = await bot.Control.CreateGuildAsync("Guild", user.Id);
        var general = (await bot.Control.ChannelsAsync(guild.Id))[0];
        for (var i = 0; i < 40; i++) await bot.Control.PostAsync(general.Id, user.Id, "heard");
        await bot.UntilCountedAsync(guild.Id, 40);

        var deaf = await bot.SessionAsync();
        await bot.Control.FaultAsync(deaf, SessionFault.Deafen, Everything);
        // For longer than what might only be late.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(150));
        for (var i = 0; i < 14; i++)
        {
            await timer.WaitForNextTickAsync(Cancellation);
            await bot.Control.PostAsync(general.Id, user.Id, "withheld");
        }

        await bot.UntilCountedAsync(guild.Id, 54);
        var session = await bot.SessionAsync();
        session.Should().NotBe(deaf);

        // Nobody says anything; long enough for several questions.
        using var quiet = new PeriodicTimer(TimeSpan.FromSeconds(4));
        await quiet.WaitForNextTickAsync(Cancellation);
        (await bot.SessionAsync()).Should().Be(session);
    }

    [Fact]
    public async Task A_shard_that_is_handed_over_slowly_is_not_taken_for_deaf()
    {
        var alert = new Dictionary<string, string?> { ["Gaps:ListenEveryMs"] = "100", ["Gaps:QuietFloorMs"] = "500", ["Gaps:DeliveryMarginMs"] = "1000" };
        await using var cluster = await WorkerCluster.StartAsync(new DiscordEmulatorOptions { Shards = 2, MaxConcurrency = 2 }, Cancellation);
        await cluster.StartProcessAsync("one", Cancellation, alert);
        await cluster.UntilSpreadAsync(2, workers: 1, Cancellation);
        await using var talk = await Talk.CreateAsync(cluster.Control, guilds: 12, pause: TimeSpan.FromMilliseconds(20));
        talk.Start();
        await talk.GoesOnAsync(200, Cancellation);

        // Nothing becomes durable: the shard that has to go stops reading and waits, while its guilds talk.
        await using (var connection = await cluster.Database.DataSource.OpenConnectionAsync(Cancellation))
        await using (var transaction = await connection.BeginTransactionAsync(Cancellation))
        {
            await using var command = new NpgsqlCommand("LOCK TABLE messages IN ACCESS EXCLUSIVE MODE", connection, transaction);
            await command.ExecuteNonQueryAsync(Cancellation);
            await talk.GoesOnAsync(50, Cancellation);
            await cluster.StartProcessAsync("two", Cancellation, alert);
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(4));
            await timer.WaitForNextTickAsync(Cancellation);
        }

        await cluster.UntilSpreadAsync(2, workers: 2, Cancellation);
        await talk.StopAsync();
        await Stored.EverythingOnceAsync(cluster.Database, talk, Cancellation);
        (await cluster.IdentifiesAsync()).Should().Be(2);
    }

    [Fact]
    public async Task A_quiet_guild_costs_no_session()
    {
        await using var bot = await RunningBot.StartAsync(new()
        {
            ["Gaps:ListenEveryMs"] = "100",
            ["Gaps:QuietFloorMs"] = "200",
            ["Gaps:DeliveryMarginMs"] = "100",
        });
        var user = await bot.Control.CreateUserAsync("ada");
        var guild = await bot.Control.CreateGuildAsync("Guild", user.Id);
        var general = (await bot.Control.ChannelsAsync(guild.Id))[0];
        for (var i = 0; i < 40; i++) await bot.Control.PostAsync(general.Id, user.Id, "heard");
        await bot.UntilCountedAsync(guild.Id, 40);
        var session = await bot.SessionAsync();

        // Long enough for the first questions, which find nothing.
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2));
        await timer.WaitForNextTickAsync(Cancellation);
        await bot.Control.PostAsync(general.Id, user.Id, "heard again");
        await bot.UntilCountedAsync(guild.Id, 41);
        (await bot.SessionAsync()).Should().Be(session);
    }
}

using CommunityIntel.BotShard.Tests.Commands;
using CommunityIntel.BotShard.Tests.Shards;
using CommunityIntel.DiscordEmulator.Hosting;

namespace CommunityIntel.BotShard.Tests.Digests;

/// <summary>From what members write to the table of texts.</summary>
public sealed class TextTests
{
    private const int MessageContent = 1 << 15;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Text_is_kept_of_the_chosen_channels_and_their_public_threads_alone()
    {
        var bot = await ReadingBot.GetAsync();
        var (guild, another) = (await TalkingGuild.FoundAsync(bot), await TalkingGuild.FoundAsync(bot));
        var other = await bot.Control.CreateChannelAsync(guild.Id, "other");
        await guild.KeepAsync(guild.General);
        var open = await bot.Control.CreateChannelAsync(guild.Id, "open", 11, guild.General);
        var closed = await bot.Control.CreateChannelAsync(guild.Id, "closed", 12, guild.General);
        var elsewhere = await bot.Control.CreateChannelAsync(guild.Id, "elsewhere", 11, other.Id);

        foreach (var (channel, text) in (IEnumerable<(ulong, string)>)[(guild.General, "in general"), (other.Id, "in another"), (open.Id, "in its thread"), (closed.Id, "in its private thread"), (elsewhere.Id, "in another's")])
            await guild.SayAsync(channel, guild.Zoe, text);
        await another.SayAsync(another.General, another.Zoe, "nobody chose anything here");
        await guild.HeardAsync();
        await another.HeardAsync();

        (await guild.TextsAsync()).Should().Be("in general|in its thread");
        (await another.TextsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Edits_and_deletions_reach_the_text_and_a_bots_and_an_empty_one_is_none()
    {
        var bot = await ReadingBot.GetAsync();
        var guild = await TalkingGuild.FoundAsync(bot);
        await guild.KeepAsync(guild.General);
        var ids = new List<ulong>();
        foreach (var text in (string[])["stays", "is edited", "is deleted", "goes with others", "goes too", "is emptied"]) ids.Add(await guild.SayAsync(guild.General, guild.Zoe, text));
        var machine = await bot.Control.CreateUserAsync("machine", bot: true);
        await bot.Control.JoinAsync(guild.Id, machine.Id);
        await guild.SayAsync(guild.General, machine.Id, "a bot's");
        await guild.UntilTextsAsync("stays|is edited|is deleted|goes with others|goes too|is emptied");

        await bot.Control.EditAsync(guild.General, ids[1], "was edited <@1> 😀");
        await bot.Control.DeleteAsync(guild.General, ids[2]);
        await bot.Control.DeleteManyAsync(guild.General, ids[3], ids[4], 4242);
        await bot.Control.EditAsync(guild.General, ids[5], "  ");
        await guild.UntilTextsAsync("stays|was edited <@1> 😀");
    }

    [Fact]
    public async Task What_is_said_in_a_deleted_channel_goes_with_it_and_with_its_threads()
    {
        var bot = await ReadingBot.GetAsync();
        var guild = await TalkingGuild.FoundAsync(bot);
        var doomed = await bot.Control.CreateChannelAsync(guild.Id, "doomed");
        await guild.KeepAsync(guild.General, doomed.Id);
        var (thread, last) = (await bot.Control.CreateChannelAsync(guild.Id, "thread", 11, guild.General), await bot.Control.CreateChannelAsync(guild.Id, "last", 11, doomed.Id));
        foreach (var (channel, text) in (IEnumerable<(ulong, string)>)[(guild.General, "stays"), (thread.Id, "thread"), (doomed.Id, "channel"), (last.Id, "its thread")])
            await guild.SayAsync(channel, guild.Zoe, text);
        await guild.UntilTextsAsync("stays|thread|channel|its thread");

        await bot.Control.DeleteChannelAsync(thread.Id);
        await guild.UntilTextsAsync("stays|channel|its thread");
        await bot.Control.DeleteChannelAsync(doomed.Id);
        await guild.UntilTextsAsync("stays");
    }

    [Fact]
    public async Task A_bot_that_does_not_read_text_asks_for_none_and_none_leaves_it()
    {
        var (reading, blind) = (await ReadingBot.GetAsync(), await SharedBot.GetAsync());
        (await reading.Control.SessionsAsync()).Should().OnlyContain(s => (s.Intents & MessageContent) != 0);
        (await blind.Control.SessionsAsync()).Should().OnlyContain(s => (s.Intents & MessageContent) == 0);

        var guild = await TalkingGuild.FoundAsync(blind);
        var grain = blind.Guild(guild.Id);
        await Polling.UntilAsync(async () => await grain.GetProfileAsync() is { BotPresent: true }, Cancellation);
        var settings = blind.Services.GetGrains().GetGrain<GrainInterfaces.Digests.IGuildDigestSettingsGrain>((long)guild.Id);
        await settings.SaveDigestSettingsAsync(GrainInterfaces.Digests.DigestSettings.Usual with { ChannelIds = [(long)guild.General] }, 0, TalkingGuild.Manager);
        var bot = (await blind.Control.UsersAsync()).First(u => u.Bot);
        for (var i = 0; i < 5; i++)
        {
            // Discord shows a bot what mentions it all the same.
            await guild.SayAsync(guild.General, guild.Zoe, $"<@{bot.Id}> {i}");
            await guild.HeardAsync();
        }

        (await guild.TextsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_worker_that_is_killed_and_comes_back_loses_no_text()
    {
        await using var cluster = await WorkerCluster.StartAsync(new DiscordEmulatorOptions { IdentifyInterval = TimeSpan.Zero }, Cancellation);
        var reads = new Dictionary<string, string?> { ["BotShard:ReadsText"] = "true" };
        await cluster.StartProcessAsync("one", Cancellation, reads);
        await cluster.UntilSpreadAsync(1, workers: 1, Cancellation);
        var guild = await TalkingGuild.FoundAsync(cluster.Control, cluster.Grains, cluster.Database);
        await guild.KeepAsync(guild.General);

        for (var i = 0; i < 60; i++) await guild.SayAsync(guild.General, guild.Zoe, $"{i}");
        await cluster.KillAsync("one");
        for (var i = 60; i < 120; i++) await guild.SayAsync(guild.General, guild.Zoe, $"{i}");
        await cluster.StartProcessAsync("one", Cancellation, reads);
        await guild.HeardAsync();

        (await guild.TextsAsync()).Should().Be(string.Join('|', Enumerable.Range(0, 120)));
        (await cluster.IdentifiesAsync()).Should().Be(1, "the session was resumed");
    }
}

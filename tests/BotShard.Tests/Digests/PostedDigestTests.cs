using CommunityIntel.BotShard.Tests.Commands;
using CommunityIntel.BotShard.Tests.Gaps;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.GrainInterfaces.Outbox;
using Orleans.Runtime;

namespace CommunityIntel.BotShard.Tests.Digests;

/// <summary>A planned digest, from the reminder to the channel.</summary>
public sealed class PostedDigestTests
{
    private static readonly DateOnly Yesterday = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_planned_digest_is_in_its_channel_once()
    {
        var bot = await ReadingBot.GetAsync();
        var guild = await TalkingGuild.FoundAsync(bot, "fr");
        var news = await bot.Control.CreateChannelAsync(guild.Id, "news");
        await PlanAsync(bot, guild, news.Id);
        await Polling.UntilAsync(() => IsDoneAsync(bot, guild), Cancellation);
        var card = (await PostsAsync(bot, news.Id)).Single();
        card.Title.Should().StartWith("Synthèse du ");
        card.Description.Should().Contain("**").And.NotContain("«", "what is posted stays when a message is deleted");
        card.Links.Should().NotBeEmpty().And.OnlyContain(l => l.Channel == guild.General);

        await RemindAsync(bot, guild);
        await bot.Services.GetGrains().GetGrain<IDigestBasisGrain>((long)guild.Id).PostDigestAsync(DigestSpan.Day, Yesterday);
        await Polling.UntilAsync(() => IsDoneAsync(bot, guild), Cancellation);
        (await bot.Database.ScalarAsync<long>($"SELECT count(*) FROM outbox WHERE guild_id = {guild.Id}", Cancellation)).Should().Be(1);
        (await PostsAsync(bot, news.Id)).Should().ContainSingle();
    }

    [Fact]
    public async Task A_channel_that_the_bot_cannot_see_is_something_for_a_person_to_look_at()
    {
        var bot = await ReadingBot.GetAsync();
        var guild = await TalkingGuild.FoundAsync(bot);
        var news = await bot.Control.CreateChannelAsync(guild.Id, "news");
        await PlanAsync(bot, guild, news.Id, () => bot.Control.HideChannelAsync(news.Id, hidden: true));
        await Polling.UntilAsync(async () => (await OpenAsync(bot, guild)).GivenUp == 1, Cancellation);

        var open = (await OpenAsync(bot, guild)).Actions.Single();
        (open.Kind, open.Failure, open.ChannelName, open.IsGivenUp).Should().Be((OpenActionKind.PostDigest, ActionFailure.MissingAccess, "news", true));

        await bot.Control.HideChannelAsync(news.Id, hidden: false);
        (await bot.Services.GetGrains().GetGrain<IOutboxGrain>(0).TryAgainAsync((long)guild.Id)).Should().Be(1);
        await Polling.UntilAsync(() => IsDoneAsync(bot, guild), Cancellation);
        (await PostsAsync(bot, news.Id)).Should().ContainSingle();
    }

    private static async Task PlanAsync(RunningBot bot, TalkingGuild guild, ulong news, Func<Task>? before = null)
    {
        await Polling.UntilAsync(async () => (await bot.Services.GetGrains().GetGrain<IGuildDigestSettingsGrain>((long)guild.Id).GetDigestChoicesAsync()).Channels.Any(c => c.Id == (long)news), Cancellation);
        await guild.KeepAsync(DigestSettings.Usual with { ChannelIds = [(long)guild.General], IsDaily = true, Hour = 0, PostChannelId = (long)news });
        await guild.TalkAsync(guild.General, SomeTalk.OfChess, Yesterday.ToDateTime(new TimeOnly(12, 0), DateTimeKind.Utc));
        if (before is not null) await before();
        await RemindAsync(bot, guild);
    }

    private static Task RemindAsync(RunningBot bot, TalkingGuild guild) =>
        bot.Services.GetGrains().GetGrain<IGuildDigestsGrain>((long)guild.Id).AsReference<IRemindable>().ReceiveReminder("digest", default);

    private static async Task<bool> IsDoneAsync(RunningBot bot, TalkingGuild guild) =>
        await bot.Database.ScalarAsync<string>($"SELECT string_agg(state, ',') FROM outbox WHERE guild_id = {guild.Id}", Cancellation) == "done";

    private static Task<OpenActions> OpenAsync(RunningBot bot, TalkingGuild guild) => bot.Services.GetGrains().GetGrain<IOutboxGrain>(0).GetOpenAsync((long)guild.Id);

    private static async Task<IReadOnlyList<Card>> PostsAsync(RunningBot bot, ulong channel) => [.. (await bot.ReadAsync($"channels/{channel}/messages")).Select(Card.Of)];
}

using System.Text.Json;
using CommunityIntel.BotShard.Tests.Gaps;
using CommunityIntel.DiscordEmulator.Control;

namespace CommunityIntel.BotShard.Tests.Commands;

/// <summary>Commands as a member sees them: asked through Discord, answered by a running bot.</summary>
public sealed class CommandTests
{
    private const int Ephemeral = 64;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rank_is_a_card_with_the_same_in_words_in_the_readers_language()
    {
        await using var bot = await RunningBot.StartAsync();
        var ada = await bot.Control.CreateUserAsync("ada", "**Ada** @everyone");
        var zoe = await bot.Control.CreateUserAsync("zoe", "Zoé", locale: "fr");
        var guild = await bot.Control.CreateGuildAsync("Guild", ada.Id);
        await bot.Control.JoinAsync(guild.Id, zoe.Id);
        var general = (await bot.Control.ChannelsAsync(guild.Id))[0];
        await RegisteredAsync(bot);

        var none = await AskAsync(bot, general.Id, ada.Id, "rank");
        none.Content.Should().StartWith("You have no rank here yet");
        (none.Flags & Ephemeral).Should().Be(Ephemeral);

        await bot.Control.PostAsync(general.Id, ada.Id, "hello");
        await bot.UntilCountedAsync(guild.Id, 1);
        var card = await AskAsync(bot, general.Id, ada.Id, "rank");
        var file = card.Json!.Value.GetProperty("attachments")[0];
        file.GetProperty("filename").GetString().Should().Be("rank.png");
        file.GetProperty("description").GetString().Should().Contain("rank #1 of 1, level 0");

        var options = JsonSerializer.SerializeToElement(new[] { new { name = "member", type = 6, value = ada.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) } });
        var french = await AskAsync(bot, general.Id, zoe.Id, "rank", options);
        french.Json!.Value.GetProperty("attachments")[0].GetProperty("description").GetString().Should().Contain("rang #1 sur 1, niveau 0");
        (await AskAsync(bot, general.Id, zoe.Id, "rank")).Content.Should().StartWith("Vous n’avez pas encore de rang");
    }

    [Fact]
    public async Task A_leaderboard_is_turned_over_page_by_page_and_pings_nobody()
    {
        await using var bot = await RunningBot.StartAsync();
        var owner = await bot.Control.CreateUserAsync("owner", "@everyone");
        var guild = await bot.Control.CreateGuildAsync("Guild", owner.Id);
        var general = (await bot.Control.ChannelsAsync(guild.Id))[0];
        await RegisteredAsync(bot);
        for (var i = 0; i < 12; i++)
        {
            var user = i == 0 ? owner : await bot.Control.CreateUserAsync($"user{i}");
            if (i > 0) await bot.Control.JoinAsync(guild.Id, user.Id);
            await bot.Control.PostAsync(general.Id, user.Id, "hello");
        }

        await bot.UntilCountedAsync(guild.Id, 12);
        var first = await AskAsync(bot, general.Id, owner.Id, "leaderboard");
        var embed = first.Json!.Value.GetProperty("embeds")[0];
        embed.GetProperty("description").GetString()!.Split('\n').Should().HaveCount(10);
        embed.GetProperty("footer").GetProperty("text").GetString().Should().Be("Page 1 of 2 · 12 members");
        var next = first.Json!.Value.GetProperty("components")[0].GetProperty("components")[1];
        next.GetProperty("label").GetString().Should().Be("Next");

        var click = await bot.Control.UseComponentAsync(new NewComponentUse(general.Id, owner.Id, first.Id, next.GetProperty("custom_id").GetString()!));
        JsonElement turned = default;
        await Polling.UntilAsync(async () =>
        {
            var shown = (await bot.Control.InteractionAsync(click)).Messages;
            if (shown.Count == 0) return false;
            turned = shown[0].Json!.Value.GetProperty("embeds")[0];
            return turned.GetProperty("footer").GetProperty("text").GetString() == "Page 2 of 2 · 12 members";
        }, Cancellation);
        turned.GetProperty("description").GetString()!.Split('\n').Should().HaveCount(2);
    }

    [Fact]
    public async Task Help_lists_every_command_for_who_asks_alone()
    {
        await using var bot = await RunningBot.StartAsync();
        var ada = await bot.Control.CreateUserAsync("ada", locale: "fr");
        var guild = await bot.Control.CreateGuildAsync("Guild", ada.Id);
        var general = (await bot.Control.ChannelsAsync(guild.Id))[0];
        await RegisteredAsync(bot);

        var help = await AskAsync(bot, general.Id, ada.Id, "help");
        help.Content.Should().Contain("`/rang`").And.Contain("`/classement`").And.Contain("`/aide`");
        (help.Flags & Ephemeral).Should().Be(Ephemeral);
    }

    // Discord refuses to run a command that it does not know.
    private static Task RegisteredAsync(RunningBot bot) => Polling.UntilAsync(async () =>
    {
        var known = await bot.CommandsAsync();
        return known.Count == 3 && known.All(c => c.GetProperty("name_localizations").GetProperty("fr").GetString() is not null);
    }, Cancellation);

    // Discord forgets an interaction after three seconds: on a machine that is too busy to answer in time it is asked again.
    private static async Task<MessageView> AskAsync(RunningBot bot, ulong channelId, ulong userId, string name, JsonElement? options = null)
    {
        while (true)
        {
            var interaction = await bot.Control.RunCommandAsync(channelId, userId, name, options);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            patience.CancelAfter(TimeSpan.FromSeconds(5));
            try
            {
                MessageView? answer = null;
                await Polling.UntilAsync(async () => (answer = (await bot.Control.InteractionAsync(interaction)) is { Loading: false, Messages: [var message, ..] } ? message : null) is not null, patience.Token);
                return answer!;
            }
            catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
            {
            }
        }
    }
}

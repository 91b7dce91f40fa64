using System.Text.Json;
using CommunityIntel.BotShard.Tests.Gaps;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.GrainInterfaces.Privacy;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityIntel.BotShard.Tests.Commands;

/// <summary>Commands as a member sees them: asked through Discord, answered by a running bot.</summary>
public sealed class CommandTests
{
    private const int Ephemeral = 64;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rank_is_a_card_in_the_guilds_language_and_a_refusal_is_in_the_readers()
    {
        var bot = await SharedBot.GetAsync();
        var ada = await bot.Control.CreateUserAsync("ada", "**Ada** @everyone");
        var zoe = await bot.Control.CreateUserAsync("zoe", "Zoé", locale: "fr");
        var guild = await bot.Control.CreateGuildAsync("Guild", ada.Id);
        await bot.Control.JoinAsync(guild.Id, zoe.Id);
        var general = (await bot.Control.ChannelsAsync(guild.Id))[0];

        var none = await bot.AskAsync(general.Id, ada.Id, "rank");
        none.Content.Should().StartWith("You have no rank here yet");
        (none.Flags & Ephemeral).Should().Be(Ephemeral);

        await bot.Control.PostAsync(general.Id, ada.Id, "hello");
        await bot.UntilCountedAsync(guild.Id, 1);
        var card = await bot.AskAsync(general.Id, ada.Id, "rank");
        var file = card.Json!.Value.GetProperty("attachments")[0];
        file.GetProperty("filename").GetString().Should().Be("rank.png");
        file.GetProperty("description").GetString().Should().Contain("rank #1 of 1, level 0");

        var options = JsonSerializer.SerializeToElement(new[] { new { name = "member", type = 6, value = ada.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) } });
        var english = await bot.AskAsync(general.Id, zoe.Id, "rank", options);
        english.Json!.Value.GetProperty("attachments")[0].GetProperty("description").GetString().Should().Contain("rank #1 of 1", "everybody sees it, so it is in the guild's language");

        var here = await bot.Control.CreateGuildAsync("Ici", ada.Id, locale: "fr");
        var salon = (await bot.Control.ChannelsAsync(here.Id))[0];
        await bot.Control.PostAsync(salon.Id, ada.Id, "bonjour");
        await bot.UntilCountedAsync(here.Id, 1);
        var french = await bot.AskAsync(salon.Id, ada.Id, "rank");
        french.Json!.Value.GetProperty("attachments")[0].GetProperty("description").GetString().Should().Contain("rang #1 sur 1, niveau 0");
        (await bot.AskAsync(general.Id, zoe.Id, "rank")).Content.Should().StartWith("Vous n’avez pas encore de rang");
    }

    [Fact]
    public async Task A_leaderboard_is_turned_over_page_by_page_and_pings_nobody()
    {
        var bot = await SharedBot.GetAsync();
        var owner = await bot.Control.CreateUserAsync("owner", "@everyone");
        var guild = await bot.Control.CreateGuildAsync("Guild", owner.Id);
        var general = (await bot.Control.ChannelsAsync(guild.Id))[0];
        for (var i = 0; i < 12; i++)
        {
            var user = i == 0 ? owner : await bot.Control.CreateUserAsync($"user{i}");
            if (i > 0) await bot.Control.JoinAsync(guild.Id, user.Id);
            await bot.Control.PostAsync(general.Id, user.Id, "hello");
        }

        await bot.UntilCountedAsync(guild.Id, 12);
        (await bot.AskAsync(general.Id, owner.Id, "leaderboard")).Json!.Value.GetProperty("embeds")[0].GetProperty("title").GetString().Should().Be("XP · All time");
        var month = JsonSerializer.SerializeToElement(new[] { new { name = "board", type = 3, value = "messages" }, new { name = "period", type = 3, value = "month" } });
        var first = await bot.AskAsync(general.Id, owner.Id, "leaderboard", month);
        var embed = first.Json!.Value.GetProperty("embeds")[0];
        embed.GetProperty("title").GetString().Should().Be("Messages · This month");
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
        turned.GetProperty("title").GetString().Should().Be("Messages · This month", "a page is turned within its board");
    }

    [Fact]
    public async Task Whoever_hides_is_nobody_to_others_and_sees_their_own_card_alone()
    {
        var bot = await SharedBot.GetAsync();
        var ada = await bot.Control.CreateUserAsync("ada", "Ada");
        var zoe = await bot.Control.CreateUserAsync("zoe", "Zoé");
        var guild = await bot.Control.CreateGuildAsync("Guild", ada.Id);
        await bot.Control.JoinAsync(guild.Id, zoe.Id);
        var general = (await bot.Control.ChannelsAsync(guild.Id))[0];
        await bot.Control.PostAsync(general.Id, ada.Id, "hello");
        await bot.Control.PostAsync(general.Id, zoe.Id, "hello");
        await bot.UntilCountedAsync(guild.Id, 2);
        await bot.Services.GetRequiredService<IGrainFactory>().GetGrain<IGuildPrivacyGrain>((long)guild.Id).ChooseAsync((long)ada.Id, MemberChoices.Hide, null, DateTimeOffset.UtcNow);

        var options = JsonSerializer.SerializeToElement(new[] { new { name = "member", type = 6, value = ada.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) } });
        (await bot.AskAsync(general.Id, zoe.Id, "rank", options)).Content.Should().Contain("no rank here yet");
        (await bot.AskAsync(general.Id, zoe.Id, "rank")).Json!.Value.GetProperty("attachments")[0].GetProperty("description").GetString().Should().Contain("rank #1 of 1");
        var own = await bot.AskAsync(general.Id, ada.Id, "rank");
        (own.Flags & Ephemeral).Should().Be(Ephemeral);
        own.Json!.Value.GetProperty("attachments").GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task Help_lists_the_commands_that_one_may_run_for_who_asks_alone()
    {
        var bot = await SharedBot.GetAsync();
        var ada = await bot.Control.CreateUserAsync("ada", locale: "fr");
        var guild = await bot.Control.CreateGuildAsync("Guild", ada.Id);
        var general = (await bot.Control.ChannelsAsync(guild.Id))[0];

        var help = await bot.AskAsync(general.Id, ada.Id, "help");
        help.Content.Should().Contain("`/rang`").And.Contain("`/classement`").And.Contain("`/aide`").And.Contain("`/xp`");
        (help.Flags & Ephemeral).Should().Be(Ephemeral);

        var zoe = await bot.Control.CreateUserAsync("zoe");
        await bot.Control.JoinAsync(guild.Id, zoe.Id);
        (await bot.AskAsync(general.Id, zoe.Id, "help")).Content.Should().Contain("`/rank`").And.NotContain("`/xp`").And.NotContain("`/settings`");
    }
}

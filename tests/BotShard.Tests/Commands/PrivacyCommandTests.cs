using System.Text.Json;
using CommunityIntel.BotShard.Tests.Gaps;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.GrainInterfaces.Privacy;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityIntel.BotShard.Tests.Commands;

/// <summary><c>/privacy</c> as members see it, up to what then holds.</summary>
public sealed class PrivacyCommandTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_choice_says_what_it_does_holds_once_confirmed_and_shows_the_way_back()
    {
        var scene = await Scene.StartAsync();
        var proposed = await scene.AskAsync("hide", Asking.Option("state", 3, "on"));
        proposed.Content.Should().Contain("Leaderboards, rank cards and profiles leave you out").And.Contain("on every server");
        (proposed.Flags & Asking.Ephemeral).Should().Be(Asking.Ephemeral);
        (await scene.Person.GetAsync()).Choices.Should().Be(MemberChoices.None, "nothing was confirmed yet");

        var done = await scene.Bot.ClickAsync(scene.Ada, proposed, "privacy:hide:on");
        done.Content.Should().StartWith("Done.").And.Contain("`/privacy hide off`");
        (await scene.Person.GetAsync()).Choices.Should().Be(MemberChoices.Hide);
        (await scene.AskAsync("hide", Asking.Option("state", 3, "on"))).Content.Should().StartWith("It is so already.");

        var back = await scene.AskAsync("hide", Asking.Option("state", 3, "off"));
        await scene.Bot.ClickAsync(scene.Ada, back, "privacy:hide:off");
        (await scene.Person.GetAsync()).Choices.Should().Be(MemberChoices.None);
        (await scene.AskAsync("show")).Content.Should().Contain("`/privacy hide on`").And.Contain("`/privacy stop on`");
    }

    [Fact]
    public async Task Who_stops_is_counted_no_more_and_says_so_in_their_language()
    {
        var scene = await Scene.StartAsync("fr");
        await scene.Bot.Control.PostAsync(scene.Channel, scene.Ada, "avant");
        await scene.Bot.UntilCountedAsync(scene.Guild, 1);
        var proposed = await scene.AskAsync("stop", Asking.Option("state", 3, "on"));
        proposed.Content.Should().StartWith("**Arrêter la collecte**");
        (await scene.Bot.ClickAsync(scene.Ada, proposed, "privacy:stop:on")).Content.Should().Contain("`/confidentialité arrêter non`");

        var other = await scene.Bot.Control.CreateUserAsync("other");
        await scene.Bot.Control.JoinAsync(scene.Guild, other.Id);
        await scene.Bot.Control.PostAsync(scene.Channel, scene.Ada, "pendant");
        await scene.Bot.Control.PostAsync(scene.Channel, other.Id, "after it");
        await scene.Bot.UntilCountedAsync(scene.Guild, 2);
        (await scene.ExportedAsync()).GetProperty("guilds")[0].GetProperty("messages").GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task A_deletion_needs_the_word_waits_a_day_and_can_be_called_off()
    {
        var scene = await Scene.StartAsync();
        var form = await scene.Bot.FormAsync(scene.Channel, scene.Ada, "privacy", Asking.Subcommand("delete"));
        (await scene.Bot.FillInAsync(scene.Channel, scene.Ada, form, "delet")).Content.Should().StartWith("Nothing was deleted");
        (await scene.Person.GetAsync()).DeletionDueAt.Should().BeNull();

        var asked = await scene.Bot.FillInAsync(scene.Channel, scene.Ada, form, "delete");
        var due = (await scene.Person.GetAsync()).DeletionDueAt!.Value;
        asked.Content.Should().Contain($"<t:{due.ToUnixTimeSeconds()}:f>");
        (due - DateTimeOffset.UtcNow).Should().BeCloseTo(TimeSpan.FromHours(24), TimeSpan.FromMinutes(5));
        await scene.Bot.ClickAsync(scene.Ada, asked, "privacy:cancel");
        (await scene.Person.GetAsync()).DeletionDueAt.Should().BeNull();
    }

    private sealed class Scene
    {
        public required RunningBot Bot { get; init; }

        public required ulong Ada { get; init; }

        public required ulong Guild { get; init; }

        public required ulong Channel { get; init; }

        public IMemberPrivacyGrain Person => Bot.Services.GetRequiredService<IGrainFactory>().GetGrain<IMemberPrivacyGrain>((long)Ada);

        public static async Task<Scene> StartAsync(string locale = "en-US")
        {
            var bot = await SharedBot.GetAsync();
            var ada = await bot.Control.CreateUserAsync("ada", locale: locale);
            var guild = await bot.Control.CreateGuildAsync("Guild", ada.Id);
            var channel = (await bot.Control.ChannelsAsync(guild.Id))[0].Id;
            return new Scene { Bot = bot, Ada = ada.Id, Guild = guild.Id, Channel = channel };
        }

        public Task<MessageView> AskAsync(string subcommand, params object[] options) => Bot.AskAsync(Channel, Ada, "privacy", subcommand, options);

        /// <summary>The file that <c>/privacy export</c> attaches, read where it comes from: the local Discord keeps no content.</summary>
        public async Task<JsonElement> ExportedAsync()
        {
            var answer = await AskAsync("export");
            answer.Json!.Value.GetProperty("attachments")[0].GetProperty("filename").GetString().Should().Be("my-data.json");
            (answer.Flags & Asking.Ephemeral).Should().Be(Asking.Ephemeral);
            using var file = new MemoryStream();
            await foreach (var piece in Person.ExportAsync(Cancellation)) await file.WriteAsync(piece, Cancellation);
            return JsonDocument.Parse(file.ToArray()).RootElement;
        }
    }
}

using System.Text.Json;
using CommunityIntel.BotShard.Commands;
using CommunityIntel.Discord;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Rest;
using CommunityIntel.DiscordEmulator.Control;

namespace CommunityIntel.BotShard.Tests.Commands;

/// <summary>What every command can rely on, whatever it answers.</summary>
public sealed class InteractionTests
{
    private static readonly Dictionary<string, string?> Impatient = new() { ["BotShard:FirstAnswerMs"] = "0" };

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, true)]
    [InlineData(false, false, false)]
    [InlineData(false, true, true)]
    public async Task A_slow_answer_is_as_private_as_a_quick_one(bool command, bool answer, bool shown)
    {
        var ready = new TaskCompletionSource();
        var slow = new ScriptedCommand("slow")
        {
            Private = command,
            Answer = async _ =>
            {
                await ready.Task;
                return new DiscordMessageBuilder { Content = "at last", IsEphemeral = answer };
            },
        };
        await using var scene = await Scene.StartAsync(Impatient, [slow]);

        var interaction = await scene.Bot.SeenAsync(() => scene.Bot.Control.RunCommandAsync(scene.Channel, scene.Owner, "slow"), i => i.Loading);
        interaction.AnswerType.Should().Be(5);
        var placeholder = interaction.Messages.Single();
        (placeholder.Flags & Asking.Ephemeral).Should().Be(command ? Asking.Ephemeral : 0);

        ready.SetResult();
        var seen = await scene.UntilAsync(interaction.Id, i => i.Messages is [{ Content: "at last" }]);
        (seen.Messages[0].Flags & Asking.Ephemeral).Should().Be(shown ? Asking.Ephemeral : 0);
        (await scene.PublicAsync()).Should().HaveCount(shown ? 0 : 1, "nothing is left of what only one person may see");
    }

    [Fact]
    public async Task A_click_changes_the_message_and_a_private_answer_to_it_leaves_it_alone()
    {
        var pages = new ScriptedCommand("pages")
        {
            Answer = run => Task.FromResult(run.IsClick
                ? run.ClickedOn[0] == "secret" ? new DiscordMessageBuilder { Content = "for you" }.AsEphemeral() : new DiscordMessageBuilder { Content = "page 2" }
                : new DiscordMessageBuilder
                {
                    Content = "page 1",
                    Components = [DiscordComponent.ActionRow(DiscordComponent.Button("pages:next", "Next"), DiscordComponent.Button("pages:secret", "Secret"))],
                }),
        };
        await using var scene = await Scene.StartAsync(Impatient, [pages]);
        var first = await scene.Bot.AskAsync(scene.Channel, scene.Owner, "pages");

        var secret = await scene.Bot.ClickAsync(scene.Owner, first, "pages:secret");
        (secret.Content, secret.Flags & Asking.Ephemeral).Should().Be(("for you", Asking.Ephemeral));
        (await scene.PublicAsync()).Should().ContainSingle().Which.GetProperty("content").GetString().Should().Be("page 1");

        await scene.Bot.SeenAsync(
            () => scene.Bot.Control.UseComponentAsync(new NewComponentUse(scene.Channel, scene.Owner, first.Id, "pages:next")), i => i.Messages is [{ Content: "page 2" }]);
        var shown = (await scene.PublicAsync()).Should().ContainSingle().Subject;
        shown.GetProperty("content").GetString().Should().Be("page 2");
        shown.GetProperty("components").GetArrayLength().Should().Be(0, "an answer is whole: what it does not say is gone");
    }

    [Fact]
    public async Task A_private_message_is_changed_by_its_own_buttons()
    {
        var choice = new ScriptedCommand("choice")
        {
            Private = true,
            Answer = run => Task.FromResult(new DiscordMessageBuilder
            {
                Content = run.IsClick ? $"chosen: {run.ClickedOn[0]}" : "choose",
                Components = run.IsClick ? null : [DiscordComponent.ActionRow(DiscordComponent.Button("choice:a", "A"))],
            }),
        };
        await using var scene = await Scene.StartAsync(null, [choice]);
        var asked = await scene.Bot.AskAsync(scene.Channel, scene.Owner, "choice");
        (asked.Flags & Asking.Ephemeral).Should().Be(Asking.Ephemeral);

        var chosen = await scene.Bot.ClickAsync(scene.Owner, asked, "choice:a");
        (chosen.Id, chosen.Content, chosen.Flags & Asking.Ephemeral).Should().Be((asked.Id, "chosen: a", Asking.Ephemeral));
        (await scene.PublicAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_form_is_shown_first_and_what_was_typed_comes_back()
    {
        var form = new ScriptedCommand("form")
        {
            Private = true,
            Asks = run => run.Subcommand == "delete" ? new("form:delete", "Sure?", [DiscordComponent.TextField("typed", "Type DELETE")]) : null,
            Answer = run => Task.FromResult(new DiscordMessageBuilder { Content = run.IsForm ? $"{run.ClickedOn[0]} {run.Field("typed")}" : "no form" }),
        };
        await using var scene = await Scene.StartAsync(null, [form]);
        (await scene.Bot.AskAsync(scene.Channel, scene.Owner, "form", "keep")).Content.Should().Be("no form");

        var shown = await scene.Bot.FormAsync(scene.Channel, scene.Owner, "form", Asking.Subcommand("delete"));
        shown.GetProperty("title").GetString().Should().Be("Sure?");
        var answer = await scene.Bot.FillInAsync(scene.Channel, scene.Owner, shown, "DELETE");
        (answer.Content, answer.Flags & Asking.Ephemeral).Should().Be(("delete DELETE", Asking.Ephemeral));
    }

    [Fact]
    public async Task Who_lacks_the_permission_is_told_which_in_their_language_and_nothing_runs()
    {
        var ran = 0;
        var manage = new ScriptedCommand("manage")
        {
            Needs = DiscordPermissions.ManageGuild,
            Answer = _ =>
            {
                Interlocked.Increment(ref ran);
                return Task.FromResult(new DiscordMessageBuilder { Content = "done" });
            },
        };
        await using var scene = await Scene.StartAsync(null, [manage]);
        (await scene.Bot.CommandsAsync()).Single(c => c.GetProperty("name").GetString() == "manage").GetProperty("default_member_permissions").GetString().Should().Be("32");

        var refused = await scene.Bot.AskAsync(scene.Channel, scene.Zoe, "manage");
        refused.Content.Should().Be("Seuls les membres qui ont la permission « Gérer le serveur » peuvent faire cela ici. Demandez à quelqu’un qui gère ce serveur.");
        (refused.Flags & Asking.Ephemeral).Should().Be(Asking.Ephemeral);
        ran.Should().Be(0);
        (await scene.Bot.AskAsync(scene.Channel, scene.Owner, "manage")).Content.Should().Be("done");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_command_that_breaks_still_answers_who_asked(bool late)
    {
        var ready = new TaskCompletionSource();
        if (!late) ready.SetResult();
        var broken = new ScriptedCommand("broken")
        {
            Answer = async _ =>
            {
                await ready.Task;
                throw new InvalidOperationException("a bug");
            },
        };
        await using var scene = await Scene.StartAsync(late ? Impatient : null, [broken]);
        var seen = await scene.Bot.SeenAsync(() => scene.Bot.Control.RunCommandAsync(scene.Channel, scene.Zoe, "broken"), i => i.Messages.Count > 0);
        if (late)
        {
            seen.Loading.Should().BeTrue();
            ready.SetResult();
            seen = await scene.UntilAsync(seen.Id, i => i is { Loading: false, Messages.Count: > 0 });
        }

        seen.Messages[0].Content.Should().StartWith("Cela n’a pas marché");
        (seen.Messages[0].Flags & Asking.Ephemeral).Should().Be(Asking.Ephemeral);
    }
}

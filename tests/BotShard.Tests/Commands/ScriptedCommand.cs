using CommunityIntel.BotShard.Commands;
using CommunityIntel.Discord;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Rest;

namespace CommunityIntel.BotShard.Tests.Commands;

/// <summary>A command that answers when the test says so, with what the test says. Known to Discord under a name that has texts.</summary>
internal sealed class ScriptedCommand(string name) : ICommand
{
    public string Name => name;

    public DiscordPermissions Needs { get; init; }

    public bool Private { get; init; }

    public Func<CommandCall, Task<DiscordMessageBuilder>> Answer { get; init; } = run => Task.FromResult(new DiscordMessageBuilder { Content = run.Subcommand ?? "done" });

    public Func<CommandCall, DiscordInteractionResponse.Modal?> Asks { get; init; } = _ => null;

    public DiscordApplicationCommand Definition(CommandTexts texts) => texts.Command("help") with { Name = name, NameLocalizations = null };

    public bool IsPrivate(CommandCall run) => Private;

    public DiscordInteractionResponse.Modal? Form(CommandCall run) => Asks(run);

    public Task<DiscordMessageBuilder> AnswerAsync(CommandCall run, CancellationToken cancellation) => Answer(run);
}

using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Rest;

namespace CommunityIntel.BotShard.Commands;

/// <summary><c>/help</c>: a line for every command that who asks may run, for them alone.</summary>
public sealed class HelpCommand(IServiceProvider services, CommandTexts texts) : ICommand
{
    public string Name => "help";

    public DiscordApplicationCommand Definition(CommandTexts texts) => texts.Command(Name);

    public bool IsPrivate(CommandCall run) => true;

    public Task<DiscordMessageBuilder> AnswerAsync(CommandCall run, CancellationToken cancellation)
    {
        var lines = services.GetServices<ICommand>().Where(c => run.Has(c.Needs)).Select(c => $"`/{texts.In(run.Culture, $"command.{c.Name}")}` {texts.In(run.Culture, $"command.{c.Name}.about")}");
        return Task.FromResult(new DiscordMessageBuilder { Content = string.Join('\n', lines.Prepend(texts.In(run.Culture, "command.help.intro"))) });
    }
}

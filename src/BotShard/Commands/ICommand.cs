using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Rest;

namespace CommunityIntel.BotShard.Commands;

/// <summary>One slash command: what Discord is told of it, and what it answers.</summary>
public interface ICommand
{
    /// <summary>Discord's default name, which also begins the <c>custom_id</c> of its buttons.</summary>
    string Name { get; }

    DiscordApplicationCommand Definition(CommandTexts texts);

    /// <summary>The whole answer, to the command or to a click on a button of an earlier answer.</summary>
    Task<DiscordMessageBuilder> AnswerAsync(CommandCall run, CancellationToken cancellation);
}

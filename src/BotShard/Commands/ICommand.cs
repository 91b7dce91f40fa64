using CommunityIntel.Discord;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Rest;

namespace CommunityIntel.BotShard.Commands;

/// <summary>One slash command: what Discord is told of it, who may run it, and what it answers.</summary>
public interface ICommand
{
    /// <summary>Discord's default name, which also begins the <c>custom_id</c> of its buttons and forms: <c>name:more:parts</c>.</summary>
    string Name { get; }

    /// <summary>
    /// What a member must be allowed on the guild. Discord hides the command from others by default, which the guild may change;
    /// so it is checked again before every answer, also to clicks and forms. None: everybody.
    /// </summary>
    DiscordPermissions Needs => DiscordPermissions.None;

    /// <summary>See <see cref="CommandShapes"/>; <see cref="Needs"/> is added to it.</summary>
    DiscordApplicationCommand Definition(CommandTexts texts);

    /// <summary>
    /// Whether only who asked sees the answer: in their language, otherwise in the guild's. Said before anything is asked, since
    /// Discord wants to know it with "an answer is coming". True makes every answer private; a public command may still answer privately.
    /// </summary>
    bool IsPrivate(CommandCall run);

    /// <summary>A form to fill in first, from what is known without asking anybody; what was typed then comes as a call that <see cref="CommandCall.IsForm"/>.</summary>
    DiscordInteractionResponse.Modal? Form(CommandCall run) => null;

    /// <summary>
    /// The whole answer, to the command, to a click on a button of an earlier answer or to a form. To a click it takes the place of the
    /// message that was clicked on when both are public or both private.
    /// </summary>
    Task<DiscordMessageBuilder> AnswerAsync(CommandCall run, CancellationToken cancellation);
}

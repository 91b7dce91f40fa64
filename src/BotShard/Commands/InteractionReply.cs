using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Rest;

namespace CommunityIntel.BotShard.Commands;

/// <summary>
/// Where the answer to one interaction stands: nothing said yet, "an answer is coming", or done. Not for several threads at once.
/// Discord's refusals end it: answered by another worker after a hand-over, too late, or Discord is away: nobody waits any more.
/// </summary>
public sealed partial class InteractionReply(IDiscordRest discord, DiscordInteraction interaction, ILogger logger)
{
    private enum Stage
    {
        Open,
        DeferredPublic,
        DeferredPrivate,
        DeferredUpdate,
        Done,
    }

    private const int UnknownInteraction = 10062, UnknownWebhook = 10015, AlreadyAcknowledged = 40060;

    private Stage _stage = Stage.Open;

    /// <summary>Whether Discord took what was said; null when somebody else had answered: another worker, before a hand-over.</summary>
    internal CommandOutcome? Outcome { get; private set; } = CommandOutcome.Failed;

    private bool IsClick => interaction.Type == DiscordInteractionType.MessageComponent;

    private bool IsOnPrivateMessage => interaction.Message?.IsEphemeral == true;

    public Task ShowFormAsync(DiscordInteractionResponse.Modal form, CancellationToken cancellation) =>
        ReachAsync(Stage.Done, () => RespondAsync(form, cancellation));

    /// <summary>Says that an answer is coming. Whether it is private cannot be changed by editing it.</summary>
    public Task DeferAsync(bool isPrivate, CancellationToken cancellation) =>
        IsClick && isPrivate == IsOnPrivateMessage ? ReachAsync(Stage.DeferredUpdate, () => RespondAsync(new DiscordInteractionResponse.DeferredUpdate(), cancellation))
        : ReachAsync(isPrivate ? Stage.DeferredPrivate : Stage.DeferredPublic, () => RespondAsync(new DiscordInteractionResponse.DeferredMessage(isPrivate), cancellation));

    /// <summary>The answer. To a click it takes the place of the message that was clicked on when both are public or both private.</summary>
    public Task AnswerAsync(DiscordMessageBuilder content, CancellationToken cancellation) =>
        IsClick && content.IsEphemeral == IsOnPrivateMessage ? ReplaceAsync(Whole(content), cancellation) : SendAsync(content, cancellation);

    /// <summary>A refusal or an apology, for who asked alone; the message that was clicked on stays.</summary>
    public Task NoticeAsync(string text, CancellationToken cancellation) =>
        SendAsync(new DiscordMessageBuilder { Content = text }.AsEphemeral(), cancellation);

    private Task ReplaceAsync(DiscordMessageBuilder content, CancellationToken cancellation) => _stage switch
    {
        Stage.Open => ReachAsync(Stage.Done, () => RespondAsync(new DiscordInteractionResponse.Update(content), cancellation)),
        Stage.DeferredUpdate => ReachAsync(Stage.Done, () => EditAsync(content, cancellation)),
        _ => SendAsync(content, cancellation),
    };

    private Task SendAsync(DiscordMessageBuilder content, CancellationToken cancellation) => _stage switch
    {
        Stage.Open => ReachAsync(Stage.Done, () => RespondAsync(new DiscordInteractionResponse.Message(content), cancellation)),
        Stage.DeferredUpdate => ReachAsync(Stage.Done, () => FollowUpAsync(content, cancellation)),
        // The first follow-up would fill what everybody sees; once that is deleted it is a message of its own.
        Stage.DeferredPublic when content.IsEphemeral => ReachAsync(Stage.Done, async () =>
        {
            await discord.DeleteOriginalInteractionResponseAsync(interaction.ApplicationId, interaction.Token, cancellation);
            await FollowUpAsync(content, cancellation);
        }),
        Stage.DeferredPublic or Stage.DeferredPrivate => ReachAsync(Stage.Done, () => EditAsync(content, cancellation)),
        _ => Task.CompletedTask,
    };

    private async Task ReachAsync(Stage next, Func<Task> call)
    {
        if (_stage == Stage.Done) return;
        try
        {
            await call();
            _stage = next;
            Outcome = CommandOutcome.Ok;
        }
        catch (Exception e) when (e is DiscordRestException or HttpRequestException)
        {
            _stage = Stage.Done;
            Outcome = OutcomeOf(e);
            Log.NotAnswered(logger, interaction.Id, e.Message);
        }
    }

    private static CommandOutcome? OutcomeOf(Exception refusal) => refusal switch
    {
        DiscordRestException { Code: AlreadyAcknowledged } => null,
        DiscordRestException { Code: UnknownInteraction or UnknownWebhook } => CommandOutcome.Late,
        _ => CommandOutcome.Failed,
    };

    private Task RespondAsync(DiscordInteractionResponse response, CancellationToken cancellation) =>
        discord.CreateInteractionResponseAsync(interaction.Id, interaction.Token, response, cancellation);

    private Task<DiscordMessage> EditAsync(DiscordMessageBuilder content, CancellationToken cancellation) =>
        discord.EditOriginalInteractionResponseAsync(interaction.ApplicationId, interaction.Token, content, cancellation);

    private Task<DiscordMessage> FollowUpAsync(DiscordMessageBuilder content, CancellationToken cancellation) =>
        discord.CreateFollowupMessageAsync(interaction.ApplicationId, interaction.Token, content, cancellation);

    // What is not said in an edit stays as it was: an answer that has no buttons any more must say so.
    private static DiscordMessageBuilder Whole(DiscordMessageBuilder content)
    {
        content.Content ??= "";
        content.Embeds ??= [];
        content.Components ??= [];
        return content;
    }

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Information, "Interaction {InteractionId} was not answered: {Reason}")]
        public static partial void NotAnswered(ILogger logger, ulong interactionId, string reason);
    }
}

using System.Threading.Channels;
using CommunityIntel.Discord;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Gateway;
using CommunityIntel.Discord.Gateway.Events;
using CommunityIntel.Discord.Rest;
using CommunityIntel.GrainInterfaces.Guilds;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace CommunityIntel.BotShard.Commands;

/// <summary>
/// Answers commands and clicks, several at once, apart from the events that are counted: one that is not answered within seconds
/// is worth nothing any more, so beyond a bound the oldest that wait are dropped.
/// </summary>
public sealed partial class Interactions(
    IEnumerable<ICommand> commands, CommandTexts texts, IDiscordRest discord, IOptions<BotShardOptions> options, TimeProvider time, ILogger<Interactions> logger)
    : BackgroundService
{
    private const int AtOnce = 16;
    private const int MostWaiting = 1_000;

    // Who takes longer says first that an answer is coming.
    private readonly TimeSpan _firstAnswer = TimeSpan.FromMilliseconds(options.Value.FirstAnswerMs);
    private readonly Dictionary<string, ICommand> _commands = commands.ToDictionary(c => c.Name);
    private readonly Channel<DiscordInteraction> _waiting = Channel.CreateBounded<DiscordInteraction>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest },
        dropped => CommandMetrics.Ended(commands.Any(c => c.Name == NameOf(dropped)) ? NameOf(dropped) : CommandMetrics.Other, CommandOutcome.Late, time.GetUtcNow() - Snowflake.TimeOf(dropped.Id)));

    /// <summary>Takes INTERACTION_CREATE; never waits.</summary>
    public void Offer(in GatewayEvent e)
    {
        try
        {
            if (EventDecoder.Decode(e) is InteractionCreatedEventArgs created) _waiting.Writer.TryWrite(created.Interaction);
        }
        catch (DiscordDecodeException broken)
        {
            Log.NotRead(logger, broken.Message);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        CommandMetrics.Begin(_commands.Keys);
        return Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => AnswerAllAsync(stoppingToken)));
    }

    private async Task AnswerAllAsync(CancellationToken stopping)
    {
        try
        {
            await foreach (var interaction in _waiting.Reader.ReadAllAsync(stopping))
            {
                if (!IsAsked(interaction)) continue;
                if (await TryAnswerAsync(interaction, stopping) is { } outcome)
                    CommandMetrics.Ended(_commands.ContainsKey(NameOf(interaction)) ? NameOf(interaction) : CommandMetrics.Other, outcome, time.GetUtcNow() - Snowflake.TimeOf(interaction.Id));
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    private async Task<CommandOutcome?> TryAnswerAsync(DiscordInteraction interaction, CancellationToken stopping)
    {
        var reply = new InteractionReply(discord, interaction, logger);
        var name = NameOf(interaction);
        try
        {
            await AnswerAsync(interaction, reply, stopping);
            return reply.Outcome;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is StorageUnavailableException or TimeoutException or OrleansException)
        {
            Log.Failed(logger, name, interaction.GuildId ?? 0, e.Message);
            await reply.NoticeAsync(texts.In(CommandTexts.CultureOf(interaction.Locale), "command.failed"), stopping);
        }
        catch (Exception e) // The hosted service's loop: one command that breaks must not stop the others, and who asked is told.
        {
            Log.Broken(logger, name, interaction.Id, e);
            await reply.NoticeAsync(texts.In(CommandTexts.CultureOf(interaction.Locale), "command.failed"), stopping);
        }

        return CommandOutcome.Failed;
    }

    private static bool IsAsked(DiscordInteraction interaction) =>
        interaction.Type is DiscordInteractionType.ApplicationCommand or DiscordInteractionType.MessageComponent or DiscordInteractionType.ModalSubmit;

    private async Task AnswerAsync(DiscordInteraction interaction, InteractionReply reply, CancellationToken stopping)
    {
        var culture = CommandTexts.CultureOf(interaction.Locale);
        if (interaction.GuildId is not { } guildId || interaction.Member?.User is not { } author) await reply.NoticeAsync(texts.In(culture, "command.guildOnly"), stopping);
        else if (!_commands.TryGetValue(NameOf(interaction), out var command)) await reply.NoticeAsync(texts.In(culture, "command.unknown"), stopping);
        else await AnswerAsync(command, new CommandCall(interaction, guildId, author, culture, CommandTexts.CultureOf(interaction.GuildLocale)), reply, stopping);
    }

    private async Task AnswerAsync(ICommand command, CommandCall run, InteractionReply reply, CancellationToken stopping)
    {
        if (!run.Has(command.Needs))
        {
            await reply.NoticeAsync(texts.Refusal(run.Culture, command.Needs), stopping);
            return;
        }

        if (!run.IsForm && command.Form(run) is { } form)
        {
            await reply.ShowFormAsync(form, stopping);
            return;
        }

        var isPrivate = command.IsPrivate(run);
        var work = command.AnswerAsync(run, stopping);
        if (await Task.WhenAny(work, Task.Delay(_firstAnswer, time, stopping)) != work) await reply.DeferAsync(isPrivate, stopping);
        var content = await work;
        await reply.AnswerAsync(isPrivate ? content.AsEphemeral() : content, stopping);
    }

    private static string NameOf(DiscordInteraction interaction) => interaction.Data?.Name ?? interaction.Data?.CustomId?.Split(':')[0] ?? "";

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "An interaction cannot be read: {Reason}")]
        public static partial void NotRead(ILogger logger, string reason);

        [LoggerMessage(4, LogLevel.Error, "Command {Command} broke over interaction {InteractionId}")]
        public static partial void Broken(ILogger logger, string command, ulong interactionId, Exception e);

        [LoggerMessage(3, LogLevel.Warning, "Command {Command} of guild {GuildId} failed: {Reason}")]
        public static partial void Failed(ILogger logger, string command, ulong guildId, string reason);
    }
}

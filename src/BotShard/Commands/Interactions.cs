using System.Threading.Channels;
using CommunityIntel.Discord;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Gateway;
using CommunityIntel.Discord.Gateway.Events;
using CommunityIntel.Discord.Rest;
using CommunityIntel.GrainInterfaces.Guilds;
using Orleans.Runtime;

namespace CommunityIntel.BotShard.Commands;

/// <summary>
/// Answers commands and clicks, several at once, apart from the events that are counted: one that is not answered within seconds
/// is worth nothing any more, so beyond a bound the oldest that wait are dropped.
/// </summary>
public sealed partial class Interactions(
    IEnumerable<ICommand> commands, CommandTexts texts, IDiscordRest discord, TimeProvider time, ILogger<Interactions> logger) : BackgroundService
{
    private const int AtOnce = 16;
    private const int MostWaiting = 1_000;

    /// <summary>Who takes longer says first that an answer is coming.</summary>
    private static readonly TimeSpan FirstAnswer = TimeSpan.FromMilliseconds(800);

    private readonly Dictionary<string, ICommand> _commands = commands.ToDictionary(c => c.Name);
    private readonly Channel<DiscordInteraction> _waiting = Channel.CreateBounded<DiscordInteraction>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });

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

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => AnswerAllAsync(stoppingToken)));

    private async Task AnswerAllAsync(CancellationToken stopping)
    {
        try
        {
            await foreach (var interaction in _waiting.Reader.ReadAllAsync(stopping)) await TryAnswerAsync(interaction, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    private async Task TryAnswerAsync(DiscordInteraction interaction, CancellationToken stopping)
    {
        try
        {
            await AnswerAsync(interaction, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) // The hosted service's loop: one command that breaks must not stop the others.
        {
            Log.Broken(logger, interaction.Id, e);
        }
    }

    private async Task AnswerAsync(DiscordInteraction interaction, CancellationToken stopping)
    {
        var isClick = interaction.Type == DiscordInteractionType.MessageComponent;
        if (!isClick && interaction.Type != DiscordInteractionType.ApplicationCommand) return;
        try
        {
            var work = ContentAsync(interaction, stopping);
            if (await Task.WhenAny(work, Task.Delay(FirstAnswer, time, stopping)) == work)
            {
                var content = await work;
                await RespondAsync(interaction, isClick && !content.IsEphemeral ? new DiscordInteractionResponse.Update(content) : new DiscordInteractionResponse.Message(content), stopping);
                return;
            }

            await RespondAsync(interaction, isClick ? new DiscordInteractionResponse.DeferredUpdate() : new DiscordInteractionResponse.DeferredMessage(false), stopping);
            await discord.EditOriginalInteractionResponseAsync(interaction.ApplicationId, interaction.Token, await work, stopping);
        }
        catch (Exception e) when (e is DiscordRestException or HttpRequestException)
        {
            // Answered by another worker after a hand-over, too late, or Discord is away: nobody waits for it any more.
            Log.NotAnswered(logger, interaction.Id, e.Message);
        }
    }

    private async Task<DiscordMessageBuilder> ContentAsync(DiscordInteraction interaction, CancellationToken stopping)
    {
        var culture = CommandTexts.CultureOf(interaction.Locale);
        var name = interaction.Data?.Name ?? interaction.Data?.CustomId?.Split(':')[0] ?? "";
        if (interaction.GuildId is not { } guildId || interaction.Author is not { } author) return Ephemeral("command.guildOnly");
        if (!_commands.TryGetValue(name, out var command)) return Ephemeral("command.unknown");
        try
        {
            return await command.AnswerAsync(new CommandCall(interaction, guildId, author, culture), stopping);
        }
        catch (Exception e) when (e is StorageUnavailableException or TimeoutException or OrleansException)
        {
            Log.Failed(logger, name, guildId, e.Message);
            return Ephemeral("command.failed");
        }

        DiscordMessageBuilder Ephemeral(string key) => new DiscordMessageBuilder { Content = texts.In(culture, key) }.AsEphemeral();
    }

    private Task RespondAsync(DiscordInteraction interaction, DiscordInteractionResponse response, CancellationToken stopping) =>
        discord.CreateInteractionResponseAsync(interaction.Id, interaction.Token, response, stopping);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "An interaction cannot be read: {Reason}")]
        public static partial void NotRead(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Information, "Interaction {InteractionId} was not answered: {Reason}")]
        public static partial void NotAnswered(ILogger logger, ulong interactionId, string reason);

        [LoggerMessage(4, LogLevel.Error, "Interaction {InteractionId} broke what answers it")]
        public static partial void Broken(ILogger logger, ulong interactionId, Exception e);

        [LoggerMessage(3, LogLevel.Warning, "Command {Command} of guild {GuildId} failed: {Reason}")]
        public static partial void Failed(ILogger logger, string command, ulong guildId, string reason);
    }
}

using System.Globalization;
using System.Text.Json;
using CommunityIntel.BotShard.Commands;
using CommunityIntel.BotShard.Tests.Gaps;
using CommunityIntel.Discord.Rest;
using CommunityIntel.DiscordEmulator.Control;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityIntel.BotShard.Tests.Commands;

/// <summary>Members who run commands, click and fill in forms through the local Discord, and wait for what they see.</summary>
internal static class Asking
{
    public const int Ephemeral = 64;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The bot's own way to Discord.</summary>
    public static IDiscordRest GetDiscord(this IServiceProvider services) => services.GetRequiredService<IDiscordRest>();

    public static IGrainFactory GetGrains(this IServiceProvider services) => services.GetRequiredService<IGrainFactory>();

    /// <summary>Discord refuses to run a command that it does not know.</summary>
    public static Task RegisteredAsync(this RunningBot bot)
    {
        var all = bot.Services.GetServices<ICommand>().Count();
        return Polling.UntilAsync(async () => (await bot.CommandsAsync()).Count == all, Cancellation);
    }

    public static Task<MessageView> AskAsync(this RunningBot bot, ulong channelId, ulong userId, string name, JsonElement? options = null) =>
        AnsweredAsync(bot, () => bot.Control.RunCommandAsync(channelId, userId, name, options));

    /// <summary>Runs a subcommand with options of any kind.</summary>
    public static Task<MessageView> AskAsync(this RunningBot bot, ulong channelId, ulong userId, string name, string subcommand, params object[] options) =>
        bot.AskAsync(channelId, userId, name, Subcommand(subcommand, options));

    public static async Task<MessageView> ClickAsync(this RunningBot bot, ulong userId, MessageView message, string customId) =>
        await AnsweredAsync(bot, () => bot.Control.UseComponentAsync(new NewComponentUse(message.ChannelId, userId, message.Id, customId)));

    /// <summary>What a command answers when it is a form.</summary>
    public static async Task<JsonElement> FormAsync(this RunningBot bot, ulong channelId, ulong userId, string name, JsonElement? options = null)
    {
        var seen = await bot.SeenAsync(() => bot.Control.RunCommandAsync(channelId, userId, name, options), i => i.AnswerType != 0);
        return seen.AnswerData ?? throw new InvalidOperationException($"the answer was of type {seen.AnswerType}, no form");
    }

    /// <summary>Fills in a form of one field.</summary>
    public static Task<MessageView> FillInAsync(this RunningBot bot, ulong channelId, ulong userId, JsonElement form, string typed)
    {
        var label = form.GetProperty("components")[0];
        var field = label.GetProperty("component").GetProperty("custom_id").GetString()!;
        var components = JsonSerializer.SerializeToElement(new[] { new { type = 18, id = 1, component = new { type = 4, id = 2, custom_id = field, value = typed } } });
        return AnsweredAsync(bot, () => bot.Control.SubmitModalAsync(new NewModalSubmit(channelId, userId, form.GetProperty("custom_id").GetString()!, components)));
    }

    public static JsonElement Subcommand(string name, params object[] options) => JsonSerializer.SerializeToElement(new[] { new { name, type = 1, options } });

    public static object Option(string name, int type, object value) => new { name, type, value = value is ulong id ? id.ToString(CultureInfo.InvariantCulture) : value };

    /// <summary>
    /// Waits for what an interaction comes to. Discord forgets one after three seconds: on a machine that is too busy to answer in time
    /// it is asked again.
    /// </summary>
    public static async Task<InteractionView> SeenAsync(this RunningBot bot, Func<Task<ulong>> ask, Func<InteractionView, bool> holds)
    {
        while (true)
        {
            var interaction = await ask();
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            patience.CancelAfter(TimeSpan.FromSeconds(5));
            try
            {
                InteractionView? seen = null;
                await Polling.UntilAsync(async () => holds(seen = await bot.Control.InteractionAsync(interaction)), patience.Token);
                return seen!;
            }
            catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
            {
            }
        }
    }

    private static async Task<MessageView> AnsweredAsync(RunningBot bot, Func<Task<ulong>> ask) =>
        (await bot.SeenAsync(ask, i => i is { Loading: false, Messages.Count: > 0 })).Messages[^1];
}

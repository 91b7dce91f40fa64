using System.Text.Json;
using CommunityIntel.BotShard.Commands;
using CommunityIntel.BotShard.Tests.Gaps;
using CommunityIntel.DiscordEmulator.Control;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityIntel.BotShard.Tests.Commands;

/// <summary>A guild with an English-speaking owner and a French-speaking member, in a running bot that may know some commands more.</summary>
internal sealed record Scene(RunningBot Bot, ulong Guild, ulong Channel, ulong Owner, ulong Zoe) : IAsyncDisposable
{
    public static Task<Scene> StartAsync(Dictionary<string, string?>? settings, params ICommand[] commands) => StartAsync("en-US", settings, commands);

    public static async Task<Scene> StartAsync(string locale, Dictionary<string, string?>? settings = null, params ICommand[] commands)
    {
        // Discord's own pace: a process that stands still for a second must not lose its session, and with it messages of earlier days.
        var bot = await RunningBot.StartAsync(settings, services => Array.ForEach(commands, c => services.AddSingleton(c)), heartbeatMs: 41_250);
        var owner = await bot.Control.CreateUserAsync("owner", "Ada");
        var zoe = await bot.Control.CreateUserAsync("zoe", "Zoé", locale: "fr");
        var guild = await bot.Control.CreateGuildAsync("Guild", owner.Id, locale: locale);
        await bot.Control.JoinAsync(guild.Id, zoe.Id);
        await bot.RegisteredAsync();
        return new Scene(bot, guild.Id, (await bot.Control.ChannelsAsync(guild.Id))[0].Id, owner.Id, zoe.Id);
    }

    public Task<MessageView> AskAsync(ulong user, string command, string subcommand, params object[] options) => Bot.AskAsync(Channel, user, command, subcommand, options);

    public async Task<InteractionView> UntilAsync(ulong interaction, Func<InteractionView, bool> holds)
    {
        InteractionView? seen = null;
        await Polling.UntilAsync(async () => holds(seen = await Bot.Control.InteractionAsync(interaction)), TestContext.Current.CancellationToken);
        return seen!;
    }

    /// <summary>What everybody sees in the channel.</summary>
    public Task<IReadOnlyList<JsonElement>> PublicAsync() => Bot.ReadAsync($"channels/{Channel}/messages");

    public ValueTask DisposeAsync() => Bot.DisposeAsync();
}

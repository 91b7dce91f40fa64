using System.Text.Json;
using CommunityIntel.BotShard.Commands;
using CommunityIntel.BotShard.Tests.Gaps;
using CommunityIntel.DiscordEmulator.Control;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityIntel.BotShard.Tests.Commands;

/// <summary>A guild with an English-speaking owner and a French-speaking member, in the bot of all or, with settings or commands of its own, in one for itself.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private readonly bool _isOwn;

    private Scene(RunningBot bot, bool isOwn) => (Bot, _isOwn) = (bot, isOwn);

    public RunningBot Bot { get; }

    public ulong Guild { get; private init; }

    public ulong Channel { get; private init; }

    public ulong Owner { get; private init; }

    public ulong Zoe { get; private init; }

    public static async Task<Scene> StartAsync(Dictionary<string, string?>? settings = null, ICommand[]? commands = null, string locale = "en-US")
    {
        var isOwn = settings is not null || commands is not null;
        // Discord's own pace: a process that stands still for a second must not lose its session, and with it messages of earlier days.
        var bot = isOwn
            ? await RunningBot.StartAsync(settings, services => Array.ForEach(commands ?? [], c => services.AddSingleton(c)), heartbeatMs: 41_250)
            : await SharedBot.GetAsync();
        return await InAsync(bot, locale, isOwn);
    }

    /// <summary>In a bot that the caller ends, unless <paramref name="isOwn"/>.</summary>
    public static async Task<Scene> InAsync(RunningBot bot, string locale = "en-US", bool isOwn = false)
    {
        var owner = await bot.Control.CreateUserAsync("owner", "Ada");
        var zoe = await bot.Control.CreateUserAsync("zoe", "Zoé", locale: "fr");
        var guild = await bot.Control.CreateGuildAsync("Guild", owner.Id, locale: locale);
        await bot.Control.JoinAsync(guild.Id, zoe.Id);
        await bot.RegisteredAsync();
        return new Scene(bot, isOwn) { Guild = guild.Id, Channel = (await bot.Control.ChannelsAsync(guild.Id))[0].Id, Owner = owner.Id, Zoe = zoe.Id };
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

    public ValueTask DisposeAsync() => _isOwn ? Bot.DisposeAsync() : ValueTask.CompletedTask;
}

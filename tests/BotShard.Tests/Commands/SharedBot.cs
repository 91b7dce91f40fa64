using CommunityIntel.BotShard.Tests.Commands;
using CommunityIntel.BotShard.Tests.Gaps;

[assembly: AssemblyFixture(typeof(SharedBot))]

namespace CommunityIntel.BotShard.Tests.Commands;

/// <summary>One bot as it comes for all tests of commands, each in guilds and with people of its own. Started when first wanted.</summary>
public sealed class SharedBot : IAsyncLifetime
{
    private Lazy<Task<RunningBot>> _bot = null!;

    public ValueTask InitializeAsync()
    {
        // Discord's own pace: a process that stands still for a second must not lose its session, and with it messages of earlier days.
        _bot = new Lazy<Task<RunningBot>>(async () =>
        {
            var bot = await RunningBot.StartAsync(heartbeatMs: 41_250);
            await bot.RegisteredAsync();
            return bot;
        });
        return ValueTask.CompletedTask;
    }

    internal static async Task<RunningBot> GetAsync() => await (await TestContext.Current.GetFixture<SharedBot>())!._bot.Value;

    public async ValueTask DisposeAsync()
    {
        if (_bot.IsValueCreated) await (await _bot.Value).DisposeAsync();
    }
}

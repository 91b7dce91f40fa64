using CommunityIntel.BotShard.Tests.Commands;
using CommunityIntel.BotShard.Tests.Digests;
using CommunityIntel.BotShard.Tests.Gaps;

[assembly: AssemblyFixture(typeof(ReadingBot))]

namespace CommunityIntel.BotShard.Tests.Digests;

/// <summary>One bot that reads text for all tests of digests, each in guilds of its own. Started when first wanted.</summary>
public sealed class ReadingBot : IAsyncLifetime
{
    /// <summary>Digests that a member may have made in an hour.</summary>
    public const int PerHour = 4;

    private Lazy<Task<RunningBot>> _bot = null!;

    public ValueTask InitializeAsync()
    {
        _bot = new Lazy<Task<RunningBot>>(async () =>
        {
            var bot = await RunningBot.StartAsync(
                new() { ["BotShard:ReadsText"] = "true", ["BotShard:OutboxPollMs"] = "100", ["Digests:MemberDigestsPerHour"] = $"{PerHour}" }, heartbeatMs: 41_250);
            await bot.RegisteredAsync();
            return bot;
        });
        return ValueTask.CompletedTask;
    }

    internal static async Task<RunningBot> GetAsync() => await (await TestContext.Current.GetFixture<ReadingBot>())!._bot.Value;

    public async ValueTask DisposeAsync()
    {
        if (_bot.IsValueCreated) await (await _bot.Value).DisposeAsync();
    }
}

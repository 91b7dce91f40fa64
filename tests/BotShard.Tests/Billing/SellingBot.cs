using CommunityIntel.BotShard.Tests.Commands;
using CommunityIntel.BotShard.Tests.Gaps;

namespace CommunityIntel.BotShard.Tests.Billing;

/// <summary>A bot that sells Pro and Business in Discord, over scripted grains of billing. Unless a test says otherwise nothing is reviewed after its start.</summary>
public sealed class SellingBot : IAsyncLifetime
{
    public const ulong Pro = 1_000_000_000_000_000_011, Business = 1_000_000_000_000_000_012;

    internal static Dictionary<string, string?> Settings => new()
    {
        [$"Billing:DiscordSkus:{Pro}"] = "Pro",
        [$"Billing:DiscordSkus:{Business}"] = "business",
        ["Billing:DiscordReadDelayMs"] = "50",
        ["Billing:DiscordReadsPerSecond"] = "40",
        ["Web:PublicBaseUri"] = "https://stats.example/base/",
    };

    internal ScriptedBilling Billing { get; } = new();

    internal RunningBot Bot { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Bot = await RunningBot.StartAsync(Settings, Billing.Replace, heartbeatMs: 41_250);
        await Bot.RegisteredAsync();
    }

    public ValueTask DisposeAsync() => Bot.DisposeAsync();
}

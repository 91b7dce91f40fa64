using System.Globalization;
using System.Net.Http.Json;
using CommunityIntel.DiscordEmulator.Hosting;

namespace CommunityIntel.Standalone;

/// <summary>The local Discord with simulated communities, for a run without a bot token. Knows the product as little as the product knows it.</summary>
internal sealed class DemoDiscord(WebApplication app, DiscordEmulatorOptions options) : IAsyncDisposable
{
    /// <summary>Percent. The rest is more than text is kept of, and is played within seconds.</summary>
    private const int MostOfThePast = 75;

    private sealed record History(long Total, long Sent, bool Done);

    private sealed record DemoGuild(string Id, string OwnerId, int Members, bool Bot);

    private string BaseAddress => DiscordEmulatorApp.AddressOf(app);

    public static async Task<DemoDiscord> StartAsync(StandaloneSettings settings, IConfiguration configuration, CancellationToken cancellation)
    {
        var options = new DiscordEmulatorOptions
        {
            DataFolder = Path.Combine(settings.DataFolder, "discord"),
            LogLevel = Serilog.Events.LogEventLevel.Warning,
        };
        configuration.GetSection(DiscordEmulatorOptions.Section).Bind(options);
        var app = DiscordEmulatorApp.Build(options);
        await app.StartAsync(cancellation);
        return new DemoDiscord(app, options);
    }

    /// <summary>The product's settings that make this its Discord.</summary>
    public Dictionary<string, string?> Settings => new()
    {
        ["Discord:Token"] = options.Token,
        ["Discord:ClientId"] = $"{options.ClientId}",
        ["Discord:ClientSecret"] = options.ClientSecret,
        ["Discord:RestBaseUri"] = $"{BaseAddress}/api/v10/",
        ["Discord:AuthorizeUri"] = $"{BaseAddress}/oauth2/authorize",
        ["Discord:CdnBaseUri"] = $"{BaseAddress}/cdn/",
        // It plays months of history in seconds: an event's time is what it says, not when it arrives.
        ["Discord:TrustServerTimestamps"] = "true",
        // For digests; its people are made up.
        ["BotShard:ReadsText"] = "true",
    };

    /// <summary>Those that the bot is in.</summary>
    public async Task<IReadOnlyList<long>> GuildsAsync(CancellationToken cancellation) => [.. (await ReadAsync(cancellation)).Select(g => IdOf(g.Id))];

    /// <summary>Of those, the one with most members, and who owns it; null = there is none.</summary>
    public async Task<(long GuildId, long OwnerId)?> LargestAsync(CancellationToken cancellation) =>
        (await ReadAsync(cancellation)).MaxBy(g => g.Members) is { } largest ? (IdOf(largest.Id), IdOf(largest.OwnerId)) : null;

    /// <summary>Waits until the past that it plays has been heard, telling how far it is.</summary>
    /// <param name="afterMost">Done once, when most of it has been.</param>
    public async Task PlayHistoryAsync(Func<Task> afterMost, CancellationToken cancellation)
    {
        var isLate = false;
        using var http = new HttpClient { BaseAddress = new Uri(BaseAddress) };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        var told = -1L;
        while (await http.GetFromJsonAsync<History>("/control/history", cancellation) is { Done: false } history)
        {
            var percent = history.Total == 0 ? 0 : history.Sent * 100 / history.Total;
            if (percent / 10 != told / 10 || told < 0) Progress.Step($"Playing the communities' past: {percent} % of {history.Total} events");
            told = percent;
            if (percent >= MostOfThePast && !isLate)
            {
                isLate = true;
                await afterMost();
            }

            await timer.WaitForNextTickAsync(cancellation);
        }

        if (!isLate) await afterMost();
    }

    private async Task<List<DemoGuild>> ReadAsync(CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = new Uri(BaseAddress) };
        return [.. (await http.GetFromJsonAsync<List<DemoGuild>>("/control/guilds", cancellation) ?? []).Where(g => g.Bot)];
    }

    private static long IdOf(string id) => long.Parse(id, CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

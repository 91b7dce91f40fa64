using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.DiscordEmulator.Hosting;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Lab.Postgres;
using CommunityIntel.Lab.Processes;
using CommunityIntel.Silo;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serilog.Events;

namespace CommunityIntel.BotShard.Tests.Gaps;

/// <summary>Silo and bot worker in this process, on a scratch database and a local Discord over real sockets; everything about gaps goes fast.</summary>
internal sealed class RunningBot : IAsyncDisposable
{
    private readonly WebApplication _discord;
    private readonly IHost _host;

    private RunningBot(WebApplication discord, ScratchDatabase database, IHost host)
    {
        (_discord, Database, _host) = (discord, database, host);
        Control = new EmulatorControl(new Uri(discord.Urls.First()));
    }

    public EmulatorControl Control { get; }

    public ScratchDatabase Database { get; }

    public IGuildGrain Guild(ulong id) => _host.Services.GetRequiredService<IGrainFactory>().GetGrain<IGuildGrain>((long)id);

    /// <summary>What the hosts registered.</summary>
    public IServiceProvider Services => _host.Services;

    public static async Task<RunningBot> StartAsync(Dictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null, int heartbeatMs = 1_000)
    {
        var discord = DiscordEmulatorApp.Build(new DiscordEmulatorOptions
        {
            EmptyWorld = true,
            Live = false,
            HistoryDays = 0,
            IdentifyInterval = TimeSpan.Zero,
            HeartbeatInterval = heartbeatMs,
            LogLevel = LogEventLevel.Fatal,
        });
        await discord.StartAsync();
        var database = await ScratchDatabase.CreateAsync();
        var ports = FreePorts.Take(2);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "bot-under-test" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:CommunityIntel"] = database.ConnectionString,
            ["Silo:SiloPort"] = $"{ports[0]}",
            ["Silo:GatewayPort"] = $"{ports[1]}",
            ["Storage:LingerMs"] = "1",
            ["Discord:Token"] = "emulator-token",
            ["Discord:RestBaseUri"] = $"{discord.Urls.First().TrimEnd('/')}/api/v10/",
            ["Gaps:AskEveryMs"] = "200",
            ["Gaps:PagesPerSecond"] = "20",
            // On a busy machine a card comes late rather than as words.
            ["RankCards:PatienceMs"] = "60000",
        });
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Warning).AddFilter("Orleans", LogLevel.Error);
        builder.AddCommunityIntelSilo();
        builder.AddCommunityIntelBotShard();
        services?.Invoke(builder.Services);
        var bot = new RunningBot(discord, database, builder.Build());
        await bot._host.StartAsync();
        await bot.SessionAsync();
        return bot;
    }

    /// <summary>The commands that Discord knows of the bot.</summary>
    public Task<IReadOnlyList<System.Text.Json.JsonElement>> CommandsAsync() => ReadAsync("applications/1000000000000000001/commands?with_localizations=true");

    /// <summary>A list that Discord gives the bot.</summary>
    public async Task<IReadOnlyList<System.Text.Json.JsonElement>> ReadAsync(string path)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bot", "emulator-token");
        var address = new Uri(new Uri(_discord.Urls.First()), $"api/v10/{path}");
        using var list = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync(address, TestContext.Current.CancellationToken));
        return [.. list.RootElement.EnumerateArray().Select(c => c.Clone())];
    }

    /// <summary>The session that is there, once it is connected.</summary>
    public async Task<string> SessionAsync()
    {
        SessionView? session = null;
        await Polling.UntilAsync(async () => (session = (await Control.SessionsAsync()).FirstOrDefault(s => s.Connected)) is not null, TestContext.Current.CancellationToken);
        return session!.Id;
    }

    public async Task<long> CountAsync(ulong guildId) =>
        await Database.ScalarAsync<long>($"SELECT count(*) FROM messages WHERE guild_id = {guildId}", TestContext.Current.CancellationToken);

    public Task UntilCountedAsync(ulong guildId, int messages) =>
        Polling.UntilAsync(async () => await CountAsync(guildId) >= messages, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Control.Dispose();
        await _host.StopAsync();
        _host.Dispose();
        await _discord.StopAsync();
        await _discord.DisposeAsync();
        await Database.DisposeAsync();
    }
}

using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.DiscordEmulator.Hosting;
using CommunityIntel.DiscordEmulator.Tests.Gateway;
using Microsoft.AspNetCore.Builder;
using Serilog.Events;

namespace CommunityIntel.DiscordEmulator.Tests.Hosting;

/// <summary>A server of its own for a test, on a free port, with an empty world unless told otherwise.</summary>
public sealed class RunningEmulator : IAsyncDisposable
{
    private readonly WebApplication app;

    private RunningEmulator(WebApplication app, DiscordEmulatorOptions options)
    {
        this.app = app;
        Options = options;
        Address = new Uri(app.Urls.First());
        Control = new EmulatorControl(Address);
        Rest = new HttpClient { BaseAddress = new Uri(Address, "/api/v10/") };
        Rest.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bot", options.Token);
    }

    public DiscordEmulatorOptions Options { get; }
    public Uri Address { get; }
    public EmulatorControl Control { get; }

    /// <summary>A client with the bot's token.</summary>
    public HttpClient Rest { get; }

    public static async Task<RunningEmulator> StartAsync(Action<DiscordEmulatorOptions>? change = null)
    {
        var options = new DiscordEmulatorOptions { EmptyWorld = true, Live = false, HistoryDays = 0, IdentifyInterval = TimeSpan.Zero, LogLevel = LogEventLevel.Fatal };
        change?.Invoke(options);
        var app = DiscordEmulatorApp.Build(options);
        await app.StartAsync();
        return new RunningEmulator(app, options);
    }

    /// <summary>A guild with an owner who is a member, and its channel.</summary>
    public async Task<(GuildView Guild, UserView User, ChannelView Channel)> SomeGuildAsync(string name = "Guild", ulong? id = null)
    {
        var user = await Control.CreateUserAsync("owner");
        var guild = await Control.CreateGuildAsync(name, user.Id, id: id);
        return (guild, user, (await Control.ChannelsAsync(guild.Id))[0]);
    }

    public Task<GatewayProbe> ConnectAsync(bool compressed = false, string query = "?v=10&encoding=json") => GatewayProbe.ConnectAsync(Address, query, compressed);

    /// <summary>Connects and identifies; READY has been read.</summary>
    public async Task<GatewayProbe> IdentifyAsync(int intents = GatewayProbe.AllIntents, int shard = 0, int shards = 1, bool compressed = false)
    {
        var probe = await ConnectAsync(compressed);
        await probe.IdentifyAsync(Options.Token, intents, shard, shards);
        await probe.EventAsync("READY");
        return probe;
    }

    /// <summary>Waits until the server has noticed that a session's connection ended, or forgotten the session.</summary>
    public async Task DisconnectedAsync(string sessionId)
    {
        while ((await Control.SessionsAsync()).Any(s => s.Id == sessionId && s.Connected))
        {
        }
    }

    public async Task<(int Status, JsonElement Body)> CallAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = JsonContent.Create(body);
        using var answer = await Rest.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    public async ValueTask DisposeAsync()
    {
        Control.Dispose();
        Rest.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

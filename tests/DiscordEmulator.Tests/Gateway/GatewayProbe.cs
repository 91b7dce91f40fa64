using System.IO.Compression;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace CommunityIntel.DiscordEmulator.Tests.Gateway;

/// <summary>A bare gateway client: what it receives is kept as raw JSON. Every wait ends after 20 s.</summary>
public sealed class GatewayProbe : IAsyncDisposable
{
    /// <summary>Everything that a community bot asks for, content included.</summary>
    public const int AllIntents = 16_811_719 | 4096 | 2048;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ClientWebSocket socket = new();
    private readonly CancellationTokenSource late = new(Patience);
    private readonly byte[] buffer = new byte[256 * 1024];
    private readonly MemoryStream? feed;
    private readonly ZLibStream? inflate;

    private GatewayProbe(bool compressed)
    {
        if (!compressed) return;
        feed = new MemoryStream();
        inflate = new ZLibStream(feed, CompressionMode.Decompress);
    }

    public long LastSequence { get; private set; }

    public string SessionId { get; private set; } = "";

    /// <summary>Raw text of the last payload.</summary>
    public string LastText { get; private set; } = "";

    public static async Task<GatewayProbe> ConnectAsync(Uri address, string query, bool compressed)
    {
        var probe = new GatewayProbe(compressed);
        var uri = new UriBuilder(address) { Scheme = "ws", Query = query + (compressed ? "&compress=zlib-stream" : "") }.Uri;
        await probe.socket.ConnectAsync(uri, probe.late.Token);
        return probe;
    }

    public Task IdentifyAsync(string token, int intents = AllIntents, int shard = 0, int shards = 1) =>
        SendAsync($$$"""{"op":2,"d":{"token":"{{{token}}}","intents":{{{intents}}},"properties":{"os":"linux","browser":"probe","device":"probe"},"shard":[{{{shard}}},{{{shards}}}]}}""");

    public Task ResumeAsync(string token, string sessionId, long sequence) =>
        SendAsync($$$"""{"op":6,"d":{"token":"{{{token}}}","session_id":"{{{sessionId}}}","seq":{{{sequence}}}}}""");

    public Task HeartbeatAsync() => SendAsync($$"""{"op":1,"d":{{LastSequence}}}""");

    public Task SendAsync(string payload) => socket.SendAsync(Encoding.UTF8.GetBytes(payload), WebSocketMessageType.Text, true, late.Token);

    /// <summary>The next payload; fails when the connection ends.</summary>
    public async Task<JsonElement> NextAsync()
    {
        var text = await TextAsync() ?? throw new InvalidOperationException($"closed with {socket.CloseStatus}");
        LastText = text;
        var payload = JsonSerializer.Deserialize<JsonElement>(text);
        if (payload.TryGetProperty("s", out var s) && s.ValueKind == JsonValueKind.Number) LastSequence = s.GetInt64();
        if (payload.TryGetProperty("t", out var t) && t.ValueEquals("READY")) SessionId = payload.GetProperty("d").GetProperty("session_id").GetString()!;
        return payload;
    }

    /// <summary>Skips to the next event of a name; returns its <c>d</c>.</summary>
    public async Task<JsonElement> EventAsync(string name)
    {
        while (true)
        {
            var payload = await NextAsync();
            if (payload.GetProperty("op").GetInt32() == 0 && payload.GetProperty("t").ValueEquals(name)) return payload.GetProperty("d");
        }
    }

    public async Task<JsonElement> OpAsync(int op)
    {
        while (true)
        {
            var payload = await NextAsync();
            if (payload.GetProperty("op").GetInt32() == op) return payload;
        }
    }

    /// <summary>Names of the events up to and including one.</summary>
    public async Task<List<string>> EventsUntilAsync(string name)
    {
        var names = new List<string>();
        while (names.Count == 0 || names[^1] != name)
        {
            var payload = await NextAsync();
            if (payload.GetProperty("op").GetInt32() == 0) names.Add(payload.GetProperty("t").GetString()!);
        }
        return names;
    }

    /// <summary>Reads on until the server closes; returns the code, null when the connection just broke.</summary>
    public async Task<int?> ClosedAsync()
    {
        try
        {
            while (await TextAsync() is not null)
            {
            }
        }
        catch (WebSocketException)
        {
            return null;
        }
        return (int?)socket.CloseStatus;
    }

    public Task CloseAsync(int code) => socket.CloseAsync((WebSocketCloseStatus)code, null, late.Token);

    private async Task<string?> TextAsync()
    {
        using var message = new MemoryStream();
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer, late.Token);
            if (result.MessageType == WebSocketMessageType.Close) return null;
            message.Write(buffer, 0, result.Count);
            if (!result.EndOfMessage) continue;
            if (inflate is null) return Encoding.UTF8.GetString(message.ToArray());
            var bytes = message.ToArray();
            if (bytes is [.., 0x00, 0x00, 0xFF, 0xFF]) return Inflate(bytes);
        }
    }

    private string Inflate(byte[] bytes)
    {
        feed!.SetLength(0);
        feed.Write(bytes);
        feed.Position = 0;
        using var text = new MemoryStream();
        var part = new byte[64 * 1024];
        while (inflate!.Read(part) is var read and > 0) text.Write(part, 0, read);
        return Encoding.UTF8.GetString(text.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        late.Dispose();
        if (inflate is not null) await inflate.DisposeAsync();
    }
}

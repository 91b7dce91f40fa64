using System.IO.Compression;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace CommunityIntel.Discord.Tests.Peers;

/// <summary>The server's end of one connection. Reads all the time, so that the client never waits for us.</summary>
public sealed class PeerConnection : IDisposable
{
    private readonly WebSocket _socket;
    private readonly Action _abort;
    private readonly Channel<JsonElement> _received = Channel.CreateUnbounded<JsonElement>();
    private readonly TaskCompletionSource<int?> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly MemoryStream? _compressed;
    private readonly ZLibStream? _zlib;
    private int _heartbeats;
    private TaskCompletionSource _heartbeat = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PeerConnection(WebSocket socket, string query, Action abort)
    {
        (_socket, Query, _abort) = (socket, query, abort);
        if (query.Contains("zlib-stream", StringComparison.Ordinal))
        {
            _compressed = new MemoryStream();
            _zlib = new ZLibStream(_compressed, CompressionLevel.Fastest);
        }
        Finished = ReadAsync();
    }

    public string Query { get; }

    public Task Finished { get; }

    /// <summary>Whether heartbeats are answered.</summary>
    public bool Acknowledges { get; set; } = true;

    public int Heartbeats => _heartbeats;

    /// <summary>The code that the client closed with; null when the connection broke.</summary>
    public Task<int?> ClosedAsync() => _closed.Task.WaitAsync(Patience.Enough);

    /// <summary>The next message that is not a heartbeat.</summary>
    public async Task<JsonElement> ReceiveAsync() =>
        await _received.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience.Enough);

    public async Task HeartbeatAsync(int count = 1)
    {
        for (var until = _heartbeats + count; _heartbeats < until;)
            await _heartbeat.Task.WaitAsync(Patience.Enough);
    }

    public Task HelloAsync(int intervalMs = 40_000) =>
        SendAsync($$$"""{"t":null,"s":null,"op":10,"d":{"heartbeat_interval":{{{intervalMs}}}}}""");

    public Task DispatchAsync(long sequence, string name, string d) =>
        SendAsync($$"""{"t":"{{name}}","s":{{sequence}},"op":0,"d":{{d}}}""");

    public Task ReadyAsync(string sessionId, Uri resumeUri, long sequence = 1) =>
        DispatchAsync(sequence, "READY", $$$"""{"v":10,"user":{"id":"1","username":"bot"},"guilds":[],"session_id":"{{{sessionId}}}","resume_gateway_url":"{{{resumeUri}}}","application":{"id":"1","flags":0}}""");

    public Task SendAsync(string json) => SendBytesAsync(Encode(json));

    /// <summary>What goes over the wire for a payload, in the state of the stream after everything encoded before.</summary>
    public byte[] Encode(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        if (_zlib is null)
            return bytes;
        _zlib.Write(bytes);
        _zlib.Flush();
        var compressed = _compressed!.ToArray();
        _compressed.SetLength(0);
        return compressed;
    }

    public async Task SendBytesAsync(ReadOnlyMemory<byte> bytes)
    {
        await _sending.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            var type = _zlib is null ? WebSocketMessageType.Text : WebSocketMessageType.Binary;
            await _socket.SendAsync(bytes, type, true, TestContext.Current.CancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    public Task CloseAsync(int code) =>
        _socket.CloseOutputAsync((WebSocketCloseStatus)code, "", TestContext.Current.CancellationToken);

    public void Abort() => _abort();

    public void Dispose()
    {
        _zlib?.Dispose();
        _compressed?.Dispose();
        _sending.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[8192];
        try
        {
            while (true)
            {
                var result = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    if (_socket.State == WebSocketState.CloseReceived)
                        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
                    _closed.TrySetResult((int?)_socket.CloseStatus);
                    return;
                }
                OnMessage(JsonDocument.Parse(buffer.AsMemory(0, result.Count)).RootElement.Clone());
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            _closed.TrySetResult(null);
        }
        finally
        {
            _received.Writer.TryComplete();
        }
    }

    private void OnMessage(JsonElement message)
    {
        if (message.GetProperty("op").GetInt32() != 1)
        {
            _received.Writer.TryWrite(message);
            return;
        }
        // Not waited for: a send that waits for the client must not keep us from reading.
        if (Acknowledges)
            _ = AcknowledgeAsync();
        Interlocked.Increment(ref _heartbeats);
        Interlocked.Exchange(ref _heartbeat, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private async Task AcknowledgeAsync()
    {
        try
        {
            await SendAsync("""{"op":11}""");
        }
        catch (Exception e) when (e is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The connection is over.
        }
    }
}

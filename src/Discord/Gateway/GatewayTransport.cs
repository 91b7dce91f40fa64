using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace CommunityIntel.Discord.Gateway;

/// <summary>
/// One WebSocket to the gateway: whole payloads in, limited sends out. One reader; any number of senders.
/// </summary>
internal sealed class GatewayTransport : IDisposable
{
    private const int UsualSize = 16 * 1024;
    private const int KeepUpTo = 256 * 1024;
    private const int MaxSendBytes = 4096;

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly GatewayClientOptions _options;
    private readonly TimeProvider _time;
    private readonly PayloadInflater? _inflater;
    private byte[] _received = ArrayPool<byte>.Shared.Rent(UsualSize);
    private int _length;
    private bool _handedOut;

    public GatewayTransport(GatewayClientOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        Limiter = new SendLimiter(time);
        if (options.Compression == GatewayCompression.ZlibStream)
            _inflater = new PayloadInflater(options.MaxPayloadBytes);
        // Heartbeats tell whether the peer is there; pings would only add timers.
        _socket.Options.KeepAliveInterval = TimeSpan.Zero;
    }

    public SendLimiter Limiter { get; }

    /// <summary>The code of the peer's close frame; null when there was none.</summary>
    public int? CloseCode => (int?)_socket.CloseStatus;

    /// <exception cref="WebSocketException">Refused, or not a WebSocket.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public async Task ConnectAsync(Uri uri, CancellationToken ct)
    {
        if (uri.IsLoopback)
            _socket.Options.Proxy = null;
        using var timeout = new CancellationTokenSource(_options.ConnectTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            await _socket.ConnectAsync(uri, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException("connecting took too long");
        }
    }

    /// <summary>The next payload, inflated; valid until the next call. Empty when the peer has closed.</summary>
    /// <exception cref="PayloadRejectedException">Corrupt or too large.</exception>
    /// <exception cref="WebSocketException">The connection was lost.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken ct)
    {
        if (_handedOut)
            Rewind();
        while (true)
        {
            var part = await _socket.ReceiveAsync(_received.AsMemory(_length), ct);
            if (part.MessageType == WebSocketMessageType.Close)
                return default;
            _length += part.Count;
            if (_length > _options.MaxPayloadBytes)
                throw PayloadInflater.Oversized();
            if (_length == _received.Length)
                Replace(_received.Length * 2, _length);
            if (!part.EndOfMessage)
                continue;
            if (_inflater is null || part.MessageType == WebSocketMessageType.Text)
                return HandOut(_received.AsMemory(0, _length));
            if (PayloadInflater.IsComplete(_received.AsSpan(0, _length)))
                return HandOut(_inflater.Inflate(_received.AsMemory(0, _length)));
        }
    }

    /// <summary>Sends one payload, at most 4,096 bytes, when the limit allows.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> payload, bool isHeartbeat, CancellationToken ct)
    {
        if (payload.Length > MaxSendBytes)
            throw new ArgumentException($"A gateway payload has at most {MaxSendBytes} bytes.", nameof(payload));
        await Limiter.WaitAsync(isHeartbeat, ct);
        await _sending.WaitAsync(ct);
        try
        {
            using var timeout = new CancellationTokenSource(_options.CloseTimeout * 5, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
            await _socket.SendAsync(payload, WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, either.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Sends a close frame; does nothing where that is no longer possible.</summary>
    public async Task CloseOutputAsync(int code)
    {
        using var timeout = new CancellationTokenSource(_options.CloseTimeout, _time);
        try
        {
            await _sending.WaitAsync(timeout.Token);
            try
            {
                if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                    await _socket.CloseOutputAsync((WebSocketCloseStatus)code, null, timeout.Token);
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            _socket.Abort();
        }
    }

    public void Abort() => _socket.Abort();

    public void Dispose()
    {
        _socket.Dispose();
        _inflater?.Dispose();
        ArrayPool<byte>.Shared.Return(_received);
        _received = [];
    }

    private ReadOnlyMemory<byte> HandOut(ReadOnlyMemory<byte> payload)
    {
        _handedOut = true;
        return payload.IsEmpty ? throw new PayloadRejectedException("empty payload") : payload;
    }

    private void Rewind()
    {
        (_length, _handedOut) = (0, false);
        if (_received.Length > KeepUpTo)
            Replace(UsualSize, keep: 0);
    }

    private void Replace(int size, int keep)
    {
        var next = ArrayPool<byte>.Shared.Rent(size);
        _received.AsSpan(0, keep).CopyTo(next);
        ArrayPool<byte>.Shared.Return(_received);
        _received = next;
    }
}

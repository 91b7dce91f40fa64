using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using CommunityIntel.DiscordEmulator.Hosting;

namespace CommunityIntel.DiscordEmulator.Gateway;

/// <summary>
/// One gateway socket: a reader that hands payloads to <see cref="GatewayProtocol"/>, and a writer that sends
/// control payloads first, then the session's dispatches as fast as the client takes them.
/// </summary>
public sealed partial class GatewayConnection : IDisposable
{
    private const int WriteBatchBytes = 48 * 1024;
    private static readonly TimeSpan CloseGrace = TimeSpan.FromSeconds(2);

    private readonly HttpContext http;
    private readonly WebSocket socket;
    private readonly SharedStream stream;
    private readonly DiscordEmulatorOptions options;
    private readonly GatewayMetrics metrics;
    private readonly ILogger logger;
    private readonly FrameWriter writer;
    private readonly ConcurrentQueue<Control> control = new();
    private readonly Channel<byte> wake = Channel.CreateBounded<byte>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly CancellationTokenSource stop;
    private long nextSequence = 1;
    private long resumedAt;
    private volatile bool repeatLast;

    public GatewayConnection(HttpContext http, WebSocket socket, SharedStream stream, bool compressed, DiscordEmulatorOptions options, GatewayMetrics metrics, ILogger logger)
    {
        this.http = http;
        this.socket = socket;
        this.stream = stream;
        this.options = options;
        this.metrics = metrics;
        this.logger = logger;
        writer = new FrameWriter(compressed, options.SplitCompressedAt);
        stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
    }

    private readonly record struct Control(byte[]? Payload, int CloseCode, string Reason);

    public GatewaySession? Session { get; private set; }

    /// <summary>Stops sending dispatches and answers (fault).</summary>
    public bool Stalled { get; private set; }

    /// <summary>Stops acknowledging heartbeats (fault).</summary>
    public bool AckStopped { get; set; }

    /// <summary>Runs until the socket is gone; returns the client's close code, null when it just vanished.</summary>
    public async Task<int?> RunAsync(Func<ReadOnlyMemory<byte>, ValueTask> receive)
    {
        var sending = SendLoopAsync();
        try
        {
            return await ReceiveLoopAsync(receive);
        }
        finally
        {
            await stop.CancelAsync();
            await sending;
        }
    }

    public void Send(ReadOnlySpan<byte> payload) => Enqueue(new Control(payload.ToArray(), 0, ""));

    public void Send(string payload) => Enqueue(new Control(Encoding.UTF8.GetBytes(payload), 0, ""));

    public void Close(int code, string reason) => Enqueue(new Control(null, code, reason));

    /// <summary>Op 1: the client answers at once with the last sequence it received.</summary>
    public void AskForHeartbeat() => Send("""{"t":null,"s":null,"op":1,"d":null}"""u8);

    /// <summary>Cuts the TCP connection.</summary>
    public void Drop() => http.Abort();

    public void Stall(bool stalled)
    {
        Stalled = stalled;
        Wake();
    }

    public void GarbleNext() => writer.GarbleNext = true;

    /// <summary>Sends the last dispatch again (fault).</summary>
    public void RepeatLast()
    {
        repeatLast = true;
        Wake();
    }

    public void Wake() => wake.Writer.TryWrite(0);

    /// <summary>Starts sending a session's dispatches after a sequence.</summary>
    public void Follow(GatewaySession session, long afterSequence, long resumedSequence)
    {
        nextSequence = afterSequence + 1;
        resumedAt = resumedSequence;
        session.SentSequence = afterSequence;
        session.HeartbeatSequence = afterSequence;
        session.Attach(this);
        Session = session;
        Wake();
    }

    private void Enqueue(Control item)
    {
        control.Enqueue(item);
        Wake();
    }

    private async Task<int?> ReceiveLoopAsync(Func<ReadOnlyMemory<byte>, ValueTask> receive)
    {
        // One byte more than Discord accepts, so that an oversized payload shows.
        var buffer = new byte[GatewayProtocol.MaxPayloadBytes + 1];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult result;
                do
                {
                    result = await socket.ReceiveAsync(buffer.AsMemory(length), stop.Token);
                    if (result.MessageType == WebSocketMessageType.Close) return await AnswerCloseAsync();
                    length += result.Count;
                }
                while (!result.EndOfMessage && length < buffer.Length);
                if (length > GatewayProtocol.MaxPayloadBytes)
                {
                    Close(CloseCode.DecodeError, "Payload too large.");
                    while (!result.EndOfMessage) result = await socket.ReceiveAsync(buffer.AsMemory(), stop.Token);
                    continue;
                }
                await receive(buffer.AsMemory(0, length));
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            return null;
        }
    }

    private async Task<int?> AnswerCloseAsync()
    {
        var code = (int?)socket.CloseStatus;
        if (socket.State == WebSocketState.CloseReceived)
            await socket.CloseOutputAsync(socket.CloseStatus ?? WebSocketCloseStatus.NormalClosure, null, stop.Token);
        return code;
    }

    private async Task SendLoopAsync()
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                if (!Stalled)
                {
                    if (await SendControlAsync()) return;
                    var sent = Gather();
                    if (writer.Length > 0)
                    {
                        await stream.WriteAsync(writer.Written, stop.Token);
                        writer.Clear();
                        if (Session is { } session) session.SentSequence = sent;
                        continue;
                    }
                }
                await wake.Reader.ReadAsync(stop.Token);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            LogSendEnded(logger, e, Session?.Id);
        }
    }

    // True when the connection was closed.
    private async ValueTask<bool> SendControlAsync()
    {
        while (control.TryDequeue(out var item))
        {
            if (item.Payload is not null)
            {
                writer.Payload(item.Payload);
                continue;
            }
            if (writer.Length > 0) await stream.WriteAsync(writer.Written, stop.Token);
            writer.Clear();
            metrics.Closed(item.CloseCode);
            if (socket.State == WebSocketState.Open)
                await socket.CloseOutputAsync((WebSocketCloseStatus)item.CloseCode, item.Reason, stop.Token);
            stop.CancelAfter(CloseGrace);
            return true;
        }
        return false;
    }

    private long Gather()
    {
        if (Session is not { } session) return 0;
        var last = session.LastSequence;
        if (repeatLast)
        {
            repeatLast = false;
            nextSequence = Math.Max(1, nextSequence - 1);
        }
        while (nextSequence <= last && writer.Length < WriteBatchBytes)
        {
            if (!session.TryWrite(nextSequence, resumedAt, writer, out var frames))
            {
                if (!Gather(frames)) break;
                continue;
            }
            nextSequence++;
            metrics.Dispatched();
        }
        return nextSequence - 1;
    }

    private bool Gather(FrameRun frames)
    {
        var from = (int)(nextSequence - frames.First);
        var to = from;
        while (to < frames.Released && writer.Length < WriteBatchBytes)
        {
            var frame = frames.Frame(to++, writer.Compressed).Span;
            if (writer.Compressed) writer.Deflated(frame);
            else writer.Payload(frame);
        }
        if (to == from) return false;
        frames.Sending(from, to - from);
        nextSequence += to - from;
        metrics.Dispatched(to - from);
        return true;
    }

    public void Dispose()
    {
        stop.Dispose();
        writer.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Sending on session {SessionId} ended")]
    private static partial void LogSendEnded(ILogger logger, Exception exception, string? sessionId);
}

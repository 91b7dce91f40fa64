using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;
using CommunityIntel.Discord.Gateway.Events;

namespace CommunityIntel.Discord.Gateway;

/// <summary>One connection of a shard from Hello to its end. Used once.</summary>
internal sealed class ShardConnection : IDisposable
{
    private static readonly TimeSpan PauseCounts = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource<ConnectionEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _lifetime = new();
    private readonly ShardId _shard;
    private readonly GatewayClientOptions _options;
    private readonly IIdentifyQueue _identifyQueue;
    private readonly DispatchIntake _intake;
    private readonly TimeProvider _time;
    private readonly GatewayTransport _transport;
    private readonly Heartbeat _heartbeat;
    private readonly ITimer _watchdog;
    private readonly TrackedSession? _resuming;
    private Task _beating = Task.CompletedTask;
    private Task _identifying = Task.CompletedTask;
    private TimeSpan _patience;
    private string _awaited = "no Hello";
    private bool _isReplay;
    private long _replayed;
    private long _activeSince;

    public ShardConnection(
        ShardId shard, GatewayClientOptions options, IIdentifyQueue identifyQueue, DispatchIntake intake, TimeProvider time)
    {
        (_shard, _options, _identifyQueue, _intake, _time) = (shard, options, identifyQueue, intake, time);
        _resuming = intake.Session;
        _transport = new GatewayTransport(options, time);
        _heartbeat = new Heartbeat(_transport, intake, time);
        _watchdog = time.CreateTimer(_ => OutOfPatience(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public required Action<ShardState> StateChanged { get; init; }

    public required Action<GatewaySessionChange> SessionChanged { get; init; }

    public TimeSpan Ping => _heartbeat.Ping;

    public DateTimeOffset? AnsweredBeatAt => _heartbeat.AnsweredBeatAt;

    public bool SaidHello { get; private set; }

    /// <summary>READY, RESUMED or a dispatch not seen before came.</summary>
    public bool MadeProgress { get; private set; }

    public TimeSpan ActiveFor => _activeSince == 0 ? TimeSpan.Zero : _time.GetElapsedTime(_activeSince);

    /// <exception cref="WebSocketException">Refused.</exception>
    /// <exception cref="TimeoutException">No answer.</exception>
    public Task ConnectAsync(Uri uri, CancellationToken ct) => _transport.ConnectAsync(uri, ct);

    /// <summary>Speaks the protocol until the connection ends; what was received in time has then been offered.</summary>
    /// <param name="stop">Stops taking dispatches; the connection stays until <see cref="End"/>.</param>
    public async Task<ConnectionEnd> RunAsync(CancellationToken stop)
    {
        AwaitWithin(_options.HelloTimeout, "no Hello");
        var reading = ReadToEndAsync(stop);
        try
        {
            var end = await await Task.WhenAny(reading, _ended.Task);
            _ended.TrySetResult(end);
            await _transport.CloseOutputAsync(end.SendCode);
            await Task.WhenAny(reading, Task.Delay(_options.CloseTimeout, _time, _lifetime.Token));
            return end;
        }
        finally
        {
            _transport.Abort();
            await _lifetime.CancelAsync();
            await Task.WhenAll(reading, _beating, _identifying).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Ends the connection; the first to say so decides why.</summary>
    public void End(ConnectionEnd end) => _ended.TrySetResult(end);

    public ValueTask SendAsync(ReadOnlyMemory<byte> payload, CancellationToken ct) =>
        _transport.SendAsync(payload, isHeartbeat: false, ct);

    /// <summary>
    /// True when a heartbeat that was sent after the call has been answered on this connection, and reading was not held up lately: then an answer could
    /// overtake what waited.
    /// </summary>
    public async Task<bool> HearAllAsync(CancellationToken ct)
    {
        try
        {
            var since = _time.GetTimestamp() - (long)(PauseCounts.TotalSeconds * _time.TimestampFrequency);
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(ct, _lifetime.Token);
            await _heartbeat.BeatAndHearAsync(waiting.Token);
            return !_ended.Task.IsCompleted && !_intake.WasPausedSince(since);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _watchdog.Dispose();
        _transport.Dispose();
        _lifetime.Dispose();
    }

    private async Task<ConnectionEnd> ReadToEndAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var payload = await _transport.ReceiveAsync(CancellationToken.None);
                if (payload.IsEmpty)
                    return ConnectionEnd.ByPeer(_transport.CloseCode);
                if (_ended.Task.IsCompleted)
                    continue;
                if (!PayloadHeader.TryRead(payload.Span, out var header))
                    throw new PayloadRejectedException($"not a JSON object ({payload.Length} bytes)");
                if (header.Op == (int)GatewayOpCode.Dispatch)
                {
                    if (!stop.IsCancellationRequested)
                        await OnDispatchAsync(header, payload, stop);
                }
                else
                {
                    await OnControlAsync(header, payload);
                }
            }
        }
        catch (PayloadRejectedException e)
        {
            return new ConnectionEnd(NextStep.Resume, e.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return await _ended.Task;
        }
        catch (Exception e) when (e is WebSocketException or SocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            return ConnectionEnd.ByPeer(_transport.CloseCode);
        }
    }

    private ValueTask OnControlAsync(in PayloadHeader header, ReadOnlyMemory<byte> payload)
    {
        var d = payload.Span[header.Payload];
        switch ((GatewayOpCode)header.Op)
        {
            case GatewayOpCode.Hello:
                return OnHelloAsync(d);
            case GatewayOpCode.Heartbeat:
                return _heartbeat.BeatAsync(_lifetime.Token);
            case GatewayOpCode.HeartbeatAck:
                _heartbeat.Acknowledged();
                if (_activeSince != 0)
                    _intake.ConfirmNothingMissing();
                break;
            case GatewayOpCode.Reconnect:
                End(new ConnectionEnd(NextStep.Resume, "asked to reconnect") { Pause = TimeSpan.Zero });
                break;
            case GatewayOpCode.InvalidSession:
                End(ConnectionEnd.InvalidSession(isResumable: d.SequenceEqual("true"u8)));
                break;
            default:
                DiscordMetrics.UnknownOpCodes.Add(1);
                break;
        }
        return ValueTask.CompletedTask;
    }

    private ValueTask OnHelloAsync(ReadOnlySpan<byte> d)
    {
        if (SaidHello)
            return ValueTask.CompletedTask;
        var interval = LifecyclePayloads.HeartbeatInterval(d) ?? throw new PayloadRejectedException("a Hello without an interval");
        SaidHello = true;
        _transport.Limiter.ReserveFor(interval);
        _beating = EndOnFault(BeatAsync(interval));
        if (_resuming is null)
        {
            _identifying = EndOnFault(IdentifyAsync());
            return ValueTask.CompletedTask;
        }
        StateChanged(ShardState.Resuming);
        _isReplay = true;
        AwaitWithin(_options.ReadyTimeout, "no RESUMED");
        return _transport.SendAsync(
            GatewayCommands.Resume(_options.Token, _resuming.SessionId, _intake.LastSeen), isHeartbeat: false, _lifetime.Token);
    }

    private async Task BeatAsync(TimeSpan interval)
    {
        if (await _heartbeat.RunAsync(interval, _lifetime.Token))
            End(new ConnectionEnd(NextStep.Resume, "zombie") { Pause = TimeSpan.Zero });
    }

    private async Task IdentifyAsync()
    {
        StateChanged(ShardState.AwaitingIdentify);
        AwaitWithin(Timeout.InfiniteTimeSpan, "");
        try
        {
            await _identifyQueue.WaitForIdentifyAsync(_shard, _lifetime.Token);
            StateChanged(ShardState.Identifying);
            AwaitWithin(_options.ReadyTimeout, "no READY");
            await _transport.SendAsync(GatewayCommands.Identify(_options, _shard), isHeartbeat: false, _lifetime.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // The reader finds out how the connection ended.
        }
    }

    private ValueTask OnDispatchAsync(in PayloadHeader header, ReadOnlyMemory<byte> payload, CancellationToken stop) =>
        _activeSince != 0 && !header.Is(GatewayEventTypes.Ready)
            ? Forget(_intake.TakeAsync(header, payload, isReplay: false, stop))
            : OnFirstDispatchesAsync(header, payload, stop);

    /// <summary>Until the session is live: READY begins one, RESUMED ends the replay, all else is the replay.</summary>
    private async ValueTask OnFirstDispatchesAsync(PayloadHeader header, ReadOnlyMemory<byte> payload, CancellationToken stop)
    {
        if (header.Is(GatewayEventTypes.Ready))
            BeginSession(payload.Span[header.Payload]);
        var isResumed = header.Is(GatewayEventTypes.Resumed);
        // Before it is taken, which may have to wait for room.
        if (!isResumed && _isReplay) StateChanged(ShardState.Replaying);
        if (await _intake.TakeAsync(header, payload, _isReplay && !isResumed, stop) && !isResumed && _isReplay)
        {
            _replayed++;
            MadeProgress = true;
            AwaitWithin(_options.ReadyTimeout, "no RESUMED");
        }
        if (isResumed && _intake.Session is { } session)
        {
            BecomeActive();
            SessionChanged(new GatewaySessionChange.Resumed(session.Acknowledged(), _replayed));
        }
    }

    private void BeginSession(ReadOnlySpan<byte> ready)
    {
        var (sessionId, resumeUrl) = LifecyclePayloads.Session(ready) ?? throw new PayloadRejectedException("a READY without a session id");
        var now = _time.GetUtcNow();
        var session = new TrackedSession(new GatewaySession(sessionId, resumeUrl, 0, _shard, _options.Intents, now, now));
        _intake.Begin(session);
        BecomeActive();
        SessionChanged(new GatewaySessionChange.Started(session.Acknowledged()));
    }

    private void BecomeActive()
    {
        _isReplay = false;
        MadeProgress = true;
        _activeSince = _time.GetTimestamp();
        AwaitWithin(Timeout.InfiniteTimeSpan, "");
        StateChanged(ShardState.Active);
    }

    private void AwaitWithin(TimeSpan patience, string awaited)
    {
        (_patience, _awaited) = (patience, awaited);
        _watchdog.Change(patience, Timeout.InfiniteTimeSpan);
    }

    private void OutOfPatience()
    {
        if (_intake.WasPausedSince(_time.GetTimestamp() - (long)(_patience.TotalSeconds * _time.TimestampFrequency)))
            _watchdog.Change(_patience, Timeout.InfiniteTimeSpan);
        else
            End(new ConnectionEnd(NextStep.Resume, _awaited));
    }

    private Task<bool> EndOnFault(Task task) => task.ContinueWith(
        t => _ended.TrySetException(t.Exception!.InnerExceptions),
        CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private static ValueTask Forget(ValueTask<bool> task) =>
        task.IsCompletedSuccessfully ? ValueTask.CompletedTask : new ValueTask(task.AsTask());
}

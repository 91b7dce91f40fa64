using System.Net.Http;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace CommunityIntel.Discord.Gateway;

/// <summary>
/// One shard: stays connected, offers its dispatches in order and remembers up to where they are durable.
/// </summary>
/// <remarks>
/// Delivery: an event is offered once per process; after a restart or hand-over everything above the last acknowledged
/// sequence is offered again (at least once; (SessionId, Sequence) tells duplicates). While <see cref="Events"/> is full
/// the socket is not read; heartbeats go on.
/// </remarks>
public sealed partial class DiscordGatewayClient : IAsyncDisposable
{
    /// <summary>Connections in a row that said Hello and brought nothing, before a session is given up.</summary>
    private const int MaxFruitlessResumes = 5;

    /// <summary>A connection that was active this long makes the next attempt a first one.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(30);

    private readonly GatewayClientOptions _options;
    private readonly IIdentifyQueue _identifyQueue;
    private readonly TimeProvider _time;
    private readonly ILogger<DiscordGatewayClient> _log;
    private readonly DispatchIntake _intake;
    private readonly CancellationTokenSource _stopReading = new();
    private readonly CancellationTokenSource _stopNow = new();
    private readonly TaskCompletionSource<GatewayConnectionFrame> _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ShardConnection? _connection;
    private volatile int _state;
    private int _stopCode = GatewayCloseCodes.Resumable;
    private int _started;

    public DiscordGatewayClient(
        ShardId shard, GatewayClientOptions options, IIdentifyQueue identifyQueue, TimeProvider time, ILogger<DiscordGatewayClient> log)
    {
        Shard = shard;
        (_options, _identifyQueue, _time, _log) = (options, identifyQueue, time, log);
        _intake = new DispatchIntake(options, time);
    }

    /// <summary>Told on the shard's own loop, before the events of a new session; must return quickly.</summary>
    public event Action<GatewaySessionChange>? SessionChanged;

    public ShardId Shard { get; }

    public ShardState State => (ShardState)_state;

    /// <summary>The time from the last heartbeat to its answer; zero when not known.</summary>
    public TimeSpan Ping => _connection?.Ping ?? TimeSpan.Zero;

    /// <summary>The session at its last acknowledged position: what to save. Null while there is none.</summary>
    public GatewaySession? Session => _intake.Session?.Acknowledged();

    /// <summary>In order; one reader. Completes when the shard has ended and everything was read.</summary>
    public ChannelReader<GatewayEvent> Events => _intake.Events;

    /// <summary>Events offered and not acknowledged.</summary>
    public int Outstanding => _intake.Session?.Tracker.Outstanding ?? 0;

    /// <summary>
    /// Runs the shard until it is stopped or Discord closes it for good; call once.
    /// Cancelling <paramref name="ct"/> leaves at once and keeps the session, as a crash would.
    /// </summary>
    /// <param name="resumeFrom">A saved session; ignored (and reported as lost) for another shard count or other intents.</param>
    public async Task<GatewayConnectionFrame> RunAsync(GatewaySession? resumeFrom, CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
            throw new InvalidOperationException("A gateway client runs once.");
        using var registration = ct.Register(() =>
        {
            _stopReading.Cancel();
            _stopNow.Cancel();
        });
        GatewayConnectionFrame? frame = null;
        try
        {
            TakeOver(resumeFrom);
            frame = await StayConnectedAsync();
            return frame;
        }
        finally
        {
            frame ??= new GatewayConnectionFrame(ShardState.Stopped, null, "failed", Session);
            SetState(frame.State);
            _intake.Complete();
            _finished.TrySetResult(frame);
        }
    }

    /// <summary>Marks an accepted event as durable; in any order, from any thread. Sequences of a past session are ignored.</summary>
    public void Acknowledge(string sessionId, long sequence) => Acknowledge(sessionId, [sequence]);

    /// <summary>The same for many at once, under one lock.</summary>
    public void Acknowledge(string sessionId, ReadOnlySpan<long> sequences)
    {
        if (_intake.Session is { } session && session.SessionId == sessionId)
            session.Tracker.Acknowledge(sequences);
    }

    /// <summary>Sends a command when the limit of 120 per minute allows; its <c>d</c> is finished JSON.</summary>
    /// <exception cref="InvalidOperationException">Not connected.</exception>
    public ValueTask SendAsync(GatewayOpCode op, ReadOnlyMemory<byte> d, CancellationToken ct) =>
        State == ShardState.Active && _connection is { } connection
            ? connection.SendAsync(GatewayCommands.Wrap(op, d), ct)
            : throw new InvalidOperationException($"Shard {Shard} is not connected.");

    /// <summary>
    /// Stops reading, waits until everything offered is acknowledged, and closes so that the session survives for another
    /// owner. Cancelling <paramref name="ct"/> ends the wait, not the close.
    /// </summary>
    /// <returns>Where the next owner resumes; null when there is no session.</returns>
    public async Task<GatewaySession?> DetachAsync(CancellationToken ct)
    {
        await StopAsync(GatewayCloseCodes.Resumable, ct);
        return Session;
    }

    /// <summary>The same, but ends the session: the bot goes offline on this shard.</summary>
    public async Task RetireAsync(CancellationToken ct)
    {
        await StopAsync(GatewayCloseCodes.Normal, ct);
        _intake.Begin(null);
    }

    /// <summary>
    /// Throws the session away and begins a new one: the cure for a session that has gone deaf.
    /// </summary>
    /// <returns>Completes when the new session has begun or the shard has ended.</returns>
    public async Task ReidentifyAsync(string reason, CancellationToken ct)
    {
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnChange(GatewaySessionChange change)
        {
            if (change is GatewaySessionChange.Started)
                began.TrySetResult();
        }
        SessionChanged += OnChange;
        try
        {
            LogReidentify(Shard.Id, reason);
            _connection?.End(new ConnectionEnd(NextStep.Identify, "asked to identify anew")
            {
                SendCode = GatewayCloseCodes.Normal,
                Pause = TimeSpan.Zero,
            });
            await Task.WhenAny(began.Task, _finished.Task).WaitAsync(ct);
        }
        finally
        {
            SessionChanged -= OnChange;
        }
    }

    /// <summary>Leaves at once, keeping the session.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopReading.CancelAsync();
        await _stopNow.CancelAsync();
        if (_started != 0)
            await _finished.Task;
        while (Events.TryRead(out var unread))
            unread.Dispose();
        _stopReading.Dispose();
        _stopNow.Dispose();
    }

    private async Task StopAsync(int code, CancellationToken ct)
    {
        _stopCode = code;
        await _stopReading.CancelAsync();
        if (_intake.Session is { } session)
            await session.Tracker.WhenDrainedAsync(ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stopNow.CancelAsync();
        if (_started != 0)
            await _finished.Task;
    }

    private void TakeOver(GatewaySession? saved)
    {
        if (saved is null)
            return;
        if (saved.Shard == Shard && saved.Intents == _options.Intents)
            _intake.Begin(new TrackedSession(saved));
        else
            Tell(new GatewaySessionChange.Lost(saved, "saved for another shard count or other intents"));
    }

    private async Task<GatewayConnectionFrame> StayConnectedAsync()
    {
        int attempt = 0, fruitless = 0;
        while (true)
        {
            var (end, connection) = await ConnectOnceAsync();
            DiscordMetrics.ConnectionsEnded.Add(1, new("reason", end.Reason), new("next", end.Next.ToString()));
            LogConnectionEnded(Shard.Id, end.CloseCode, end.Reason, end.Next);
            if (_stopReading.IsCancellationRequested)
                return new GatewayConnectionFrame(ShardState.Stopped, null, "stopped", Session);
            if (end.Next == NextStep.Fatal)
            {
                LogFatal(Shard.Id, end.CloseCode, end.Reason);
                return new GatewayConnectionFrame(ShardState.FatallyClosed, end.CloseCode, end.Reason, Session);
            }
            fruitless = connection.MadeProgress ? 0 : fruitless + (connection.SaidHello ? 1 : 0);
            if (end.Next == NextStep.Identify)
                LoseSession(end.Reason);
            else if (fruitless >= MaxFruitlessResumes)
                LoseSession("resuming brought nothing");
            // A connection that brought something was worth it: the next attempt is a first one.
            attempt = connection.MadeProgress || connection.ActiveFor >= Settled ? 0 : attempt + 1;
            SetState(ShardState.Disconnected);
            await Task.Delay(end.Pause ?? _options.GetReconnectionDelay(attempt - 1), _time, _stopReading.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The shard's loop body: whatever goes wrong here is logged and tried again.</summary>
    private async Task<(ConnectionEnd End, ShardConnection Connection)> ConnectOnceAsync()
    {
        using var connection = new ShardConnection(Shard, _options, _identifyQueue, _intake, _time)
        {
            StateChanged = SetState,
            SessionChanged = Tell,
        };
        using var registration = _stopNow.Token.Register(
            () => connection.End(new ConnectionEnd(NextStep.Stop, "stopped") { SendCode = _stopCode }));
        try
        {
            if (_stopReading.IsCancellationRequested)
                return (new ConnectionEnd(NextStep.Stop, "stopped"), connection);
            SetState(ShardState.Connecting);
            if (!await TryConnectAsync(connection))
                return (new ConnectionEnd(NextStep.Resume, "connecting failed"), connection);
            _connection = connection;
            return (await connection.RunAsync(_stopReading.Token), connection);
        }
        catch (OperationCanceledException) when (_stopReading.IsCancellationRequested)
        {
            return (new ConnectionEnd(NextStep.Stop, "stopped"), connection);
        }
        catch (Exception e)
        {
            LogUnexpected(e, Shard.Id);
            return (new ConnectionEnd(NextStep.Resume, "unexpected failure"), connection);
        }
        finally
        {
            _connection = null;
        }
    }

    private async Task<bool> TryConnectAsync(ShardConnection connection)
    {
        var session = _intake.Session;
        var resumeUrl = session?.ResumeGatewayUrl;
        try
        {
            var gateway = resumeUrl is not null ? new Uri(resumeUrl) : await _options.GetGatewayUri(_stopReading.Token);
            await connection.ConnectAsync(GatewayAddress.WithQuery(gateway, _options.Compression), _stopReading.Token);
            return true;
        }
        catch (Exception e) when (e is WebSocketException or TimeoutException or HttpRequestException or SocketException or IOException)
        {
            LogConnectFailed(Shard.Id, e.Message);
            // The session may still be resumed, at the main address.
            if (session is not null && resumeUrl is not null)
                session.ResumeGatewayUrl = null;
            return false;
        }
    }

    private void LoseSession(string reason)
    {
        if (_intake.Session is not { } session)
            return;
        _intake.Begin(null);
        Tell(new GatewaySessionChange.Lost(session.Acknowledged(), reason));
    }

    private void Tell(GatewaySessionChange change)
    {
        DiscordMetrics.Sessions.Add(1, new KeyValuePair<string, object?>("change", change.GetType().Name));
        LogSession(Shard.Id, change.GetType().Name, change.Session.SessionId, change.Session.Sequence);
        SessionChanged?.Invoke(change);
    }

    private void SetState(ShardState state) => _state = (int)state;

    [LoggerMessage(Level = LogLevel.Information, Message = "Shard {ShardId} session {SessionId}: {Change} at {Sequence}")]
    private partial void LogSession(int shardId, string change, string sessionId, long sequence);

    [LoggerMessage(Level = LogLevel.Information, Message = "Shard {ShardId} connection ended ({CloseCode}): {Reason}; next: {Next}")]
    private partial void LogConnectionEnded(int shardId, int? closeCode, string reason, NextStep next);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {ShardId} could not connect: {Reason}")]
    private partial void LogConnectFailed(int shardId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {ShardId} identifies anew: {Reason}")]
    private partial void LogReidentify(int shardId, string reason);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Shard {ShardId} is closed for good ({CloseCode}): {Reason}")]
    private partial void LogFatal(int shardId, int? closeCode, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Shard {ShardId} failed unexpectedly and connects again")]
    private partial void LogUnexpected(Exception exception, int shardId);
}

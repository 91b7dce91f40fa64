using System.Net.Http;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace CommunityIntel.Discord.Gateway;

/// <summary><see cref="IDiscordGateway"/> over a WebSocket of our own.</summary>
public sealed partial class DiscordGatewayClient : IDiscordGateway
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
    private int _disposed;

    public DiscordGatewayClient(
        ShardId shard, GatewayClientOptions options, IIdentifyQueue identifyQueue, TimeProvider time, ILogger<DiscordGatewayClient> log)
    {
        Shard = shard;
        (_options, _identifyQueue, _time, _log) = (options, identifyQueue, time, log);
        _intake = new DispatchIntake(options, time);
    }

    /// <inheritdoc/>
    public event Action<GatewaySessionChange>? SessionChanged;

    public ShardId Shard { get; }

    public ShardState State => (ShardState)_state;

    /// <summary>The time from the last heartbeat to its answer; zero when not known.</summary>
    public TimeSpan Ping => _connection?.Ping ?? TimeSpan.Zero;

    /// <inheritdoc/>
    public DateTimeOffset? AnsweredBeatAt => _connection?.AnsweredBeatAt;

    /// <inheritdoc/>
    public GatewaySession? Session => _intake.Session?.Acknowledged();

    /// <inheritdoc/>
    public ChannelReader<GatewayEvent> Events => _intake.Events;

    /// <summary>Events offered and not acknowledged.</summary>
    public int Outstanding => _intake.Session?.Tracker.Outstanding ?? 0;

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public void Acknowledge(string sessionId, long sequence) => Acknowledge(sessionId, [sequence]);

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public async Task<GatewaySession?> DetachAsync(CancellationToken ct)
    {
        await StopAsync(GatewayCloseCodes.Resumable, ct);
        return Session;
    }

    /// <inheritdoc/>
    public async Task<bool> RetireAsync(CancellationToken ct)
    {
        await StopAsync(GatewayCloseCodes.Normal, ct);
        if (Outstanding > 0)
            return false;
        _intake.Begin(null);
        return true;
    }

    /// <inheritdoc/>
    public async Task<bool> HearAllAsync(CancellationToken ct) =>
        State == ShardState.Active && _connection is { } connection && await connection.HearAllAsync(ct);

    /// <inheritdoc/>
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
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
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
        // What is not durable will be sent again to whoever resumes: that session must live.
        if (Outstanding > 0)
            _stopCode = GatewayCloseCodes.Resumable;
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
            await _options.WaitUntilAllowed(_stopReading.Token);
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
}

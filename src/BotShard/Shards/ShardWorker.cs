using System.Collections.Concurrent;
using System.Diagnostics;
using CommunityIntel.BotShard.Billing;
using CommunityIntel.BotShard.Commands;
using CommunityIntel.BotShard.Gaps;
using CommunityIntel.BotShard.Guilds;
using CommunityIntel.BotShard.Invites;
using CommunityIntel.Discord.Gateway;
using CommunityIntel.Discord.Gateway.Events;
using CommunityIntel.GrainInterfaces.Shards;

namespace CommunityIntel.BotShard.Shards;

/// <summary>
/// One shard under one lease: takes its session up where it was acknowledged, hands its events to the batcher, and saves how
/// far everything is durable. Killed at any moment, the next owner resumes from the last saved position and what comes twice
/// is dropped.
/// </summary>
public sealed partial class ShardWorker : IEventOrigin, IAsyncDisposable
{
    private static readonly TimeSpan StorageRetry = TimeSpan.FromSeconds(1);

    /// <summary>A position that has not moved is saved this often all the same: it says up to when everything was acknowledged.</summary>
    private static readonly TimeSpan AliveEvery = TimeSpan.FromSeconds(10);

    private readonly IDiscordGateway _client;
    private readonly GuildBatcher _batcher;
    private readonly Interactions _interactions;
    private readonly InviteWatch _invites;
    private readonly EntitlementWatch _entitlements;
    private readonly IShardSessionGrain _memory;
    private readonly BotShardOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<ShardWorker> _logger;
    private readonly EventDecoder _decoder = new();
    private readonly ConcurrentDictionary<string, long> _orders = new();
    private readonly ShardEar _ear;
    private readonly CancellationTokenSource _stop = new();
    private readonly EventGate _gate;
    private Task _running = Task.CompletedTask;
    private ShardSession? _saved;
    private int _identified;
    private volatile ShardLease _lease;
    private volatile bool _isFenced;
    private volatile bool _isRetired;

    public ShardWorker(
        IDiscordGateway client, ShardLease lease, GuildBatcher batcher, ShardEars ears, Interactions interactions, InviteWatch invites, EntitlementWatch entitlements, IGrainFactory grains,
        BotShardOptions options, TimeProvider time, ILogger<ShardWorker> logger)
    {
        (_client, _lease, _batcher, _interactions, _invites, _entitlements, _options, _time, _logger) = (client, lease, batcher, interactions, invites, entitlements, options, time, logger);
        _memory = grains.GetGrain<IShardSessionGrain>(ShardKey.Of(client.Shard.Id, client.Shard.Count));
        _gate = new EventGate(lease);
        _ear = ears.Of(client, this);
        _client.SessionChanged += OnSessionChanged;
    }

    public ShardId Shard => _client.Shard;

    public ShardState State => _client.State;

    public ShardLease Lease => _lease;

    public bool HasEnded => _running.IsCompleted;

    /// <summary>Ended, and its session left for the next owner.</summary>
    public bool IsReleased => HasEnded && !_isRetired;

    public ShardReport Report() => new(_lease, State is ShardState.Active or ShardState.Replaying, HasEnded && _isRetired);

    public void Acknowledge(string sessionId, ReadOnlySpan<long> sequences) => _client.Acknowledge(sessionId, sequences);

    /// <summary><paramref name="onEnd"/> is called when the shard has ended, however.</summary>
    public void Start(Action onEnd)
    {
        _running = Task.Run(RunAsync);
        _ = _running.ContinueWith(_ => onEnd(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>The lease goes on, perhaps in another mode.</summary>
    public void Follow(ShardLease lease)
    {
        if (lease.Mode == _lease.Mode) return;
        Log.Mode(_logger, Shard.Id, Shard.Count, lease.Mode);
        _lease = lease;
        _gate.Set(lease);
        if (lease.Mode == ShardLeaseMode.Retiring) BeginStop();
    }

    /// <summary>Begins to hand the shard over: its session is kept for the next owner.</summary>
    public void BeginStop() => _stop.Cancel();

    /// <summary>Discord has closed the shard for good, and only an operator can change that.</summary>
    public void ThrowIfFailed()
    {
        if (_running.IsFaulted) _running.GetAwaiter().GetResult();
    }

    public async ValueTask DisposeAsync()
    {
        _ear.Dispose();
        await _client.DisposeAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        if (await ClaimAsync() is not { } memory) return;
        if (_lease.Mode == ShardLeaseMode.Retiring && memory.Session is null)
        {
            _isRetired = true;
            return;
        }

        var isForTheRest = _lease.Mode == ShardLeaseMode.Retiring;
        using var abandon = new CancellationTokenSource();
        var run = _client.RunAsync(memory.Session is { } session ? Revive(session) : null, CancellationToken.None);
        var pump = PumpAsync(abandon.Token);
        var save = SaveUntilAsync(run);
        if (isForTheRest) await UntilResumedAsync(run);
        await Task.WhenAny(run, Task.Delay(Timeout.InfiniteTimeSpan, _time, _stop.Token));
        if (!run.IsCompleted) await LetGoAsync(isForTheRest);
        var frame = await run;
        await abandon.CancelAsync();
        await Task.WhenAll(pump, save);
        if (frame.State == ShardState.FatallyClosed)
            throw new InvalidOperationException($"Discord closed shard {Shard.Id} for good ({frame.CloseCode}): {frame.Reason}");
    }

    private async Task PumpAsync(CancellationToken abandon)
    {
        try
        {
            await foreach (var e in _client.Events.ReadAllAsync(abandon))
            {
                using (e)
                using (_ear.Taking())
                {
                    if (await _gate.PassAsync(abandon)) await TakeAsync(e, abandon);
                    else _client.Acknowledge(e.SessionId, e.Sequence);
                }
            }
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
        }
    }

    private async ValueTask TakeAsync(GatewayEvent e, CancellationToken abandon)
    {
        if (e.Type == GatewayEventTypes.InteractionCreate)
        {
            _interactions.Offer(e);
            _client.Acknowledge(e.SessionId, e.Sequence);
            return;
        }

        if ((e.Type & EntitlementWatch.Told) != 0)
        {
            _entitlements.Offer(e);
            _client.Acknowledge(e.SessionId, e.Sequence);
            return;
        }

        if (e.Type == GatewayEventTypes.Ready) _entitlements.SessionBegan(Shard);
        var source = new EventSession(e.SessionId, _orders.GetValueOrDefault(e.SessionId), _gate.IsOverlap(e.ReceivedAt));
        GuildFact fact;
        try
        {
            fact = GuildFact.From(e, _decoder, _ear.Windows.Before(e.SessionId), _batcher.Wishes);
        }
        catch (Exception broken) // The shard's loop: one event that cannot be read must not stop those behind it.
        {
            WorkerMetrics.NotDecoded(e.Name);
            Log.NotDecoded(_logger, e.Name, e.Sequence, broken.Message);
            fact = GuildFact.None;
        }

        if (fact.InvitesMove) _invites.LookSoon(fact.GuildId);
        if (_ear.Hear(e, fact, source, abandon)) return;
        if (fact.Event is null)
        {
            _client.Acknowledge(e.SessionId, e.Sequence);
            return;
        }

        await _batcher.EnqueueAsync(fact.GuildId, new PendingEvent(fact.Event, source, this, Stopwatch.GetTimestamp()), abandon);
    }

    // Without its memory a shard would identify and lose what it could resume: it waits for the silos. Null: not ours (any more).
    private async Task<ShardMemory?> ClaimAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (await _memory.ClaimAsync(_lease.Epoch) is not { } memory) break;
                _saved = memory.Session;
                _ear.Remember(memory);
                return memory;
            }
            catch (Exception e) // The shard's loop.
            {
                Log.MemoryUnavailable(_logger, Shard.Id, e.Message);
                await Task.Delay(StorageRetry, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return null;
    }

    private async Task SaveUntilAsync(Task run)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(_options.SessionSaveMs), _time);
        while (!run.IsCompleted && !_stop.IsCancellationRequested && await timer.WaitForNextTickAsync()) await SaveAsync();
    }

    private async Task SaveAsync()
    {
        try
        {
            var isOurs = true;
            if (_client.Session is { } session)
            {
                // It began this very moment, and its place among the sessions is told next.
                if (!_orders.ContainsKey(session.SessionId)) return;
                var current = Remember(session);
                if (_saved is { } saved && saved.SessionId == current.SessionId && saved.Sequence == current.Sequence && current.AliveAt - saved.AliveAt < AliveEvery) return;
                if (isOurs = await _memory.SaveAsync(_lease.Epoch, current)) _saved = current;
            }
            else if (_saved is not null && (isOurs = await _memory.ClearAsync(_lease.Epoch)))
            {
                _saved = null;
            }

            if (isOurs || _isFenced) return;
            _isFenced = true;
            Log.Fenced(_logger, Shard.Id, _lease.Epoch);
            BeginStop();
        }
        catch (Exception e) // The shard's loop: a save that fails costs a longer replay, no event.
        {
            Log.MemoryUnavailable(_logger, Shard.Id, e.Message);
        }
    }

    private ShardSession Remember(GatewaySession s) => new(
        s.SessionId, s.ResumeGatewayUrl ?? "", s.Sequence, Shard.Id, Shard.Count, (long)s.Intents, s.CreatedAt,
        s.UpdatedAt, _orders.GetValueOrDefault(s.SessionId), _ear.Heard);

    private GatewaySession Revive(ShardSession s)
    {
        _orders[s.SessionId] = s.Order;
        return new(s.SessionId, s.ResumeGatewayUrl.Length == 0 ? null : s.ResumeGatewayUrl, s.Sequence, Shard, (DiscordIntents)s.Intents, s.CreatedAt, s.AliveAt);
    }

    private void OnSessionChanged(GatewaySessionChange change)
    {
        if (change is GatewaySessionChange.Lost)
        {
            if (_lease.Mode != ShardLeaseMode.Retiring) return;
            // Nothing is left to deliver, and a leaving shard begins no new session.
            _isRetired = true;
            BeginStop();
        }

        // A session's place among the bot's sessions: the epoch of the lease it began under, then the how-manieth there.
        if (change is GatewaySessionChange.Started)
            _orders.TryAdd(change.Session.SessionId, (_lease.Epoch << 16) | (uint)Math.Min(++_identified, ushort.MaxValue));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Event {EventName} {Sequence} cannot be read and is skipped: {Reason}")]
        public static partial void NotDecoded(ILogger logger, string eventName, long sequence, string reason);

        [LoggerMessage(2, LogLevel.Warning, "Shard {ShardId} cannot reach its memory in the silos: {Reason}")]
        public static partial void MemoryUnavailable(ILogger logger, int shardId, string reason);

        [LoggerMessage(3, LogLevel.Warning, "Shard {ShardId} belongs to a later owner (lease {Epoch} is over): letting go")]
        public static partial void Fenced(ILogger logger, int shardId, long epoch);

        [LoggerMessage(4, LogLevel.Information, "Shard {ShardId} of {ShardCount} is now {Mode}")]
        public static partial void Mode(ILogger logger, int shardId, int shardCount, ShardLeaseMode mode);
    }
}

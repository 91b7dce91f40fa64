using System.Diagnostics;
using CommunityIntel.BotShard.Gaps;
using CommunityIntel.BotShard.Guilds;
using CommunityIntel.Discord.Gateway;
using CommunityIntel.Discord.Gateway.Events;
using CommunityIntel.GrainInterfaces.Shards;

namespace CommunityIntel.BotShard.Shards;

/// <summary>
/// One shard: takes its session up where it was acknowledged, hands its events to the batcher, and saves how far everything
/// is durable. Killed at any moment, the next owner resumes from the last saved position and what comes twice is dropped.
/// </summary>
public sealed partial class ShardWorker : IEventOrigin, IAsyncDisposable
{
    private static readonly TimeSpan StorageRetry = TimeSpan.FromSeconds(1);

    /// <summary>A position that has not moved is saved this often all the same: it says up to when everything was acknowledged.</summary>
    private static readonly TimeSpan AliveEvery = TimeSpan.FromSeconds(10);

    /// <summary>How long a stop waits for what was offered to be durable.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly IDiscordGateway _client;
    private readonly GuildBatcher _batcher;
    private readonly IShardSessionGrain _memory;
    private readonly BotShardOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<ShardWorker> _logger;
    private readonly EventDecoder _decoder = new();
    private readonly ShardEar _ear;
    private ShardSession? _saved;

    public ShardWorker(
        IDiscordGateway client, GuildBatcher batcher, ShardEars ears, IGrainFactory grains, BotShardOptions options, TimeProvider time, ILogger<ShardWorker> logger)
    {
        (_client, _batcher, _options, _time, _logger) = (client, batcher, options, time, logger);
        _memory = grains.GetGrain<IShardSessionGrain>(ShardKey.Of(client.Shard.Id, client.Shard.Count));
        _ear = ears.Of(client, this);
    }

    public ShardId Shard => _client.Shard;

    public ShardState State => _client.State;

    public void Acknowledge(string sessionId, ReadOnlySpan<long> sequences) => _client.Acknowledge(sessionId, sequences);

    /// <summary>Runs until stopped, then lets go so that the session survives. Throws when Discord closes the shard for good.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var session = await LoadAsync(stopping);
        using var abandon = new CancellationTokenSource();
        var run = _client.RunAsync(session is null ? null : Revive(session), CancellationToken.None);
        var pump = PumpAsync(abandon.Token);
        var save = SaveUntilAsync(run, stopping);
        await Task.WhenAny(run, Task.Delay(Timeout.Infinite, stopping));
        if (!run.IsCompleted)
        {
            // What was offered is still handed on and waited for; what is not durable by then is replayed to the next owner.
            using var patience = new CancellationTokenSource(Patience, _time);
            await _client.DetachAsync(patience.Token);
            await SaveAsync();
        }

        var frame = await run;
        await abandon.CancelAsync();
        await Task.WhenAll(pump, save);
        if (frame.State == ShardState.FatallyClosed)
            throw new InvalidOperationException($"Discord closed shard {_client.Shard.Id} for good ({frame.CloseCode}): {frame.Reason}");
    }

    public ValueTask DisposeAsync()
    {
        _ear.Dispose();
        return _client.DisposeAsync();
    }

    private async Task PumpAsync(CancellationToken abandon)
    {
        try
        {
            await foreach (var e in _client.Events.ReadAllAsync(abandon))
            {
                _ear.Taking(true);
                using (e) await TakeAsync(e, abandon);
                _ear.Taking(false);
            }
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
        }
    }

    private async ValueTask TakeAsync(GatewayEvent e, CancellationToken abandon)
    {
        GuildFact fact;
        try
        {
            fact = GuildFact.From(e, _decoder, _ear.Windows.Before(e.SessionId));
        }
        catch (Exception broken) // The shard's loop: one event that cannot be read must not stop those behind it.
        {
            WorkerMetrics.NotDecoded(e.Name);
            Log.NotDecoded(_logger, e.Name, e.Sequence, broken.Message);
            fact = GuildFact.None;
        }

        if (_ear.Hear(e, fact, abandon)) return;
        if (fact.Event is null) _client.Acknowledge(e.SessionId, e.Sequence);
        else await _batcher.EnqueueAsync(fact.GuildId, new PendingEvent(fact.Event, e.SessionId, this, Stopwatch.GetTimestamp()), abandon);
    }

    // Without its memory a shard would identify and lose what it could resume: it waits for the silos.
    private async Task<ShardSession?> LoadAsync(CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                var lastAlive = await _memory.GetLastAliveAsync();
                _saved = await _memory.LoadAsync();
                _ear.Windows.Remember(_saved?.SessionId, lastAlive);
                return _saved;
            }
            catch (Exception e) when (!stopping.IsCancellationRequested) // The shard's loop.
            {
                Log.MemoryUnavailable(_logger, _client.Shard.Id, e.Message);
                await Task.Delay(StorageRetry, _time, stopping);
            }
        }
    }

    private async Task SaveUntilAsync(Task run, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(_options.SessionSaveMs), _time);
        try
        {
            while (!run.IsCompleted && await timer.WaitForNextTickAsync(stopping)) await SaveAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    private async Task SaveAsync()
    {
        try
        {
            if (_client.Session is { } session)
            {
                var current = new ShardSession(
                    session.SessionId, session.ResumeGatewayUrl ?? "", session.Sequence, session.Shard.Id, session.Shard.Count,
                    (long)session.Intents, session.CreatedAt, session.UpdatedAt);
                if (_saved is { } saved && saved.SessionId == current.SessionId && saved.Sequence == current.Sequence && current.AliveAt - saved.AliveAt < AliveEvery) return;
                await _memory.SaveAsync(current);
                _saved = current;
            }
            else if (_saved is not null)
            {
                await _memory.ClearAsync();
                _saved = null;
            }
        }
        catch (Exception e) // The shard's loop: a save that fails costs a longer replay, no event.
        {
            Log.MemoryUnavailable(_logger, _client.Shard.Id, e.Message);
        }
    }

    private GatewaySession Revive(ShardSession s) => new(
        s.SessionId, s.ResumeGatewayUrl.Length == 0 ? null : s.ResumeGatewayUrl, s.Sequence, _client.Shard, (DiscordIntents)s.Intents, s.CreatedAt, s.AliveAt);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Event {EventName} {Sequence} cannot be read and is skipped: {Reason}")]
        public static partial void NotDecoded(ILogger logger, string eventName, long sequence, string reason);

        [LoggerMessage(2, LogLevel.Warning, "Shard {ShardId} cannot reach its memory in the silos: {Reason}")]
        public static partial void MemoryUnavailable(ILogger logger, int shardId, string reason);
    }
}

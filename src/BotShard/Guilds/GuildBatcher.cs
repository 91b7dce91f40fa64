using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using CommunityIntel.GrainInterfaces.Guilds;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace CommunityIntel.BotShard.Guilds;

/// <summary>
/// Groups events by guild and hands them to the guild's grain, in order, one batch per guild under way. An event is
/// acknowledged when the grain says that it is durable; until then the batch is sent again, whatever the reason.
/// When too many events are pending, <see cref="EnqueueAsync"/> waits, and with it the socket.
/// </summary>
public sealed partial class GuildBatcher : IDisposable
{
    private readonly IGrainFactory _grains;
    private readonly BotShardOptions _options;
    private readonly ILogger<GuildBatcher> _logger;
    private readonly ConcurrentDictionary<long, GuildQueue> _queues = new();
    private readonly Channel<GuildQueue> _ready = Channel.CreateUnbounded<GuildQueue>();
    private readonly SemaphoreSlim _room;
    private readonly ResiliencePipeline _untilDurable;

    public GuildBatcher(IGrainFactory grains, IOptions<BotShardOptions> options, ILogger<GuildBatcher> logger)
    {
        (_grains, _options, _logger) = (grains, options.Value, logger);
        _room = new SemaphoreSlim(_options.PendingEvents, _options.PendingEvents);
        WorkerMetrics.Watch(() => Pending, _options.PendingEvents);
        Wishes = new TextWishes(_options.ReadsText);
        _untilDurable = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
        {
            // A refusal is an answer; anything else, a cancelled call included, leaves the outcome unknown, and the same
            // batch again is harmless. Cancelling the pipeline itself ends it.
            ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Exception is not null and not BatchRefusedException),
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(100),
            MaxDelay = TimeSpan.FromSeconds(3),
            UseJitter = true,
            OnRetry = args =>
            {
                WorkerMetrics.Retried();
                if (args.AttemptNumber is 0 or 3 || args.AttemptNumber % 20 == 0) Log.Again(_logger, args.AttemptNumber + 1, args.Outcome.Exception?.Message);
                return default;
            },
        }).Build();
    }

    /// <summary>What guilds want to be told of texts.</summary>
    public TextWishes Wishes { get; }

    /// <summary>Events accepted and not yet durable.</summary>
    public int Pending => _options.PendingEvents - _room.CurrentCount;

    /// <summary>Sends until cancelled. Cancelling abandons what is pending: it was not acknowledged and will be replayed.</summary>
    public Task RunAsync(CancellationToken cancellation) =>
        Task.WhenAll(Enumerable.Range(0, _options.BatchesInFlight).Select(_ => Task.Run(() => SendAsync(cancellation), CancellationToken.None)));

    public async ValueTask EnqueueAsync(long guildId, PendingEvent pending, CancellationToken cancellation)
    {
        if (!_room.Wait(0, CancellationToken.None)) await _room.WaitAsync(cancellation);
        while (true)
        {
            var queue = _queues.GetOrAdd(guildId, static id => new GuildQueue(id));
            if (queue.TryAdd(pending, out var schedule))
            {
                if (schedule) _ready.Writer.TryWrite(queue);
                return;
            }

            // Its sender has just closed it, being empty, and is about to take it away.
            _queues.TryRemove(KeyValuePair.Create(guildId, queue));
        }
    }

    public void Dispose() => _room.Dispose();

    private async Task SendAsync(CancellationToken cancellation)
    {
        var batch = new List<PendingEvent>(_options.EventsPerBatch);
        try
        {
            await foreach (var queue in _ready.Reader.ReadAllAsync(cancellation))
            {
                var waited = Stopwatch.GetElapsedTime(queue.FirstAt).TotalMilliseconds;
                if (waited < _options.LingerMs) await Task.Delay((int)(_options.LingerMs - waited) + 1, cancellation);
                batch.Clear();
                queue.Take(batch, _options.EventsPerBatch);
                await DeliverAsync(queue.GuildId, batch, cancellation);
                _room.Release(batch.Count);
                if (queue.Done()) _ready.Writer.TryWrite(queue);
                else _queues.TryRemove(KeyValuePair.Create(queue.GuildId, queue));
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
    }

    private async Task DeliverAsync(long guildId, List<PendingEvent> events, CancellationToken cancellation)
    {
        var session = events[0].Session;
        var batch = new GuildBatch(session.Id, [.. events.Select(e => e.Event)], session.Order, session.IsOverlap);
        using var span = BatchTrace.Begin(guildId, batch);
        try
        {
            Wishes.Answered(guildId, await _untilDurable.ExecuteAsync(async _ => await _grains.GetGrain<IGuildGrain>(guildId).ApplyAsync(batch), cancellation));
            WorkerMetrics.Durable(events);
            Log.Durable(_logger, guildId, batch.SessionId, events[0].Event.Sequence, events[^1].Event.Sequence, events.Count);
        }
        catch (BatchRefusedException e) when (events.Count == 1)
        {
            WorkerMetrics.Refused();
            Log.Refused(_logger, guildId, events[0].Event.GetType().Name, events[0].Event.Sequence, e.Message);
        }
        catch (BatchRefusedException)
        {
            // One event in here can never be stored: halves find it, the others go through.
            await DeliverAsync(guildId, events[..(events.Count / 2)], cancellation);
            await DeliverAsync(guildId, events[(events.Count / 2)..], cancellation);
            return;
        }

        events[0].Origin.Acknowledge(batch.SessionId, [.. events.Select(e => e.Event.Sequence)]);
    }

    private static partial class Log
    {
        [LoggerMessage(3, LogLevel.Debug, "Events {FirstSequence} to {LastSequence} of session {SessionId} in guild {GuildId} are durable ({Events} in all)")]
        public static partial void Durable(ILogger logger, long guildId, string sessionId, long firstSequence, long lastSequence, int events);

        [LoggerMessage(1, LogLevel.Warning, "A batch is not durable yet, sending it again (attempt {Attempt}): {Reason}")]
        public static partial void Again(ILogger logger, int attempt, string? reason);

        [LoggerMessage(2, LogLevel.Error, "Event {EventType} {Sequence} of guild {GuildId} is refused by the database and skipped: {Reason}")]
        public static partial void Refused(ILogger logger, long guildId, string eventType, long sequence, string reason);
    }
}

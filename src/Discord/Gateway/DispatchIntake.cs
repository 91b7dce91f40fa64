using System.Threading.Channels;
using CommunityIntel.Discord.Gateway.Events;

namespace CommunityIntel.Discord.Gateway;

/// <summary>
/// Takes dispatches in order: drops what nobody wants and what came before, offers the rest to the consumer,
/// and waits while its buffer is full. One reader.
/// </summary>
internal sealed class DispatchIntake(GatewayClientOptions options, TimeProvider time)
{
    private readonly Channel<GatewayEvent> _events = Channel.CreateBounded<GatewayEvent>(
        new BoundedChannelOptions(options.EventBufferSize) { SingleWriter = true, SingleReader = true });

    private volatile TrackedSession? _session;
    private volatile bool _isPaused;
    private long _pauseEndedAt = long.MinValue;
    private long _seen;
    private DateTimeOffset _seenAt;

    public ChannelReader<GatewayEvent> Events => _events.Reader;

    /// <summary>The session that dispatches belong to; null before the first READY and after a loss.</summary>
    public TrackedSession? Session => _session;

    /// <summary>The last sequence taken: where a resume from this process goes on.</summary>
    public long LastSeen => Interlocked.Read(ref _seen);

    public void Begin(TrackedSession? session)
    {
        _session = session;
        var (sequence, at) = session?.Tracker.Position ?? default;
        Interlocked.Exchange(ref _seen, sequence);
        _seenAt = at;
    }

    public void Complete() => _events.Writer.TryComplete();

    /// <summary>The consumer held up reading at that time (<see cref="TimeProvider.GetTimestamp"/>) or later.</summary>
    public bool WasPausedSince(long timestamp) => _isPaused || Interlocked.Read(ref _pauseEndedAt) >= timestamp;

    /// <summary>The connection is known to be whole: nothing before now is missing.</summary>
    public void ConfirmNothingMissing()
    {
        if (_session is not { } session)
            return;
        _seenAt = time.GetUtcNow();
        session.Tracker.Skipped(_seen, _seenAt);
    }

    /// <returns>True when the dispatch had not been seen before.</returns>
    /// <exception cref="OperationCanceledException">Stopped while the buffer was full; the dispatch counts as never received.</exception>
    public ValueTask<bool> TakeAsync(in PayloadHeader header, ReadOnlyMemory<byte> payload, bool isReplay, CancellationToken stop)
    {
        if (_session is not { } session || header.Sequence is not { } sequence)
            return Rejected(header, "malformed");
        if (sequence <= _seen)
            return Rejected(header, "duplicate");
        if (sequence > _seen + 1)
            DiscordMetrics.SequenceGaps.Add(sequence - _seen - 1);
        var (receivedAt, at) = Stamp(header, isReplay);
        if ((GatewayEventNames.TypeAt(header.Event) & options.WantedEvents) == 0)
        {
            Count(header, "dropped");
            session.Tracker.Skipped(sequence, at);
            Advance(sequence, at);
            return ValueTask.FromResult(true);
        }
        var offered = new GatewayEvent(session, header.Event, sequence, receivedAt, isReplay, payload.Span[header.Payload]);
        session.Tracker.Accepted(sequence, at);
        if (!_events.Writer.TryWrite(offered))
            return WaitAndWriteAsync(session, offered, header, at, stop);
        Count(header, "delivered");
        Advance(sequence, at);
        return ValueTask.FromResult(true);
    }

    private async ValueTask<bool> WaitAndWriteAsync(
        TrackedSession session, GatewayEvent offered, PayloadHeader header, DateTimeOffset at, CancellationToken stop)
    {
        _isPaused = true;
        try
        {
            await _events.Writer.WriteAsync(offered, stop);
        }
        catch (OperationCanceledException)
        {
            session.Tracker.Withdraw(offered.Sequence);
            offered.Dispose();
            throw;
        }
        finally
        {
            Interlocked.Exchange(ref _pauseEndedAt, time.GetTimestamp());
            _isPaused = false;
        }
        Count(header, "delivered");
        Advance(offered.Sequence, at);
        return true;
    }

    /// <summary>A replayed dispatch comes late: the time up to which nothing is missing stands still meanwhile.</summary>
    private (DateTimeOffset ReceivedAt, DateTimeOffset At) Stamp(in PayloadHeader header, bool isReplay)
    {
        if (options.TrustServerTimestamps && header.TimestampMs is { } ms && ms <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            var trusted = DateTimeOffset.FromUnixTimeMilliseconds(ms);
            return (trusted, trusted);
        }
        var now = time.GetUtcNow();
        return (now, isReplay ? _seenAt : now);
    }

    private void Advance(long sequence, DateTimeOffset at)
    {
        Interlocked.Exchange(ref _seen, sequence);
        _seenAt = at;
    }

    private static ValueTask<bool> Rejected(in PayloadHeader header, string outcome)
    {
        Count(header, outcome);
        return ValueTask.FromResult(false);
    }

    private static void Count(in PayloadHeader header, string outcome)
    {
        if (DiscordMetrics.Dispatches.Enabled)
            DiscordMetrics.Dispatches.Add(1, new("event", GatewayEventNames.NameAt(header.Event)), new("outcome", outcome));
    }
}

using System.Diagnostics;
using CommunityIntel.GrainInterfaces.Guilds;

namespace CommunityIntel.BotShard.Guilds;

/// <summary>Where an event came from, and who is told when it is durable.</summary>
public interface IEventOrigin
{
    /// <summary>All of these events of that session are durable.</summary>
    void Acknowledge(string sessionId, ReadOnlySpan<long> sequences);
}

/// <summary>The gateway session that an event came in. <c>Order</c>: a later session has a higher one. <c>IsOverlap</c>: see <see cref="GuildBatch"/>.</summary>
public readonly record struct EventSession(string Id, long Order, bool IsOverlap);

/// <summary>An event that waits to be durable. <c>AcceptedAt</c> is a Stopwatch timestamp.</summary>
public readonly record struct PendingEvent(GuildEvent Event, EventSession Session, IEventOrigin Origin, long AcceptedAt);

/// <summary>A guild's events in order, while there are any. At most one sender works on it.</summary>
internal sealed class GuildQueue(long guildId)
{
    private readonly Lock _lock = new();
    private readonly Queue<PendingEvent> _events = new();
    private bool _scheduled;
    private bool _closed;

    public long GuildId { get; } = guildId;

    /// <summary>When the first waiting event came (Stopwatch timestamp).</summary>
    public long FirstAt { get; private set; }

    /// <summary>False when the queue is closed: a new one takes its place. <paramref name="schedule"/>: it has to be scheduled.</summary>
    public bool TryAdd(PendingEvent pending, out bool schedule)
    {
        lock (_lock)
        {
            schedule = false;
            if (_closed) return false;
            _events.Enqueue(pending);
            if (_scheduled) return true;
            FirstAt = pending.AcceptedAt;
            return schedule = _scheduled = true;
        }
    }

    /// <summary>Takes at least one event, all of the same session and origin.</summary>
    public void Take(List<PendingEvent> batch, int most)
    {
        lock (_lock)
        {
            var first = _events.Peek();
            while (batch.Count < most && _events.TryPeek(out var next) && next.Session == first.Session && next.Origin == first.Origin) batch.Add(_events.Dequeue());
        }
    }

    /// <summary>The batch is through. True when more wait and the queue has to be scheduled again; otherwise it is closed.</summary>
    public bool Done()
    {
        lock (_lock)
        {
            _closed = _events.Count == 0;
            if (!_closed) FirstAt = _events.Peek().AcceptedAt;
            return !_closed;
        }
    }
}

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

/// <summary>A guild's events in order. At most one sender works on it.</summary>
internal sealed class GuildQueue(long guildId)
{
    private readonly Lock _lock = new();
    private readonly Queue<PendingEvent> _events = new();
    private bool _scheduled;

    public long GuildId { get; } = guildId;

    /// <summary>When the first waiting event came (Stopwatch timestamp).</summary>
    public long FirstAt { get; private set; }

    /// <summary>True when the queue has to be scheduled.</summary>
    public bool Add(PendingEvent pending)
    {
        lock (_lock)
        {
            _events.Enqueue(pending);
            if (_scheduled) return false;
            FirstAt = pending.AcceptedAt;
            return _scheduled = true;
        }
    }

    /// <summary>Takes at least one event, all of the same session.</summary>
    public void Take(List<PendingEvent> batch, int most)
    {
        lock (_lock)
        {
            var session = _events.Peek().Session;
            while (batch.Count < most && _events.TryPeek(out var next) && next.Session == session) batch.Add(_events.Dequeue());
        }
    }

    /// <summary>The batch is through. True when more wait and the queue has to be scheduled again.</summary>
    public bool Done()
    {
        lock (_lock)
        {
            if (_events.Count == 0) return _scheduled = false;
            FirstAt = _events.Peek().AcceptedAt;
            return true;
        }
    }
}

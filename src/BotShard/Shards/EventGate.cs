using CommunityIntel.GrainInterfaces.Shards;

namespace CommunityIntel.BotShard.Shards;

/// <summary>
/// Lets a shard's events through, drops them, or keeps them back, by the mode of its lease. What a coming shard received
/// before it went live may have been delivered by the one before it too.
/// </summary>
internal sealed class EventGate(ShardLease lease)
{
    private readonly Lock _lock = new();
    private ShardLease _lease = lease;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsHolding
    {
        get { lock (_lock) return _lease.Mode == ShardLeaseMode.Holding; }
    }

    public bool IsOverlap(DateTimeOffset receivedAt)
    {
        lock (_lock) return receivedAt <= _lease.OverlapUntil;
    }

    public void Set(ShardLease next)
    {
        lock (_lock)
        {
            _lease = next;
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>True: hand the event on. False: drop it. Waits while events are kept back.</summary>
    public async ValueTask<bool> PassAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_lease.Mode == ShardLeaseMode.Warming) return false;
                if (_lease.Mode != ShardLeaseMode.Holding) return true;
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellation);
        }
    }
}

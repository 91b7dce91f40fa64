using System.Collections.Concurrent;

namespace CommunityIntel.Web.Tests;

/// <summary>Timers that fire when the test says so.</summary>
public sealed class ManualTime : TimeProvider
{
    private readonly ConcurrentDictionary<ManualTimer, bool> timers = new();

    public void Tick()
    {
        foreach (var timer in timers.Keys)
            timer.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timers[timer] = true;
        return timer;
    }

    private sealed class ManualTimer(ManualTime owner, TimerCallback callback, object? state) : ITimer
    {
        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => owner.timers.TryRemove(this, out _);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

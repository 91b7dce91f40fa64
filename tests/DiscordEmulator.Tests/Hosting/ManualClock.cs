namespace CommunityIntel.DiscordEmulator.Tests.Hosting;

/// <summary>A clock that moves when told to; timers fire during <see cref="Advance"/>.</summary>
public sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = start;

    public static ManualClock Some() => new(new DateTimeOffset(2026, 5, 20, 20, 0, 0, TimeSpan.Zero));

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) return now;
    }

    public void Advance(TimeSpan by)
    {
        List<ManualTimer> due;
        lock (gate)
        {
            now += by;
            due = [.. timers.Where(t => t.IsDue(now))];
        }
        foreach (var timer in due) timer.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        lock (gate)
        {
            timer.Set(now, dueTime, period);
            timers.Add(timer);
        }
        return timer;
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private DateTimeOffset? due;
        private TimeSpan every;

        public bool IsDue(DateTimeOffset at) => due <= at;

        public void Set(DateTimeOffset at, TimeSpan dueTime, TimeSpan period) =>
            (due, every) = (dueTime == Timeout.InfiniteTimeSpan ? null : at + dueTime, period);

        public void Fire()
        {
            lock (clock.gate) due = every > TimeSpan.Zero ? clock.now + every : null;
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate) Set(clock.now, dueTime, period);
            return true;
        }

        public void Dispose()
        {
            lock (clock.gate) clock.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

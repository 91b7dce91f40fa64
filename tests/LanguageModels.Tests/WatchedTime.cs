using Microsoft.Extensions.Time.Testing;

namespace CommunityIntel.LanguageModels.Tests;

/// <summary>Time that stands still until the test moves it, and tells which timers were made.</summary>
internal sealed class WatchedTime : FakeTimeProvider
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(4);

    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _made = [];

    /// <summary>Waits between two requests are over as soon as they begin; what a request may take is longer.</summary>
    public bool SkipsWaits { get; set; } = true;

    /// <summary>Waits between two requests, in their order.</summary>
    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_gate) return [.. _made.Where(due => due < LongestWait)];
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero) Keep(dueTime);
        if (SkipsWaits && dueTime > TimeSpan.Zero && dueTime < LongestWait) Task.Run(() => Advance(dueTime));
        return timer;
    }

    private void Keep(TimeSpan due)
    {
        lock (_gate) _made.Add(due);
    }
}

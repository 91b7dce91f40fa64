namespace CommunityIntel.BotShard.Gaps;

/// <summary>Lets callers through evenly, so many in a second; those who wait go in order of asking.</summary>
internal sealed class Pace(double perSecond, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly TimeSpan _apart = TimeSpan.FromSeconds(1 / perSecond);
    private DateTimeOffset _next;

    public Task WaitAsync(CancellationToken cancellation)
    {
        TimeSpan wait;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var turn = _next > now ? _next : now;
            (_next, wait) = (turn + _apart, turn - now);
        }

        return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancellation) : Task.CompletedTask;
    }
}

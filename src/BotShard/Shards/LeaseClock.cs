namespace CommunityIntel.BotShard.Shards;

/// <summary>
/// How long this worker may still call its shards its own, by its own monotonic clock, counted from when it asked: never
/// longer than the directory thinks. When it has run out, what is open stays open (nobody may have noticed), but nothing is
/// opened: a shard that belongs to somebody else by now must not be fought over.
/// </summary>
public sealed class LeaseClock(TimeProvider time)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    private long _askedAt;
    private long _leaseMs;

    public bool IsValid => _leaseMs > 0 && time.GetElapsedTime(Interlocked.Read(ref _askedAt)).TotalMilliseconds < Interlocked.Read(ref _leaseMs);

    /// <param name="askedAt"><see cref="TimeProvider.GetTimestamp"/> when the question was sent.</param>
    public void Renewed(long askedAt, int leaseMs)
    {
        Interlocked.Exchange(ref _askedAt, askedAt);
        Interlocked.Exchange(ref _leaseMs, leaseMs);
    }

    public async Task WaitUntilValidAsync(CancellationToken cancellation)
    {
        while (!IsValid) await Task.Delay(LookAgain, time, cancellation);
    }
}

namespace CommunityIntel.Discord.Gateway;

/// <summary>
/// The identify queue of one process: per key <c>shard id % max_concurrency</c> one IDENTIFY in five seconds
/// (Discord API reference, Sharding). Safe for concurrent use.
/// </summary>
public sealed class IdentifyQueue(int maxConcurrency, TimeProvider time) : IIdentifyQueue
{
    /// <summary>Five seconds, and a little for the way.</summary>
    public static readonly TimeSpan Spacing = TimeSpan.FromSeconds(5.25);

    private readonly Lock _lock = new();
    private readonly DateTimeOffset[] _nextFree = new DateTimeOffset[Math.Max(1, maxConcurrency)];

    public async ValueTask WaitForIdentifyAsync(ShardId shard, CancellationToken ct)
    {
        var wait = TakeTurn(shard.Id % _nextFree.Length);
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, time, ct);
    }

    private TimeSpan TakeTurn(int key)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            var turn = _nextFree[key] > now ? _nextFree[key] : now;
            _nextFree[key] = turn + Spacing;
            return turn - now;
        }
    }
}

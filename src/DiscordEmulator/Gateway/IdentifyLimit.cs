using CommunityIntel.DiscordEmulator.Hosting;

namespace CommunityIntel.DiscordEmulator.Gateway;

/// <summary>
/// Identify limits: one per <c>shard % max_concurrency</c> and interval, and a daily budget
/// (Discord API reference, Gateway: 5 s, 1000 in 24 h).
/// </summary>
public sealed class IdentifyLimit(DiscordEmulatorOptions options)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private readonly Lock gate = new();
    private readonly Dictionary<int, DateTimeOffset> last = [];
    private DateTimeOffset dayStart = options.Clock.GetUtcNow();
    private int used;

    public (int Total, int Remaining, TimeSpan ResetAfter) Budget
    {
        get
        {
            lock (gate)
            {
                Roll();
                return (options.SessionStartLimit, options.SessionStartLimit - used, dayStart + Day - options.Clock.GetUtcNow());
            }
        }
    }

    /// <summary>Counts an Identify and says whether it may go on.</summary>
    public bool TryTake(int shardId)
    {
        lock (gate)
        {
            Roll();
            if (used >= options.SessionStartLimit) return false;
            used++;
            var now = options.Clock.GetUtcNow();
            var key = shardId % Math.Max(1, options.MaxConcurrency);
            if (last.TryGetValue(key, out var before) && now - before < options.IdentifyInterval) return false;
            last[key] = now;
            return true;
        }
    }

    private void Roll()
    {
        var now = options.Clock.GetUtcNow();
        if (now - dayStart < Day) return;
        dayStart = now;
        used = 0;
    }
}

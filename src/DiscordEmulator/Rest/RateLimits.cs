using CommunityIntel.DiscordEmulator.Hosting;

namespace CommunityIntel.DiscordEmulator.Rest;

/// <summary>What a bucket says after a request was counted.</summary>
public readonly record struct BucketState(int Limit, int Remaining, TimeSpan ResetAfter, DateTimeOffset ResetAt, bool Exceeded);

/// <summary>
/// Discord's REST limits: buckets keyed by (hash, major parameter), 50 requests a second for the bot, and the
/// undocumented sublimit of PATCH channel (two renames in ten minutes, discord-api-docs#2190).
/// </summary>
public sealed class RateLimits(DiscordEmulatorOptions options)
{
    private static readonly Dictionary<string, (int Limit, int Seconds)> Known = new()
    {
        ["POST /channels/{channelId}/messages"] = (5, 5),
        ["PATCH /channels/{channelId}/messages/{messageId}"] = (5, 5),
        ["DELETE /channels/{channelId}/messages/{messageId}"] = (5, 1),
        ["GET /channels/{channelId}/messages"] = (10, 2),
        ["PATCH /channels/{channelId}"] = (5, 5),
        ["PUT /guilds/{guildId}/members/{userId}/roles/{roleId}"] = (10, 10),
        ["DELETE /guilds/{guildId}/members/{userId}/roles/{roleId}"] = (10, 10),
        ["GET /guilds/{guildId}/members"] = (10, 10),
        ["GET /users/@me/guilds"] = (1, 1),
    };

    private static readonly (int Limit, int Seconds) Other = (10, 1);
    private static readonly TimeSpan RenameWindow = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly Dictionary<(string, string), (DateTimeOffset Start, int Used)> buckets = [];
    private readonly Dictionary<ulong, Queue<DateTimeOffset>> renames = [];
    private (DateTimeOffset Start, int Used) global;

    /// <summary>Null when within the global limit, else how long to wait.</summary>
    public TimeSpan? TakeGlobal()
    {
        lock (gate)
        {
            var now = options.Clock.GetUtcNow();
            if (now - global.Start >= TimeSpan.FromSeconds(1)) global = (now, 0);
            global.Used++;
            return global.Used > options.GlobalRequestsPerSecond ? global.Start.AddSeconds(1) - now : null;
        }
    }

    /// <summary>Counts a request of a route (<c>"POST /channels/{channelId}/messages"</c>) for a major parameter.</summary>
    public BucketState Take(string route, string major)
    {
        var (limit, seconds) = Known.GetValueOrDefault(route, Other);
        var window = TimeSpan.FromSeconds(seconds);
        lock (gate)
        {
            var now = options.Clock.GetUtcNow();
            if (buckets.Count > 50_000) buckets.Clear();
            var bucket = buckets.GetValueOrDefault((route, major));
            if (now - bucket.Start >= window) bucket = (now, 0);
            bucket.Used++;
            buckets[(route, major)] = bucket;
            var resetAt = bucket.Start + window;
            return new BucketState(limit, Math.Max(0, limit - bucket.Used), resetAt - now, resetAt, bucket.Used > limit);
        }
    }

    /// <summary>Null when a channel may be renamed, else how long to wait.</summary>
    public TimeSpan? TakeRename(ulong channelId)
    {
        lock (gate)
        {
            if (!renames.TryGetValue(channelId, out var times)) renames[channelId] = times = new Queue<DateTimeOffset>();
            var now = options.Clock.GetUtcNow();
            while (times.TryPeek(out var oldest) && now - oldest >= RenameWindow) times.Dequeue();
            if (times.Count >= 2) return times.Peek() + RenameWindow - now;
            times.Enqueue(now);
            return null;
        }
    }

    /// <summary>An opaque hash of the route, without the major parameter.</summary>
    public static string Hash(string route)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in route) hash = (hash ^ character) * 1099511628211UL;
        return (hash ^ (hash >> 29)).ToString("x16", System.Globalization.CultureInfo.InvariantCulture) + hash.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
    }
}

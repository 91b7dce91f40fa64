namespace CommunityIntel.Grains.Digests;

/// <summary>How often each member had something made within the last hour. Forgets all when the activation goes; used one call at a time.</summary>
internal sealed class MemberPace(int perHour, TimeProvider time)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Dictionary<long, List<DateTimeOffset>> _times = [];

    /// <summary>Null = they may now, and it is noted; otherwise when they may.</summary>
    public DateTimeOffset? Take(long userId)
    {
        var now = time.GetUtcNow();
        foreach (var idle in _times.Where(t => t.Value[^1] <= now - Hour).Select(t => t.Key).ToList()) _times.Remove(idle);
        if (!_times.TryGetValue(userId, out var times)) _times[userId] = times = [];
        times.RemoveAll(at => at <= now - Hour);
        if (times.Count >= perHour) return times[0] + Hour;
        times.Add(now);
        return null;
    }
}

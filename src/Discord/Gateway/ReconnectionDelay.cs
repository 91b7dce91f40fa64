namespace CommunityIntel.Discord.Gateway;

/// <summary>How long to wait before connecting again.</summary>
public static class ReconnectionDelay
{
    /// <summary>At most this much, so that a long outage spends fewer than 1,000 identifies a day.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);

    /// <summary>0–1 s at first, then 1, 2, 4 … 120 s, each between half and whole.</summary>
    public static TimeSpan ExponentialWithJitter(int attempt)
    {
        if (attempt <= 0)
            return TimeSpan.FromSeconds(Random.Shared.NextDouble());
        var seconds = Math.Min(Longest.TotalSeconds, Math.Pow(2, Math.Min(attempt - 1, 20)));
        return TimeSpan.FromSeconds(seconds * (0.5 + (Random.Shared.NextDouble() / 2)));
    }
}

namespace CommunityIntel.Domain.Xp;

/// <summary>
/// What a message earns: a draw between two bounds, at most once per cooldown. The draw comes from the message id and the
/// cooldown from the message's own time, so that applying a message again elsewhere gives the same result.
/// Defaults are MEE6's: 15 to 25 XP, 60 seconds.
/// </summary>
public sealed record MessageXpRule(int Minimum, int Maximum, long CooldownMs)
{
    public static MessageXpRule Default { get; } = new(15, 25, 60_000);

    /// <summary>XP for a message of that time, 0 while cooling down. <paramref name="lastAwardMs"/> is the time of the last message that earned; null = none did.</summary>
    public int Award(long messageId, long messageMs, long? lastAwardMs) =>
        lastAwardMs is { } last && messageMs < last + CooldownMs ? 0 : Draw(messageId);

    /// <summary>Evenly spread over both bounds inclusive.</summary>
    public int Draw(long messageId) => Minimum + (int)(Mix((ulong)messageId) % (ulong)(Maximum - Minimum + 1));

    // SplitMix64's finaliser: neighbouring ids give unrelated draws.
    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}

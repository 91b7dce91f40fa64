namespace CommunityIntel.Domain.Outbox;

/// <summary>
/// When an action that got no answer is tried again: 5 seconds, doubling up to a cap, each drawn between half and all of it.
/// A message is tried again while Discord still remembers its nonce, so that one whose answer was lost is not sent twice.
/// </summary>
public static class OutboxRetry
{
    /// <summary>An action older than this is given up (ms).</summary>
    public const long PatienceMs = 24 * 60 * 60 * 1000L;

    private const long FirstMs = 5_000;
    private const long LongestMs = 10 * 60_000;
    private const long LongestForMessagesMs = 2 * 60_000;

    public static bool IsOver(long ageMs) => ageMs >= PatienceMs;

    /// <summary>Milliseconds to wait after that many attempts (1 or more). <paramref name="draw"/> is between 0 and 1.</summary>
    public static long DelayMs(int attempts, bool isMessage, double draw)
    {
        var cap = isMessage ? LongestForMessagesMs : LongestMs;
        var whole = Math.Min(cap, FirstMs << Math.Clamp(attempts - 1, 0, 20));
        return (whole / 2) + (long)(whole / 2 * Math.Clamp(draw, 0, 1));
    }
}

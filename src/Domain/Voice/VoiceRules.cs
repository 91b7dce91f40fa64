namespace CommunityIntel.Domain.Voice;

/// <summary>How voice time is cut when nobody was listening.</summary>
public static class VoiceRules
{
    /// <summary>After a lost gateway session, at most this much unobserved time is credited to a stay (ms).</summary>
    public const long UncertainCapMs = 10 * 60 * 1000;

    /// <summary>
    /// When a stay that was open at <paramref name="connectedUntilMs"/> and is not there at <paramref name="nowMs"/> is taken to have ended.
    /// </summary>
    public static long EstimatedEnd(long startedAtMs, long connectedUntilMs, long nowMs) =>
        Math.Max(startedAtMs, Math.Min(nowMs, connectedUntilMs + UncertainCapMs));
}

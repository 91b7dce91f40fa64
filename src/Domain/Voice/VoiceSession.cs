namespace CommunityIntel.Domain.Voice;

/// <summary>
/// One stay of one member in one voice channel, times in Unix milliseconds. <c>EndedAtMs</c> null = still there.
/// <c>IsEstimated</c>: begin or end was not observed.
/// </summary>
public sealed record VoiceSession(long UserId, long ChannelId, long StartedAtMs, long? EndedAtMs, bool IsEstimated)
{
    /// <summary>Whole seconds of the stay up to its end, or up to <paramref name="nowMs"/> while open.</summary>
    public long SecondsAt(long nowMs) => Math.Max(0, ((EndedAtMs ?? nowMs) / 1000) - (StartedAtMs / 1000));
}

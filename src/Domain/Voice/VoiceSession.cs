namespace CommunityIntel.Domain.Voice;

/// <summary>
/// One stay of one member in one voice channel, times in Unix milliseconds. <c>EndedAtMs</c> null = still there.
/// <c>IsEstimated</c>: begin or end was not observed.
/// </summary>
public sealed record VoiceSession(long UserId, long ChannelId, long StartedAtMs, long? EndedAtMs, bool IsEstimated)
{
    /// <summary>How they are there now, or were last.</summary>
    public VoiceState State { get; init; }

    /// <summary>Earned until <see cref="SettledAtMs"/>, in <see cref="Xp.VoiceXpRule.UnitsPerXp"/>ths; the whole XP of it are credited.</summary>
    public long EarnedUnits { get; init; }

    /// <summary>Until when what was earned is in <see cref="EarnedUnits"/>; null = nothing was looked at yet.</summary>
    public long? SettledAtMs { get; init; }

    /// <summary>Whole seconds of the stay up to its end, or up to <paramref name="nowMs"/> while open.</summary>
    public long SecondsAt(long nowMs) => Math.Max(0, ((EndedAtMs ?? nowMs) / 1000) - (StartedAtMs / 1000));
}

/// <summary>Which voice channel somebody is in, and how.</summary>
public readonly record struct VoicePlace(long ChannelId, VoiceState State = VoiceState.None);

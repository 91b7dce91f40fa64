using CommunityIntel.Domain.Voice;

namespace CommunityIntel.Domain.Xp;

/// <summary>What keeps somebody in voice from earning.</summary>
[Flags]
public enum VoiceChecks
{
    None = 0,

    /// <summary>Nobody else is there who could hear them; bots do not count.</summary>
    Alone = 1,
    SelfMuted = 2,
    SelfDeafened = 4,

    /// <summary>Muted or deafened by a moderator, or not allowed to speak on a stage.</summary>
    ServerMuted = 8,
    AfkChannel = 16,
    All = Alone | SelfMuted | SelfDeafened | ServerMuted | AfkChannel,
}

/// <summary>
/// What time in voice earns: so many XP a minute, for every millisecond that no check forbids. Off unless a guild turns it on.
/// Time is added up in <see cref="UnitsPerXp"/>ths, so that it does not matter how often it is looked at.
/// </summary>
public sealed record VoiceXpRule(int PerMinute, VoiceChecks Checks)
{
    public const int MostPerMinute = 1_000;

    /// <summary>One XP is so many units: a millisecond at 1 XP a minute and 1 % is one unit.</summary>
    public const long UnitsPerXp = 60_000L * 100;

    public static VoiceXpRule Off { get; } = new(0, VoiceChecks.All);

    public bool IsOff => PerMinute == 0;

    public long UnitsFor(long ms, int percent) => ms * PerMinute * percent;

    /// <param name="isHeard">Somebody else in the channel can hear them.</param>
    public bool Forbids(VoiceState state, bool isHeard, bool isAfkChannel) => (Found(state, isHeard, isAfkChannel) & Checks) != 0;

    /// <summary>Why no guild could mean this; empty = it can be used.</summary>
    public IEnumerable<XpRuleRefusal> Refusals()
    {
        if (PerMinute is < 0 or > MostPerMinute) yield return new XpRuleRefusal(XpRuleFault.VoiceXp);
        if ((Checks & ~VoiceChecks.All) != 0) yield return new XpRuleRefusal(XpRuleFault.Unknown);
    }

    private static VoiceChecks Found(VoiceState state, bool isHeard, bool isAfkChannel) =>
        (isHeard ? 0 : VoiceChecks.Alone)
        | (state.HasFlag(VoiceState.SelfMuted) ? VoiceChecks.SelfMuted : 0)
        | (state.HasFlag(VoiceState.SelfDeafened) ? VoiceChecks.SelfDeafened : 0)
        | ((state & (VoiceState.ServerMuted | VoiceState.ServerDeafened | VoiceState.Suppressed)) != 0 ? VoiceChecks.ServerMuted : 0)
        | (isAfkChannel ? VoiceChecks.AfkChannel : 0);
}

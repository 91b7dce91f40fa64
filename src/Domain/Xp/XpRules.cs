using CommunityIntel.Domain.Activity;

namespace CommunityIntel.Domain.Xp;

/// <summary>
/// How a guild turns talking into XP and XP into levels. A change holds from then on: what was earned stays, levels follow the curve.
/// </summary>
public sealed record XpRules
{
    public const int MostMultipliers = 200;
    public const int MostEvents = 50;
    public const int MostListed = 500;
    public const int LongestName = 100;

    private readonly XpMultipliers _multipliers = new([]);
    private readonly IReadOnlyList<XpMultiplier> _all = [];

    public static XpRules Default { get; } = new();

    public XpCurve Curve { get; init; } = XpCurve.Mee6;
    public MessageXpRule Message { get; init; } = MessageXpRule.Default;
    public VoiceXpRule Voice { get; init; } = VoiceXpRule.Off;
    public XpScope Scope { get; init; } = XpScope.Everywhere;
    public IReadOnlyList<XpEvent> Events { get; init; } = [];

    public IReadOnlyList<XpMultiplier> Multipliers
    {
        get => _all;
        init
        {
            _all = value;
            _multipliers = new XpMultipliers(value.DistinctBy(m => (m.Target, m.Id)));
        }
    }

    /// <summary>In hundredths; 0 = nothing is earned there, by them, or then.</summary>
    public int PercentFor(XpPlace place, IReadOnlyList<long> roleIds, LocalMinute minute) =>
        Scope.Includes(place) && Scope.Includes(roleIds) ? _multipliers.PercentFor(place, roleIds, EventPercent(minute)) : 0;

    /// <summary>Throws <see cref="ArgumentException"/> when no guild could mean these rules.</summary>
    public void Check()
    {
        Message.Check();
        Voice.Check();
        if (Multipliers.Count > MostMultipliers) throw new ArgumentException($"a guild has at most {MostMultipliers} multipliers");
        if (Multipliers.Any(m => m.Percent is < 0 or > XpMultipliers.MostPercent || m.Id <= 0 || !Enum.IsDefined(m.Target)))
            throw new ArgumentException($"XP is multiplied by 0 % to {XpMultipliers.MostPercent} %");
        if (Multipliers.DistinctBy(m => (m.Target, m.Id)).Count() != Multipliers.Count) throw new ArgumentException("a channel or role has one multiplier");
        if (Events.Count > MostEvents) throw new ArgumentException($"a guild has at most {MostEvents} XP events");
        if (Events.Any(e => e.Percent is < 1 or > XpMultipliers.MostPercent || e.Minutes is < 1 or > XpEvent.MinutesOfWeek || e.StartMinute is < 0 or >= XpEvent.MinutesOfDay))
            throw new ArgumentException("an XP event lasts a minute to a week and multiplies by 1 % to 1 000 %");
        if (Events.Any(e => e.Name.Length is 0 or > LongestName)) throw new ArgumentException($"an XP event has a name of at most {LongestName} characters");
        if (Scope.ChannelIds.Count > MostListed || Scope.RoleIds.Count > MostListed) throw new ArgumentException($"a list names at most {MostListed}");
        if (!Enum.IsDefined(Scope.ChannelMode) || !Enum.IsDefined(Scope.RoleMode)) throw new ArgumentException("a list names those who earn or those who do not");
    }

    public bool Equals(XpRules? other) => other is not null && Curve == other.Curve && Message == other.Message && Voice == other.Voice
        && Scope.Equals(other.Scope) && Events.SequenceEqual(other.Events) && Multipliers.SequenceEqual(other.Multipliers);

    public override int GetHashCode() => HashCode.Combine(Curve, Message, Voice, Events.Count, Multipliers.Count);

    private int EventPercent(LocalMinute minute)
    {
        if (Events.Count == 0) return 100;
        int? largest = null;
        foreach (var e in Events)
            if (e.IsOnAt(minute)) largest = Math.Max(largest ?? 0, e.Percent);
        return largest ?? 100;
    }
}

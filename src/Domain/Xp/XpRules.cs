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

    /// <summary>Why no guild could mean these rules; empty = they can be used.</summary>
    public IReadOnlyList<XpRuleRefusal> Refusals() => [.. Message.Refusals(), .. Voice.Refusals(), .. MultiplierRefusals(), .. EventRefusals(), .. ListRefusals()];

    /// <summary>Throws <see cref="ArgumentException"/> when no guild could mean these rules.</summary>
    public void Check()
    {
        if (Refusals() is [var first, ..]) throw new ArgumentException($"these rules cannot be used: {first}");
    }

    public bool Equals(XpRules? other) => other is not null && Curve == other.Curve && Message == other.Message && Voice == other.Voice
        && Scope.Equals(other.Scope) && Events.SequenceEqual(other.Events) && Multipliers.SequenceEqual(other.Multipliers);

    public override int GetHashCode() => HashCode.Combine(Curve, Message, Voice, Events.Count, Multipliers.Count);

    private IEnumerable<XpRuleRefusal> MultiplierRefusals()
    {
        if (Multipliers.Count > MostMultipliers) yield return new XpRuleRefusal(XpRuleFault.TooManyMultipliers, Multipliers.Count);
        foreach (var m in Multipliers)
        {
            if (m.Percent is < 0 or > XpMultipliers.MostPercent) yield return new XpRuleRefusal(XpRuleFault.MultiplierPercent, m.Id);
            if (m.Id <= 0 || !Enum.IsDefined(m.Target)) yield return new XpRuleRefusal(XpRuleFault.Unknown, m.Id);
        }

        foreach (var twice in Multipliers.GroupBy(m => (m.Target, m.Id)).Where(g => g.Count() > 1))
            yield return new XpRuleRefusal(XpRuleFault.MultiplierTwice, twice.Key.Id);
    }

    private IEnumerable<XpRuleRefusal> EventRefusals()
    {
        if (Events.Count > MostEvents) yield return new XpRuleRefusal(XpRuleFault.TooManyEvents, Events.Count);
        foreach (var (index, e) in Events.Index())
        {
            if (e.Minutes is < 1 or > XpEvent.MinutesOfWeek || e.StartMinute is < 0 or >= XpEvent.MinutesOfDay) yield return new XpRuleRefusal(XpRuleFault.EventTime, index + 1);
            if (e.Percent is < 1 or > XpMultipliers.MostPercent) yield return new XpRuleRefusal(XpRuleFault.EventPercent, index + 1);
            if (e.Name.Length is 0 or > LongestName) yield return new XpRuleRefusal(XpRuleFault.EventName, index + 1);
        }
    }

    private IEnumerable<XpRuleRefusal> ListRefusals()
    {
        if (Scope.ChannelIds.Count > MostListed || Scope.RoleIds.Count > MostListed) yield return new XpRuleRefusal(XpRuleFault.ListTooLong);
        if (!Enum.IsDefined(Scope.ChannelMode) || !Enum.IsDefined(Scope.RoleMode)) yield return new XpRuleRefusal(XpRuleFault.Unknown);
    }

    private int EventPercent(LocalMinute minute)
    {
        if (Events.Count == 0) return 100;
        int? largest = null;
        foreach (var e in Events)
            if (e.IsOnAt(minute)) largest = Math.Max(largest ?? 0, e.Percent);
        return largest ?? 100;
    }
}

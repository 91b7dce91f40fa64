using CommunityIntel.Domain.Xp;
using CommunityIntel.GrainInterfaces.Xp;
using XpRuleFault = CommunityIntel.GrainInterfaces.Xp.XpRuleFault;
using XpRuleRefusal = CommunityIntel.GrainInterfaces.Xp.XpRuleRefusal;

namespace CommunityIntel.Grains.Xp;

/// <summary>XP rules between the grain's callers and the rules.</summary>
internal static class XpRuleWire
{
    /// <summary>Null, with the reasons, for rules that cannot be meant.</summary>
    public static XpRules? ToDomain(XpRuleSettings s, out IReadOnlyList<XpRuleRefusal> refusals)
    {
        var curve = CurveOf(s.Curve, out var refused);
        var rules = RulesOf(s, curve ?? XpCurve.Mee6);
        refusals = [.. (refused is null ? [] : new[] { refused }).Concat(rules.Refusals()).Select(r => new XpRuleRefusal((XpRuleFault)(int)r.Fault, r.Number))];
        return refusals.Count == 0 ? rules : null;
    }

    private static XpRules RulesOf(XpRuleSettings s, XpCurve curve) => new()
    {
        Curve = curve,
        Message = new MessageXpRule(s.Message.Minimum, s.Message.Maximum, s.Message.CooldownSeconds * 1000L)
        {
            Pace = s.Message.OncePerBlock ? XpPace.ActiveBlock : XpPace.Cooldown,
            MinimumLength = s.Message.MinimumLength, IgnoresRepeats = s.Message.IgnoresRepeats, IgnoresCommands = s.Message.IgnoresCommands,
        },
        Voice = new VoiceXpRule(s.Voice.PerMinute, ChecksOf(s.Voice)),
        Scope = new XpScope(ModeOf(s.Where.OnlyChannels), s.Where.ChannelIds.ToHashSet(), ModeOf(s.Where.OnlyRoles), s.Where.RoleIds.ToHashSet()),
        Multipliers = [.. s.Factors.Select(f => new XpMultiplier(f.IsRole ? XpTarget.Role : XpTarget.Channel, f.TargetId, f.Percent))],
        Events = [.. s.Times.Select(t => new XpEvent(t.Name, t.FirstDate, (t.Start.Hour * 60) + t.Start.Minute, t.Minutes, t.IsWeekly, t.Percent))],
    };

    public static XpRuleSettings ToWire(XpRules r) => new(
        new LevelCurve((LevelCurveKind)(int)r.Curve.Preset, r.Curve.A, r.Curve.B, r.Curve.C, r.Curve.D),
        new MessageXp(
            r.Message.Minimum, r.Message.Maximum, (int)(r.Message.CooldownMs / 1000), r.Message.Pace == XpPace.ActiveBlock,
            r.Message.MinimumLength, r.Message.IgnoresRepeats, r.Message.IgnoresCommands),
        new VoiceXp(
            r.Voice.PerMinute, Has(r, VoiceChecks.Alone), Has(r, VoiceChecks.SelfMuted), Has(r, VoiceChecks.SelfDeafened), Has(r, VoiceChecks.ServerMuted),
            Has(r, VoiceChecks.AfkChannel)),
        new XpWhere(r.Scope.ChannelMode == XpListMode.Only, [.. r.Scope.ChannelIds.Order()], r.Scope.RoleMode == XpListMode.Only, [.. r.Scope.RoleIds.Order()]),
        [.. r.Multipliers.Select(m => new XpFactor(m.Target == XpTarget.Role, m.Id, m.Percent))],
        [.. r.Events.Select(e => new XpTime(e.Name, e.FirstDate, new TimeOnly(e.StartMinute / 60, e.StartMinute % 60), e.Minutes, e.IsWeekly, e.Percent))]);

    private static XpCurve? CurveOf(LevelCurve c, out Domain.Xp.XpRuleRefusal? refusal)
    {
        refusal = Enum.IsDefined(c.Kind) ? null : new(Domain.Xp.XpRuleFault.Unknown);
        if (refusal is not null) return null;
        return c.Kind == LevelCurveKind.Custom ? XpCurve.Custom(c.A, c.B, c.C, c.D, out refusal) : XpCurve.Of((XpCurvePreset)(int)c.Kind);
    }

    private static VoiceChecks ChecksOf(VoiceXp v) =>
        (v.NotAlone ? VoiceChecks.Alone : 0) | (v.NotSelfMuted ? VoiceChecks.SelfMuted : 0) | (v.NotSelfDeafened ? VoiceChecks.SelfDeafened : 0)
        | (v.NotServerMuted ? VoiceChecks.ServerMuted : 0) | (v.NotInAfkChannel ? VoiceChecks.AfkChannel : 0);

    private static bool Has(XpRules r, VoiceChecks check) => r.Voice.Checks.HasFlag(check);

    private static XpListMode ModeOf(bool only) => only ? XpListMode.Only : XpListMode.AllBut;
}

using CommunityIntel.Domain.Rewards;
using CommunityIntel.Domain.Xp;

namespace CommunityIntel.Domain.Guilds;

public sealed partial class Guild
{
    public XpRules Rules { get; private set; } = XpRules.Default;

    /// <summary>How often the rules were changed; 0 = they are the defaults.</summary>
    public int RulesVersion { get; private set; }

    /// <summary>Puts back durable rules, before the first fact.</summary>
    public void RestoreRules(XpRules rules, int version) => (Rules, RulesVersion) = (rules, version);

    /// <summary>From now on. Time in voice until now earns by the rules of before.</summary>
    public void ChangeRules(XpRules rules, long atMs)
    {
        rules.Check();
        SettleVoice(atMs);
        if (rules.Curve != Rules.Curve) StartRepair(RepairCause.LevelsChanged, atMs);
        Rules = rules;
        Changes.Rules = rules;
        Changes.RulesVersion = ++RulesVersion;
        StartVoiceEarnings(atMs);
    }

    private void Earn(Member member, long messageId, long channelId, MessageText? text, long atMs, long receivedAtMs)
    {
        var accepted = Rules.Message.Accepts(text, member.LastFingerprint);
        if (Rules.Message.IgnoresRepeats && text is { } t) member.LastFingerprint = t.Fingerprint;
        if (!accepted) return;
        var draw = Rules.Message.Award(messageId, atMs, member.LastXpAtMs);
        var xp = draw == 0 ? 0 : (long)draw * PercentFor(member, channelId, atMs) / 100;
        if (xp == 0) return;
        member.LastXpAtMs = atMs;
        Gain(member, xp, channelId, atMs, receivedAtMs);
    }

    private int PercentFor(Member member, long channelId, long atMs) => Rules.PercentFor(PlaceOf(channelId), member.RoleIds, HourOf(atMs).MinuteOf(atMs));

    /// <summary>A thread's parent is a channel, a channel's a category.</summary>
    public XpPlace PlaceOf(long channelId)
    {
        var parent = _channels.TryGetValue(channelId, out var channel) ? channel.ParentId ?? 0 : 0;
        var category = parent != 0 && _channels.TryGetValue(parent, out var above) ? above.ParentId ?? 0 : 0;
        return new XpPlace(channelId, parent, category);
    }

    private void Gain(Member member, long xp, long channelId, long atMs, long receivedAtMs)
    {
        var before = member.Xp;
        member.Xp = Math.Min(before + xp, XpCurve.MostXp);
        Earned(member);
        Changes.MemberDay(HourOf(atMs).Date, member.UserId).Xp += member.Xp - before;
        Honour(member, before, channelId, atMs, receivedAtMs);
    }
}

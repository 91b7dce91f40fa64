using System.Globalization;
using CommunityIntel.Domain.Xp;
using CommunityIntel.Languages;
using CommunityIntel.Web.Languages;
using CommunityIntel.Web.Settings;
using Microsoft.Extensions.Localization;
using XpRuleFault = CommunityIntel.GrainInterfaces.Xp.XpRuleFault;
using XpRuleRefusal = CommunityIntel.GrainInterfaces.Xp.XpRuleRefusal;

namespace CommunityIntel.Web.Xp;

/// <summary>Why XP rules cannot be saved, in words, at the field that has to change.</summary>
public sealed class XpRefusalText(IStringLocalizer<Texts> texts, GuildNames names)
{
    public IReadOnlyList<FieldFault> Faults(IEnumerable<XpRuleRefusal> refusals) => [.. refusals.Select(FaultOf)];

    public FieldFault FaultOf(XpRuleRefusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        var number = refusal.Number;
        return refusal.Fault switch
        {
            XpRuleFault.MessageXp => new("message-max", texts["refused.message-xp", Figures.Exact(MessageXpRule.MostXp)]),
            XpRuleFault.Cooldown => new("message-cooldown", texts["refused.cooldown"]),
            XpRuleFault.MessageLength => new("message-length", texts["refused.length", Figures.Exact(MessageXpRule.LongestText)]),
            XpRuleFault.VoiceXp => new("voice-xp", texts["refused.voice-xp", Figures.Exact(VoiceXpRule.MostPerMinute)]),
            XpRuleFault.TooManyMultipliers => new("factors", texts["refused.many-factors", Figures.Exact(Domain.Xp.XpRules.MostMultipliers)]),
            XpRuleFault.MultiplierPercent => new($"factor-{number}", texts["refused.percent", Figures.Exact(0), Figures.Exact(XpMultipliers.MostPercent)]),
            XpRuleFault.MultiplierTwice => new("factors", texts["refused.factor-twice", NameOf(number)]),
            XpRuleFault.TooManyEvents => new("times", texts["refused.many-times", Figures.Exact(Domain.Xp.XpRules.MostEvents)]),
            XpRuleFault.EventTime => new($"time-{number}-length", texts["refused.time-length"]),
            XpRuleFault.EventPercent => new($"time-{number}-percent", texts["refused.percent", Figures.Exact(1), Figures.Exact(XpMultipliers.MostPercent)]),
            XpRuleFault.EventName => new($"time-{number}-name", texts["refused.time-name", Figures.Exact(Domain.Xp.XpRules.LongestName)]),
            XpRuleFault.ListTooLong => new("lists", texts["refused.long-list", Figures.Exact(Domain.Xp.XpRules.MostListed)]),
            XpRuleFault.CurveFactor => new("curve", texts["refused.curve-factor"]),
            XpRuleFault.CurveNotIncreasing => new("curve", texts["refused.curve-flat", Level(number), Level(number - 1)]),
            XpRuleFault.CurveTooSteep => new("curve", texts["refused.curve-steep"]),
            _ => new("", texts["refused.unknown"]),
        };
    }

    private string NameOf(long id) => names.Roles.ContainsKey(id) ? names.Role(id, texts) : names.Channel(id, texts);

    private static string Level(long level) => level.ToString(CultureInfo.CurrentCulture);
}

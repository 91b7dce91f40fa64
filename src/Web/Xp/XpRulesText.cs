using System.Globalization;
using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Languages;
using CommunityIntel.Web.Languages;
using CommunityIntel.Web.Settings;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Xp;

/// <summary>A guild's XP rules in words, field by field.</summary>
public sealed class XpRulesText(IStringLocalizer<Texts> texts, GuildNames names)
{
    public IReadOnlyList<SettingField> Describe(XpRuleSettings rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return [.. Curve(rules.Curve), .. Message(rules.Message), .. Voice(rules.Voice), .. Where(rules.Where), .. Factors(rules.Factors), .. Times(rules.Times)];
    }

    /// <summary>MEE6 · (1.5·n³ + 50·n²) …</summary>
    public string NameOf(LevelCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        return curve.Kind == LevelCurveKind.Custom
            ? texts["curve.custom.formula", Hundredths(curve.A), Hundredths(curve.B), Hundredths(curve.C), Hundredths(curve.D)]
            : texts[$"curve.{curve.Kind.ToString().ToLowerInvariant()}"];
    }

    /// <summary>Every Saturday from Nov 28, 2026 on, 12:00 AM, for 2 days: 200 %</summary>
    public string Describe(XpTime time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var day = time.IsWeekly
            ? texts["xp-time.weekly", CultureInfo.CurrentCulture.DateTimeFormat.GetDayName(time.FirstDate.DayOfWeek), Dates.Full(time.FirstDate)]
            : texts["xp-time.once", Dates.Full(time.FirstDate)];
        return texts["xp-time", day.Value, Instants.Clock(time.Start), texts.Duration(TimeSpan.FromMinutes(time.Minutes)), Percent(time.Percent)];
    }

    public static string Percent(int percent) => (percent / 100m).ToString("P0", CultureInfo.CurrentCulture);

    private IEnumerable<SettingField> Curve(LevelCurve curve) => [Field("curve", NameOf(curve))];

    private IEnumerable<SettingField> Message(MessageXp message) =>
    [
        Field("message-xp", texts["rule.message-xp.value", Figures.Exact(message.Minimum), Figures.Exact(message.Maximum)]),
        Field("message-pace", message.OncePerBlock ? texts["rule.message-pace.block"] : texts.Duration(TimeSpan.FromSeconds(message.CooldownSeconds))),
        Field("message-length", texts.Count("characters", message.MinimumLength)),
        Field("message-repeats", YesNo(message.IgnoresRepeats)),
        Field("message-commands", YesNo(message.IgnoresCommands)),
    ];

    private IEnumerable<SettingField> Voice(VoiceXp voice) =>
    [
        Field("voice-xp", texts["unit.xp", Figures.Exact(voice.PerMinute)]),
        Field("voice-alone", YesNo(voice.NotAlone)),
        Field("voice-self-muted", YesNo(voice.NotSelfMuted)),
        Field("voice-self-deafened", YesNo(voice.NotSelfDeafened)),
        Field("voice-server-muted", YesNo(voice.NotServerMuted)),
        Field("voice-afk", YesNo(voice.NotInAfkChannel)),
    ];

    private IEnumerable<SettingField> Where(XpWhere where) =>
    [
        Field("channel-mode", texts[where.OnlyChannels ? "rule.mode.only" : "rule.mode.all-but"]),
        .. where.ChannelIds.Distinct().Select(id => new SettingField($"channel:{id}", names.Channel(id, texts), texts["rule.listed"])),
        Field("role-mode", texts[where.OnlyRoles ? "rule.mode.only" : "rule.mode.all-but"]),
        .. where.RoleIds.Distinct().Select(id => new SettingField($"role:{id}", names.Role(id, texts), texts["rule.listed"])),
    ];

    private IEnumerable<SettingField> Factors(IReadOnlyList<XpFactor> factors) =>
        factors.DistinctBy(factor => (factor.IsRole, factor.TargetId)).Select(factor => new SettingField(
            $"factor:{factor.IsRole}:{factor.TargetId}",
            texts["rule.factor", factor.IsRole ? names.Role(factor.TargetId, texts) : names.Channel(factor.TargetId, texts)],
            Percent(factor.Percent)));

    // Two events of the same name are told apart by their order.
    private IEnumerable<SettingField> Times(IReadOnlyList<XpTime> times) =>
        times.GroupBy(time => time.Name).SelectMany(same => same.Index().Select(time => new SettingField(
            $"time:{same.Key}:{time.Index}", texts["rule.time", same.Key], Describe(time.Item))));

    private SettingField Field(string name, string value) => new(name, texts[$"rule.{name}"], value);

    private string YesNo(bool yes) => texts[yes ? "yes" : "no"];

    private static string Hundredths(long factor) => (factor / 100m).ToString("#,0.##", CultureInfo.CurrentCulture);
}

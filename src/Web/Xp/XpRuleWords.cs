using System.Globalization;
using CommunityIntel.Domain.Xp;
using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Web.Languages;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Xp;

/// <summary>How a guild turns talking into XP, in words for its members, one sentence each.</summary>
public static class XpRuleWords
{
    private const int MostTimes = 5;

    public static IEnumerable<string> Of(XpRuleSettings rules, IStringLocalizer texts)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(texts);
        return [.. Messages(rules.Message, texts), .. Voice(rules.Voice, texts), .. Places(rules, texts), .. Times(rules.Times, texts), texts["xp.bots"], .. Levels(rules.Curve, texts)];
    }

    private static IEnumerable<string> Messages(MessageXp m, IStringLocalizer texts)
    {
        if (m.Maximum == 0)
        {
            yield return texts["xp.message.none"];
            yield break;
        }

        yield return m.Minimum == m.Maximum ? texts["xp.message.fixed", Figures.Exact(m.Maximum)] : texts["xp.message", Figures.Exact(m.Minimum), Figures.Exact(m.Maximum)];
        yield return m switch
        {
            { OncePerBlock: true } => texts["xp.cooldown.block"],
            { CooldownSeconds: 0 } => texts["xp.cooldown.none"],
            { CooldownSeconds: var s } when s % 60 == 0 => texts.Count("xp.cooldown.minutes", s / 60),
            _ => texts["xp.cooldown.seconds", Figures.Exact(m.CooldownSeconds)],
        };
        if (m.MinimumLength > 1)
            yield return texts.Count("xp.length", m.MinimumLength);
        if (m.IgnoresRepeats)
            yield return texts["xp.repeats"];
        if (m.IgnoresCommands)
            yield return texts["xp.commands"];
    }

    private static IEnumerable<string> Voice(VoiceXp v, IStringLocalizer texts)
    {
        if (v.PerMinute == 0)
        {
            yield return texts["xp.voice.none"];
            yield break;
        }

        yield return texts["xp.voice", Figures.Exact(v.PerMinute)];
        var not = new[]
        {
            (v.NotAlone, "alone"), (v.NotSelfMuted, "muted"), (v.NotSelfDeafened, "deafened"), (v.NotServerMuted, "silenced"), (v.NotInAfkChannel, "afk"),
        }.Where(check => check.Item1).Select(check => texts[$"xp.voice.{check.Item2}"].Value).ToList();
        if (not.Count > 0)
            yield return texts["xp.voice.not", string.Join(", ", not)];
    }

    private static IEnumerable<string> Places(XpRuleSettings rules, IStringLocalizer texts)
    {
        var (where, factors) = (rules.Where, rules.Factors);
        if (where.ChannelIds.Count > 0)
            yield return texts.Count(where.OnlyChannels ? "xp.channels.only" : "xp.channels.none", where.ChannelIds.Count);
        if (where.RoleIds.Count > 0)
            yield return texts.Count(where.OnlyRoles ? "xp.roles.only" : "xp.roles.none", where.RoleIds.Count);
        if (factors.Any(f => f.IsRole))
            yield return texts["xp.factor.roles", Factor(factors.Where(f => f.IsRole))];
        if (factors.Any(f => !f.IsRole))
            yield return texts["xp.factor.channels", Factor(factors.Where(f => !f.IsRole))];
    }

    private static IEnumerable<string> Times(IReadOnlyList<XpTime> times, IStringLocalizer texts)
    {
        foreach (var t in times.Take(MostTimes))
        {
            var start = t.FirstDate.ToDateTime(t.Start);
            var day = t.IsWeekly ? CultureInfo.CurrentCulture.DateTimeFormat.GetDayName(t.FirstDate.DayOfWeek) : Dates.Day(t.FirstDate);
            yield return texts[t.IsWeekly ? "xp.time.weekly" : "xp.time", t.Name, Times(t.Percent), day, start.ToString("t", CultureInfo.CurrentCulture), Figures.Rounded(t.Minutes / 60.0)];
        }
    }

    private static IEnumerable<string> Levels(LevelCurve c, IStringLocalizer texts)
    {
        var curve = c.Kind == LevelCurveKind.Custom ? XpCurve.Custom(c.A, c.B, c.C, c.D, out _) : XpCurve.Of((XpCurvePreset)(int)c.Kind);
        if (curve is { HighestLevel: > 1 })
            yield return texts["xp.level", Figures.Exact(curve.TotalFor(1)), Figures.Exact(curve.TotalFor(2) - curve.TotalFor(1))];
    }

    private static string Factor(IEnumerable<XpFactor> factors)
    {
        var (low, high) = (factors.Min(f => f.Percent), factors.Max(f => f.Percent));
        return low == high ? Times(low) : $"{Times(low)}–{Times(high)}";
    }

    private static string Times(int percent) => "×" + (percent / 100m).ToString("0.##", CultureInfo.CurrentCulture);
}

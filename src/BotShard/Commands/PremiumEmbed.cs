using System.Globalization;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Billing;

namespace CommunityIntel.BotShard.Commands;

/// <summary>A server's plan as an embed in one language.</summary>
public sealed class PremiumEmbed(CommandTexts texts)
{
    private const int Accent = 0x2F58CD;

    /// <param name="isSoldHere">Buttons below it sell a subscription.</param>
    /// <param name="isUnderWay">Discord tells of one that does not count yet.</param>
    public DiscordEmbed Of(CultureInfo culture, GuildPlan plan, bool isSoldHere, bool isUnderWay) => new()
    {
        Title = texts.In(culture, "command.premium.title", Name(culture, plan.Plan)),
        Color = Accent,
        Description = string.Join('\n', Standing(culture, plan, isUnderWay)),
        Fields = [new(texts.In(culture, "command.premium.allows"), string.Join('\n', Limits(culture, plan.Limits))), .. Others(culture, plan)],
        Footer = isSoldHere && plan.Source is ClaimSource.Stripe or ClaimSource.Discord ? new DiscordEmbedFooter(texts.In(culture, "command.premium.apart")) : null,
    };

    // What gives it, until when, and what is about to be lost.
    private IEnumerable<string> Standing(CultureInfo culture, GuildPlan plan, bool isUnderWay)
    {
        yield return plan.Source is { } source ? texts.In(culture, $"command.premium.by.{source}") : texts.In(culture, "command.premium.by.nobody");
        if (plan.IsTrial) yield return texts.In(culture, "command.premium.trial");
        if (plan.GraceUntil is { } grace) yield return texts.In(culture, "command.premium.grace", Day(grace));
        else if (plan.EndsAt is { } end) yield return texts.In(culture, "command.premium.until", Day(end));
        if (plan is { LostPlan: { } lost, ReadOnlyUntil: { } until }) yield return texts.In(culture, "command.premium.read-only", Name(culture, lost), Day(until));
        if (isUnderWay) yield return texts.In(culture, "command.premium.under-way");
    }

    private IEnumerable<string> Limits(CultureInfo culture, PlanLimits limits)
    {
        yield return Line("look-back", limits.LookBackDays);
        yield return Line(limits.DailyDigests ? "digests.daily" : "digests.weekly", limits.DigestChannels);
        yield return limits.ModelRequestsPerDay > 0 ? Line("models", limits.ModelRequestsPerDay) : Line("models", null);
        yield return "· " + texts.In(culture, $"command.premium.exports.{limits.Exports}");
        yield return Line("rewards", limits.RewardRoles);
        yield return Line("seats", limits.Seats);

        string Line(string key, int? figure) =>
            "· " + (figure is { } number ? texts.In(culture, $"command.premium.{key}", number.ToString("N0", culture)) : texts.In(culture, $"command.premium.{key}.none"));
    }

    private IEnumerable<DiscordEmbedField> Others(CultureInfo culture, GuildPlan plan)
    {
        var lines = PlanTable.Plans.Where(p => p > plan.Plan).Select(p => Price(culture, p)).ToList();
        if (plan.MayTry && plan.Plan < Plan.Pro)
            lines.Add(texts.In(culture, "command.premium.may-try", PlanTable.TrialDays.ToString(culture), Name(culture, Plan.Pro)));
        if (lines.Count > 0) yield return new(texts.In(culture, "command.premium.others"), string.Join('\n', lines));
    }

    private string Price(CultureInfo culture, Plan plan) =>
        PlanTable.Find(plan, BillingInterval.Month) is { } month && PlanTable.Find(plan, BillingInterval.Year) is { } year
            ? texts.In(culture, "command.premium.price", Name(culture, plan), Amount(culture, month), Amount(culture, year))
            : texts.In(culture, "command.premium.agreement", Name(culture, plan));

    private static string Amount(CultureInfo culture, PlanPrice price) => Money.Of(culture, price.AmountMinor, price.Currency);

    private string Name(CultureInfo culture, Plan plan) => texts.In(culture, $"command.premium.plan.{plan}");

    // Discord writes it in the reader's time zone and language.
    private static string Day(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"<t:{at.ToUnixTimeSeconds()}:D>");
}

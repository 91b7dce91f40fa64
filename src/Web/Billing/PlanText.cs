using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.Languages;
using CommunityIntel.Web.Languages;
using Microsoft.Extensions.Localization;

namespace CommunityIntel.Web.Billing;

/// <summary>Plans, what they allow and what they cost, in the reader's language. Every number is <see cref="PlanTable"/>'s.</summary>
public static class PlanText
{
    private const int DaysOfYear = 365, MonthsOfYear = 12;

    public static string Name(this IStringLocalizer<Texts> texts, Plan plan)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return texts[$"plan.{Word(plan)}"];
    }

    /// <summary>€25 a month; null when it is not sold like that.</summary>
    public static string? Price(this IStringLocalizer<Texts> texts, Plan plan, BillingInterval interval) => PlanTable.Find(plan, interval) is { } price ? Price(texts, price) : null;

    public static string Price(this IStringLocalizer<Texts> texts, PlanPrice price)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(price);
        return Every(texts, Amounts.Brief(price.AmountMinor, price.Currency), price.Interval);
    }

    /// <summary>€25 a month · €250 a year</summary>
    public static string Every(this IStringLocalizer<Texts> texts, string amount, BillingInterval interval)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return texts[$"plan.price.{Word(interval)}", amount];
    }

    /// <summary>30 days · 1 year · 3 years</summary>
    public static string Span(this IStringLocalizer<Texts> texts, int days) => days % DaysOfYear == 0 ? texts.Count("duration.years", days / DaysOfYear) : texts.Count("duration.days", days);

    /// <summary>1 year · 18 months</summary>
    public static string Months(this IStringLocalizer<Texts> texts, int months)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return months % MonthsOfYear == 0 ? texts.Count("duration.years", months / MonthsOfYear) : texts.Count("duration.months", months);
    }

    /// <summary>What a plan allows, a line each.</summary>
    public static IReadOnlyList<string> Lines(this IStringLocalizer<Texts> texts, PlanLimits limits)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(limits);
        string?[] lines =
        [
            LookBack(texts, limits),
            texts.Count(limits.DailyDigests ? "plan.line.daily" : "plan.line.weekly", limits.DigestChannels),
            limits.ModelRequestsPerDay > 0 ? texts.Count("plan.line.model", limits.ModelRequestsPerDay) : texts["plan.line.quotes"],
            texts[$"plan.line.{Word(limits.Exports)}"],
            texts.Count("plan.line.roles", limits.RewardRoles),
            limits.Seats is { } seats ? texts.Count("plan.line.seats", seats) : texts["plan.line.seats.all"],
            texts["plan.line.kept", texts.Months(limits.RetentionMonths)],
            limits.ApiRequestsPerDay > 0 ? texts.Count("plan.line.api", limits.ApiRequestsPerDay) : null,
        ];
        return [.. lines.OfType<string>()];
    }

    /// <summary>The lowest plan that allows what was refused, with its price: the next step of a refusal.</summary>
    public static string Needed(this IStringLocalizer<Texts> texts, Plan? needed)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return needed is { } plan ? Offer(texts, "plan.needed", plan) : texts["plan.needed.none"];
    }

    /// <summary>A plan that allows more, with its price.</summary>
    public static string More(this IStringLocalizer<Texts> texts, Plan plan)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Offer(texts, "plan.more", plan);
    }

    public static string Refusal(this IStringLocalizer<Texts> texts, PlanRefused refused)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(refused);
        var why = refused.Limit is PlanLimit.DailyDigests or PlanLimit.ModelDigests or PlanLimit.Exports ? texts[$"plan.refused.{Word(refused.Limit)}"].Value
            : texts.Count($"plan.refused.{Word(refused.Limit)}", refused.Most);
        return $"{why} {Needed(texts, refused.Needed)}";
    }

    public static string Word(Enum value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.ToString().ToLowerInvariant();
    }

    private static string Offer(IStringLocalizer<Texts> texts, string key, Plan plan) =>
        Price(texts, plan, BillingInterval.Month) is { } price ? texts[key, Name(texts, plan), price] : texts[$"{key}.agreed", Name(texts, plan)];

    private static string LookBack(IStringLocalizer<Texts> texts, PlanLimits limits) => limits.LookBackDays is { } days ? texts["plan.line.look", Span(texts, days)] : texts["plan.line.look.all"];

}

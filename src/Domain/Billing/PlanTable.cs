namespace CommunityIntel.Domain.Billing;

/// <summary>A price as it is published and made at Stripe. <c>AmountMinor</c>: in the currency's smallest unit, for one guild. <c>LookupKey</c>: by which Stripe finds it.</summary>
public sealed record PlanPrice(Plan Plan, BillingInterval Interval, long AmountMinor, string Currency, string LookupKey);

/// <summary>The one place that says what plans cost and allow.</summary>
public static class PlanTable
{
    /// <summary>Over which a seat stays taken after its last use.</summary>
    public const int SeatDays = 30;

    /// <summary>For how long a failed payment takes nothing away.</summary>
    public const int GraceDays = 7;

    /// <summary>For how long what is over the limit of a lower plan can still be seen and downloaded.</summary>
    public const int ReadOnlyDays = 90;

    /// <summary>For how long a slot stays where it was moved to.</summary>
    public const int SlotLockDays = 30;

    /// <summary>The first subscription of a guild that never had one begins with them; Pro alone.</summary>
    public const int TrialDays = 14;

    public const string Currency = "eur";

    private static readonly Dictionary<Plan, PlanLimits> Limits = new()
    {
        [Plan.Free] = new(30, 2, false, 0, ExportFormats.Csv, 5, 2, 12, 0),
        [Plan.Pro] = new(365, 15, true, 50, ExportFormats.CsvAndJson, 20, 10, 24, 0),
        [Plan.Business] = new(3 * 365, 50, true, 200, ExportFormats.CsvAndJson, 50, 50, 60, 10_000),
        [Plan.Enterprise] = new(null, 50, true, 1_000, ExportFormats.CsvAndJson, 50, null, 120, 100_000),
    };

    /// <summary>From the lowest.</summary>
    public static IReadOnlyList<Plan> Plans { get; } = [Plan.Free, Plan.Pro, Plan.Business, Plan.Enterprise];

    /// <summary>Those that anybody can buy. Enterprise is sold by agreement.</summary>
    public static IReadOnlyList<PlanPrice> Prices { get; } =
    [
        new(Plan.Pro, BillingInterval.Month, 25_00, Currency, "pro_month"),
        new(Plan.Pro, BillingInterval.Year, 250_00, Currency, "pro_year"),
        new(Plan.Business, BillingInterval.Month, 79_00, Currency, "business_month"),
        new(Plan.Business, BillingInterval.Year, 790_00, Currency, "business_year"),
    ];

    public static PlanLimits Of(Plan plan) => Limits[plan];

    /// <summary>Null when the plan is not sold like that.</summary>
    public static PlanPrice? Find(Plan plan, BillingInterval interval) => Prices.FirstOrDefault(p => p.Plan == plan && p.Interval == interval);

    /// <summary>The lowest plan that allows it; null = none does.</summary>
    public static Plan? LowestWith(Func<PlanLimits, bool> allows) => Plans.Where(p => allows(Limits[p])).Cast<Plan?>().FirstOrDefault();
}

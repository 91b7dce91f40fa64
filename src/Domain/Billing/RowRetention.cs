namespace CommunityIntel.Domain.Billing;

/// <summary>
/// How long a guild's single messages and stays are kept. Sums by hour and day are not meant: they stay as long as the guild. Whole months, so that a row stays
/// up to a month longer than its plan promises and never shorter.
/// </summary>
public static class RowRetention
{
    /// <summary>The month (first day, UTC) from which on rows are kept. While what a lost plan showed can still be seen, that plan's months hold.</summary>
    public static DateOnly KeptFrom(Plan plan, Plan? lostPlan, DateOnly today)
    {
        var months = Math.Max(PlanTable.Of(plan).RetentionMonths, lostPlan is { } lost ? PlanTable.Of(lost).RetentionMonths : 0);
        return new DateOnly(today.Year, today.Month, 1).AddMonths(-months);
    }
}

namespace CommunityIntel.Domain.Billing;

/// <summary>
/// What a guild is entitled to, and why. <c>By</c>: the claim that gives the plan; null = none does. <c>EndsAtMs</c>: when that claim ends, as far as is known. <c>NextChangeAtMs</c>: before then time alone
/// changes nothing; null = never. <c>LostPlan</c>, <c>LostAtMs</c>: the higher plan that it had, while what that allowed can still be seen and downloaded. <c>Version</c> counts changes.
/// </summary>
public sealed record Entitlement(Plan Plan, Claim? By, long? EndsAtMs, long? NextChangeAtMs, Plan? LostPlan, long LostAtMs, int Version)
{
    private const long DayMs = 24 * 60 * 60 * 1000L;

    /// <summary>Of a guild for which nobody ever paid.</summary>
    public static Entitlement None { get; } = new(Plan.Free, null, null, null, null, 0, 0);

    public bool IsInGrace => By?.State == ClaimState.PastDue;

    /// <summary>Until when what is over the limits can be seen and downloaded; null = nothing is over.</summary>
    public long? ReadOnlyUntilMs => LostPlan is null ? null : LostAtMs + (PlanTable.ReadOnlyDays * DayMs);

    public PlanLimits Limits => PlanTable.Of(Plan);

    /// <summary>What may be looked at and downloaded: while it is read-only, also what the lost plan allowed.</summary>
    public PlanLimits SeenLimits => PlanTable.Of(LostPlan ?? Plan);
}

namespace CommunityIntel.Domain.Billing;

/// <summary>Where a claim comes from. Numbers are stored.</summary>
public enum ClaimSource
{
    /// <summary>A slot of a subscription at Stripe.</summary>
    Stripe = 0,

    /// <summary>A guild subscription bought in Discord.</summary>
    Discord = 1,
    Gift = 2,

    /// <summary>Given by who runs the deployment.</summary>
    Operator = 3,
}

/// <summary>Numbers are stored.</summary>
public enum ClaimState
{
    Active = 0,
    Trialing = 1,

    /// <summary>A payment failed at <see cref="Claim.UnpaidSinceMs"/>.</summary>
    PastDue = 2,

    /// <summary>Over at <see cref="Claim.EndsAtMs"/>.</summary>
    Ended = 3,
}

/// <summary>
/// A reason why a guild has a plan, as its source says it. <c>Holder</c> and <c>Reference</c> name it at its source: the payer and the slot, the entitlement, the code, the
/// grant. Times are Unix ms. <c>EndsAtMs</c> null = nobody knows of an end. <c>LengthMs</c>: a gift's, which runs only while nothing else gives as much; 0 for others.
/// <c>BuyerId</c>: the user who pays or redeemed; 0 = nobody.
/// </summary>
public sealed record Claim(
    ClaimSource Source, string Holder, string Reference, Plan Plan, ClaimState State, long StartsAtMs, long? EndsAtMs, long? UnpaidSinceMs, long LengthMs, long BuyerId)
{
    private const long DayMs = 24 * 60 * 60 * 1000L;

    public (ClaimSource Source, string Reference) Key => (Source, Reference);

    /// <summary>Until when it holds, gifts apart; null = no end is known.</summary>
    public long? HoldsUntilMs => State == ClaimState.PastDue ? Earlier(EndsAtMs, (UnpaidSinceMs ?? StartsAtMs) + (PlanTable.GraceDays * DayMs)) : EndsAtMs;

    /// <summary>It gives its plan now; a gift does not say so by itself.</summary>
    public bool HoldsAt(long nowMs) => StartsAtMs <= nowMs && !(HoldsUntilMs <= nowMs);

    private static long Earlier(long? one, long other) => one is { } end && end < other ? end : other;
}

namespace CommunityIntel.Domain.Billing;

/// <summary>
/// The right to one guild's plan within a subscription; <c>No</c> counts from 1 in it. <c>GuildId</c> 0 = it is free to be used. <c>AssignedAtMs</c>: since when it is where it is.
/// <c>MovedAtMs</c>: when it was last taken from one guild to another; 0 = never.
/// </summary>
public sealed record Slot(string SubscriptionId, int No, long GuildId, long AssignedAtMs, long MovedAtMs)
{
    private const long DayMs = 24 * 60 * 60 * 1000L;

    /// <summary>Until when it cannot be moved; null = it can.</summary>
    public long? LockedUntilMs(long nowMs) => MovedAtMs > 0 && MovedAtMs + (PlanTable.SlotLockDays * DayMs) is var until && until > nowMs ? until : null;

    /// <summary>Names the claim that it is for its guild; another one each time that it is put somewhere.</summary>
    public string Reference => $"{SubscriptionId}#{No}@{AssignedAtMs}";
}

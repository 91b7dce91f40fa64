namespace CommunityIntel.Domain.Billing;

/// <summary>
/// The right to one guild's plan within a subscription; <c>No</c> counts from 1 in it. <c>GuildId</c> 0 = it is free to be used. <c>AssignedAtMs</c>: when it was last given to a guild;
/// 0 = never. <c>MovedAtMs</c>: when it last came to a guild from another one; 0 = never.
/// </summary>
public sealed record Slot(string SubscriptionId, int No, long GuildId, long AssignedAtMs, long MovedAtMs)
{
    private const long DayMs = 24 * 60 * 60 * 1000L;

    /// <summary>Until when it cannot be moved; null = it can.</summary>
    public long? LockedUntilMs(long nowMs) => GuildId != 0 && MovedAtMs > 0 && MovedAtMs + (PlanTable.SlotLockDays * DayMs) is var until && until > nowMs ? until : null;

    /// <summary>Put to use for a guild, or (<paramref name="guildId"/> 0) taken away. The first guild of all is no move: only from the second on it is locked.</summary>
    public Slot MoveTo(long guildId, long nowMs) =>
        guildId == 0 ? this with { GuildId = 0 } : this with { GuildId = guildId, AssignedAtMs = nowMs, MovedAtMs = AssignedAtMs > 0 ? nowMs : 0 };

    /// <summary>Names the claim that it is for its guild; another one each time that it is put somewhere.</summary>
    public string Reference => $"{SubscriptionId}#{No}@{AssignedAtMs}";
}

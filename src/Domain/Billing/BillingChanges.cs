namespace CommunityIntel.Domain.Billing;

/// <summary>A claim as it was last told; <c>Revision</c> is its holder's.</summary>
public sealed record ToldClaim(Claim Claim, long Revision);

/// <summary>What is durable of a guild's billing.</summary>
public sealed record GuildAccount(Entitlement Entitlement, IReadOnlyList<ToldClaim> Claims, IReadOnlyList<Seat> Seats)
{
    public static GuildAccount None { get; } = new(Entitlement.None, [], []);
}

/// <summary>What changed of a guild's billing. <c>Entitlement</c> null = it did not; <c>ChangedAtMs</c> is its.</summary>
public sealed class BillingChanges
{
    public Dictionary<(ClaimSource Source, string Reference), ToldClaim> Claims { get; } = [];

    public Entitlement? Entitlement { get; set; }

    public long ChangedAtMs { get; set; }

    public Dictionary<long, Seat> Seats { get; } = [];

    public bool IsEmpty => Claims.Count == 0 && Entitlement is null && Seats.Count == 0;
}

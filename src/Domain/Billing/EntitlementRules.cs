namespace CommunityIntel.Domain.Billing;

/// <summary>
/// What follows from a guild's claims. The highest plan holds; of several that give it, the one that lasts longest. When a plan is lost nothing is deleted: for
/// <see cref="PlanTable.ReadOnlyDays"/> days what is over the limits of the next one stays to be seen. The same claims at the same time give the same, whenever it was last asked.
/// </summary>
public static class EntitlementRules
{
    private readonly record struct Held(Claim Claim, long FromMs, long? UntilMs);

    /// <summary>What holds at <paramref name="nowMs"/>. Time that has passed since <paramref name="before"/> is gone through change by change.</summary>
    public static Entitlement Review(Entitlement before, IReadOnlyCollection<Claim> claims, long nowMs)
    {
        var held = HeldBy(claims);
        var entitlement = before;
        while (entitlement.NextChangeAtMs is { } due && due <= nowMs) entitlement = Step(entitlement, held, due);
        return Step(entitlement, held, nowMs);
    }

    private static Entitlement Step(Entitlement before, IReadOnlyList<Held> held, long atMs)
    {
        Held? best = null;
        foreach (var one in held)
            if (one.FromMs <= atMs && (one.UntilMs is null || one.UntilMs > atMs) && (best is null || IsBetter(one, best.Value))) best = one;
        var plan = best?.Claim.Plan ?? Plan.Free;
        var (lost, lostAt) = Lost(before, plan, atMs);
        var after = new Entitlement(plan, best?.Claim, best?.UntilMs, null, lost, lostAt, before.Version);
        after = after with { NextChangeAtMs = NextChange(after, held, atMs) };
        return after == before ? before : after with { Version = before.Version + 1 };
    }

    private static bool IsBetter(Held one, Held other)
    {
        if (one.Claim.Plan != other.Claim.Plan) return one.Claim.Plan > other.Claim.Plan;
        var (ends, otherEnds) = (one.UntilMs ?? long.MaxValue, other.UntilMs ?? long.MaxValue);
        if (ends != otherEnds) return ends > otherEnds;
        return (one.Claim.Source, one.Claim.Reference).CompareTo((other.Claim.Source, other.Claim.Reference)) < 0;
    }

    private static (Plan? Plan, long AtMs) Lost(Entitlement before, Plan plan, long atMs)
    {
        var (lost, lostAt) = before.ReadOnlyUntilMs > atMs ? (before.LostPlan, before.LostAtMs) : (null, 0);
        if (before.Plan > plan) (lost, lostAt) = (lost > before.Plan ? lost : before.Plan, atMs);
        return lost > plan ? (lost, lostAt) : (null, 0);
    }

    private static long? NextChange(Entitlement after, IReadOnlyList<Held> held, long atMs)
    {
        long? next = after.ReadOnlyUntilMs;
        foreach (var one in held)
        {
            next = Sooner(next, one.FromMs, atMs);
            next = Sooner(next, one.UntilMs, atMs);
        }

        return next;
    }

    private static long? Sooner(long? next, long? candidate, long atMs) => candidate > atMs && (next is null || candidate < next) ? candidate : next;

    private static List<Held> HeldBy(IReadOnlyCollection<Claim> claims)
    {
        var held = claims.Where(c => c.Source != ClaimSource.Gift).Select(c => new Held(c, c.StartsAtMs, c.HoldsUntilMs)).ToList();
        foreach (var gift in claims.Where(c => c.Source == ClaimSource.Gift).OrderByDescending(c => c.Plan).ThenBy(c => c.StartsAtMs).ThenBy(c => c.Reference, StringComparer.Ordinal))
            held.AddRange(RunGift(gift, held.Where(h => h.Claim.Plan >= gift.Plan).ToList()));
        return held;
    }

    // A gift's time runs where nothing else gives as much, an earlier or higher gift included: piece by piece, from its redemption on.
    private static List<Held> RunGift(Claim gift, List<Held> others)
    {
        var pieces = new List<Held>();
        var (at, left) = (gift.StartsAtMs, gift.LengthMs);
        var end = gift.EndsAtMs ?? long.MaxValue;
        while (left > 0 && at < end)
        {
            if (others.Where(o => o.FromMs <= at && (o.UntilMs is null || o.UntilMs > at)).Select(o => o.UntilMs ?? long.MaxValue).DefaultIfEmpty(0).Max() is > 0 and var covered)
            {
                if (covered == long.MaxValue) break;
                at = covered;
                continue;
            }

            var next = others.Where(o => o.FromMs > at).Select(o => o.FromMs).DefaultIfEmpty(long.MaxValue).Min();
            var until = Math.Min(Math.Min(next, end), at + left);
            pieces.Add(new Held(gift, at, until));
            left -= until - at;
            at = until;
        }

        return pieces;
    }
}

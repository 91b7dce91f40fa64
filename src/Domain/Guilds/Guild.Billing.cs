using CommunityIntel.Domain.Billing;
using CommunityIntel.Domain.Rewards;

namespace CommunityIntel.Domain.Guilds;

public sealed partial class Guild
{
    private readonly Dictionary<(ClaimSource Source, string Reference), ToldClaim> _claims = [];
    private readonly Dictionary<long, Seat> _seats = [];
    private readonly Dictionary<(ClaimSource Source, string Holder), long> _heard = [];
    private Entitlement _entitlement = Entitlement.None;

    /// <summary>Whether plans are sold at all. Where they are not, everything is allowed.</summary>
    public bool IsSold { get; private set; }

    public IEnumerable<Claim> Claims => _claims.Values.Select(c => c.Claim);

    /// <summary>What was last written down; time may have changed it since: see <see cref="EntitlementAt"/>.</summary>
    public Entitlement WrittenEntitlement => _entitlement;

    /// <summary>Puts back what was durable, before the first fact.</summary>
    public void RestoreBilling(GuildAccount account, bool isSold)
    {
        (_entitlement, IsSold) = (account.Entitlement, isSold);
        foreach (var claim in account.Claims) _claims[claim.Claim.Key] = claim;
        foreach (var seat in account.Seats) _seats[seat.UserId] = seat;
        UseLimits();
    }

    /// <summary>What holds at a time, whether or not that was written down.</summary>
    public Entitlement EntitlementAt(long nowMs) =>
        _entitlement.NextChangeAtMs is { } due && due <= nowMs ? EntitlementRules.Review(_entitlement, [.. Claims], nowMs) : _entitlement;

    /// <summary>What may be made and changed.</summary>
    public PlanLimits LimitsAt(long nowMs) => IsSold ? EntitlementAt(nowMs).Limits : PlanTable.Of(Plan.Enterprise);

    /// <summary>What may be seen and downloaded.</summary>
    public PlanLimits SeenLimitsAt(long nowMs) => IsSold ? EntitlementAt(nowMs).SeenLimits : PlanTable.Of(Plan.Enterprise);

    /// <summary>
    /// All that a holder claims, in place of what it claimed before; what is not named any more ends. False: it was told something newer already, or nothing changed.
    /// </summary>
    public bool PutClaims(ClaimSource source, string holder, long revision, IReadOnlyList<Claim> claims, long nowMs)
    {
        var before = _claims.Values.Where(c => c.Claim.Source == source && c.Claim.Holder == holder).ToList();
        if (before.Exists(c => c.Revision > revision) || _heard.GetValueOrDefault((source, holder)) > revision) return false;
        _heard[(source, holder)] = revision;
        var named = claims.Select(c => c.Key).ToHashSet();
        var after = claims.Concat(before.Where(c => !named.Contains(c.Claim.Key)).Select(c => c.Claim.State == ClaimState.Ended ? c.Claim : Slots.Ended(c.Claim, nowMs))).ToList();
        var changed = after.Where(c => !_claims.TryGetValue(c.Key, out var known) || known.Claim != c).ToList();
        if (changed.Count == 0) return false;
        foreach (var claim in after) Changes.Billing.Claims[claim.Key] = _claims[claim.Key] = new ToldClaim(claim, revision);
        ReviewEntitlement(nowMs);
        return true;
    }

    /// <summary>Writes down what holds now; false: that stands there already.</summary>
    public bool ReviewEntitlement(long nowMs)
    {
        var after = EntitlementRules.Review(_entitlement, [.. Claims], nowMs);
        if (after == _entitlement) return false;
        _entitlement = after;
        (Changes.Billing.Entitlement, Changes.Billing.ChangedAtMs) = (after, nowMs);
        var aside = _asideRoles.Count;
        UseLimits();
        // Who reached a level meanwhile has yet to be given what was set aside.
        if (_asideRoles.Count < aside) StartRepair(RepairCause.RewardsChanged, nowMs);
        return true;
    }

    /// <summary>Whether there is a seat for somebody who wants to change something on the dashboard. The owner always has one; of too many the last to use theirs keep them.</summary>
    public bool HasSeatFor(long userId, long nowMs)
    {
        if (LimitsAt(nowMs).Seats is not { } most || userId == Identity.OwnerId) return true;
        var since = _seats.TryGetValue(userId, out var seat) && seat.IsTaken(nowMs) ? seat.UsedAtMs : long.MinValue;
        return SeatsAt(nowMs).Count(s => s.UserId != userId && s.UsedAtMs > since) < most;
    }

    /// <summary>Somebody changed something on the dashboard.</summary>
    public void TakeSeat(long userId, string name, long nowMs)
    {
        // To the day is enough, and a write for every change is not.
        if (_seats.TryGetValue(userId, out var seat) && seat.Name == name && nowMs - seat.UsedAtMs < FutureToleranceMs) return;
        Changes.Billing.Seats[userId] = _seats[userId] = new Seat(userId, name, nowMs);
    }

    /// <summary>Seats that are taken, the owner's apart, who needs none.</summary>
    public IEnumerable<Seat> SeatsAt(long nowMs) => _seats.Values.Where(s => s.UserId != Identity.OwnerId && s.IsTaken(nowMs));
}

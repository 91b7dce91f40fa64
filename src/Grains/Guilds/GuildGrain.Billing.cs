using CommunityIntel.Domain.Audit;
using CommunityIntel.Domain.Billing;
using CommunityIntel.Domain.Digests;
using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Rewards;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.Grains.Audit;
using CommunityIntel.Grains.Billing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Actor = CommunityIntel.Domain.Audit.Actor;
using ActorSource = CommunityIntel.Domain.Audit.ActorSource;
using DigestSettings = CommunityIntel.Domain.Digests.DigestSettings;
using Seat = CommunityIntel.GrainInterfaces.Billing.Seat;

namespace CommunityIntel.Grains.Guilds;

/// <summary>What the guild is entitled to, and the one place where that is held against what is asked for.</summary>
public sealed partial class GuildGrain : IGuildBillingGrain, IIncomingGrainCallFilter
{
    private static readonly Actor Itself = new(0, "", ActorSource.System);

    private BillingOptions? _billingOptions;

    private BillingOptions BillingOptions => _billingOptions ??= ServiceProvider.GetRequiredService<IOptions<BillingOptions>>().Value;

    private PlanLimits Limits => _guild.LimitsAt(NowMs);

    private DateOnly Today => _calendar.DateOf(time.GetUtcNow());

    /// <summary>The first day that is shown.</summary>
    private DateOnly VisibleFrom => _guild.SeenLimitsAt(NowMs).FirstDay(Today);

    // Whoever changes something on the dashboard says who they are: that takes a seat, whatever it is that they change.
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        GrainInterfaces.Audit.Actor? actor = null;
        for (var i = 0; i < context.Request.GetArgumentCount(); i++)
            actor ??= context.Request.GetArgument(i) is GrainInterfaces.Audit.Actor { Source: GrainInterfaces.Audit.ActorSource.Dashboard } found ? found : null;
        if (actor is null)
        {
            await context.Invoke();
            return;
        }

        MustBeWhole();
        if (!_guild.HasSeatFor(actor.UserId, NowMs)) throw new NoSeatException($"all {Limits.Seats} seats of the plan {_guild.EntitlementAt(NowMs).Plan} are taken");
        var noted = _guild.LastAuditId;
        await context.Invoke();
        // Who changed nothing takes no seat.
        if (_broken || _guild.LastAuditId == noted) return;
        _guild.TakeSeat(actor.UserId, AuditWire.ToDomain(actor).Name, NowMs);
        if (!_guild.Changes.Billing.IsEmpty) await CommitAsync(_guild.TakeChanges());
    }

    public Task<GuildPlan> GetPlanAsync() => Task.FromResult(PlanNow());

    public Task<GuildBilling> GetBillingAsync() => Outage.Translate(async () =>
    {
        var used = await GrainFactory.GetGrain<IModelBudgetGrain>(0).GetUsedAsync(GuildId);
        var seats = _guild.SeatsAt(NowMs).OrderByDescending(s => s.UsedAtMs).Select(s => new Seat(s.UserId, s.Name, BillingWire.At(s.UsedAtMs)));
        var stored = _guild.Identity.FirstDate is { } first ? Today.DayNumber - first.DayNumber + 1 : 0;
        return new GuildBilling(
            PlanNow(), new PlanUsage(stored, _guild.Digests.ChannelIds.Count, _guild.Digests.IsDaily, used.GuildRequestsToday, _guild.Rewards.Roles.Count, [.. seats]),
            [.. _guild.Claims.OrderByDescending(c => c.StartsAtMs).Select(BillingWire.ToWire)]);
    });

    public Task<GuildPlan> PutClaimsAsync(ClaimsOfHolder claims) =>
        PutClaimsAsync(claims.Source, claims.Holder, claims.Revision, [.. claims.Claims.Select(BillingWire.ToDomain)], AuditWire.ToDomain(claims.By));

    public Task PutDiscordEntitlementsAsync(DateTimeOffset readAt, IReadOnlyList<DiscordEntitlement> entitlements)
    {
        var known = _guild.Claims.Where(c => c.Source == ClaimSource.Discord).ToDictionary(c => c.Reference);
        var claims = entitlements.Select(e => DiscordClaims.Of(
            e.Id, BillingOptions.PlanOf(e.SkuId), e.IsDeleted, e.StartsAt, e.EndsAt, e.UserId, readAt, known.GetValueOrDefault($"{e.Id}"))).OfType<Claim>();
        return PutClaimsAsync(ClaimSource.Discord, DiscordClaims.Holder, readAt.ToUnixTimeMilliseconds(), [.. claims], Itself);
    }

    public async Task ReviewAsync()
    {
        MustBeWhole();
        var before = _guild.WrittenEntitlement;
        if (!_guild.ReviewEntitlement(NowMs)) return;
        await CommitPlanAsync(before, Itself, []);
    }

    private async Task<GuildPlan> PutClaimsAsync(ClaimSource source, string holder, long revision, IReadOnlyList<Claim> claims, Actor by)
    {
        MustBeWhole();
        await MustNotBeErasingAsync();
        var (before, known) = (_guild.WrittenEntitlement, _guild.Claims.ToDictionary(c => c.Key));
        if (_guild.PutClaims(source, holder, revision, claims, NowMs))
            await CommitPlanAsync(before, by, [.. _guild.Changes.Billing.Claims.Values.Select(c => c.Claim).Where(c => known.GetValueOrDefault(c.Key) != c).Select(c => (known.GetValueOrDefault(c.Key), c))]);
        return PlanNow();
    }

    // Whatever changed is in the audit log: the plan, or else every claim that came, changed or ended.
    private async Task CommitPlanAsync(Entitlement before, Actor by, IReadOnlyList<(Claim? Before, Claim After)> claims)
    {
        var after = _guild.WrittenEntitlement;
        // Of a guild that is not there, or not yet, nothing is noted but what it is entitled to.
        if (_guild.Identity == GuildIdentity.Unknown) claims = [];
        else if ((after.Plan, after.By, after.EndsAtMs) != (before.Plan, before.By, before.EndsAtMs))
            _guild.Note(by, AuditKind.PlanChanged, 0, BillingWire.ToJson(before), BillingWire.ToJson(after), NowMs);
        else
            foreach (var (was, now) in claims)
                _guild.Note(by, AuditKind.ClaimChanged, 0, was is null ? null : BillingWire.ToJson(was), BillingWire.ToJson(now), NowMs);
        await CommitAsync(_guild.TakeChanges());
        BillingMetrics.PlanChanged(after.Plan.ToString());
    }

    /// <summary>The day itself, or the oldest one that is shown. A period may be compared with the one before it, so that twice the look-back can be asked for.</summary>
    private DateOnly Visible(DateOnly day)
    {
        if (_guild.SeenLimitsAt(NowMs).LookBackDays is not { } days) return day;
        var oldest = Today.AddDays(1 - (2 * days));
        return day < oldest ? oldest : day;
    }

    private PlanRefused? RefuseDigests(DigestSettings after)
    {
        var (limits, before) = (Limits, _guild.Digests);
        // More than any plan has is refused like any other mistake.
        if (after.ChannelIds.Count is var channels and <= DigestSettings.MostChannels && channels > limits.DigestChannels && after.ChannelIds.Except(before.ChannelIds).Any())
            return new PlanRefused(PlanLimit.DigestChannels, PlanTable.LowestWith(l => l.DigestChannels >= after.ChannelIds.Count), limits.DigestChannels);
        return after.IsDaily && !before.IsDaily && !limits.DailyDigests ? new PlanRefused(PlanLimit.DailyDigests, PlanTable.LowestWith(l => l.DailyDigests), 0) : null;
    }

    // What is over the limit may become less, and stays as it is otherwise.
    private PlanRefused? RefuseRewards(IReadOnlyList<LevelRole> after)
    {
        var most = Limits.RewardRoles;
        return after.Count is var count and <= LevelRewards.MostRoles && count > most && after.Except(_guild.Rewards.Roles).Any() ? new PlanRefused(PlanLimit.RewardRoles, PlanTable.LowestWith(l => l.RewardRoles >= after.Count), most) : null;
    }

    private GuildPlan PlanNow()
    {
        if (!_guild.IsSold)
            return new GuildPlan(Plan.Enterprise, null, false, null, null, null, null, DateOnly.MinValue, DateOnly.MinValue, IsSold: false, MayTry: false, 0);
        var e = _guild.EntitlementAt(NowMs);
        return new GuildPlan(
            e.Plan, e.By?.Source, e.By?.State == ClaimState.Trialing, BillingWire.At(e.EndsAtMs), e.IsInGrace ? BillingWire.At(e.EndsAtMs) : null, e.LostPlan, BillingWire.At(e.ReadOnlyUntilMs),
            e.SeenLimits.FirstDay(Today), e.Limits.FirstDay(Today), IsSold: true, MayTry: !_guild.Claims.Any(c => c.Source is ClaimSource.Stripe or ClaimSource.Discord), e.Version);
    }
}

using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Guilds;
using Orleans.Concurrency;

namespace CommunityIntel.GrainInterfaces.Billing;

/// <summary>What the operator sees and gives; the key is 0. Whoever calls has checked that an operator asks. An outage is <see cref="StorageUnavailableException"/>.</summary>
[Alias("IBillingDeskGrain")]
public interface IBillingDeskGrain : IGrainWithIntegerKey
{
    /// <summary>Subscriptions, newest first, at most <paramref name="most"/> (1 to 200) older than <paramref name="before"/>.</summary>
    [Alias("GetSubscriptions"), AlwaysInterleave]
    Task<IReadOnlyList<SoldSubscription>> GetSubscriptionsAsync(DateTimeOffset? before, int most);

    [Alias("GetRevenue"), AlwaysInterleave]
    Task<RevenueReport> GetRevenueAsync();

    /// <summary>Gives a guild a plan until a time (null = until it is ended). False: the guild was never seen.</summary>
    [Alias("Grant"), AlwaysInterleave]
    [ResponseTimeout("00:00:15")]
    Task<bool> GrantAsync(long guildId, Plan plan, DateTimeOffset? until, Actor actor);

    /// <summary>Ends what an operator gave. False: there was nothing.</summary>
    [Alias("EndGrant"), AlwaysInterleave]
    [ResponseTimeout("00:00:15")]
    Task<bool> EndGrantAsync(long guildId, Actor actor);

    /// <summary>Guilds that have something from Discord that has not ended, as far as is known here.</summary>
    [Alias("GetDiscordGuilds"), AlwaysInterleave]
    Task<IReadOnlyList<long>> GetDiscordGuildsAsync();

    /// <summary>Guilds whose entitlement changes by time alone are told so; called when a silo starts.</summary>
    [Alias("KeepWatch"), AlwaysInterleave]
    Task KeepWatchAsync();
}

/// <summary>A subscription of anybody's. <c>Guilds</c>: those that use a slot.</summary>
[GenerateSerializer, Immutable, Alias("SoldSubscription")]
public sealed record SoldSubscription(
    [property: Id(0)] string Id,
    [property: Id(1)] long PayerId,
    [property: Id(2)] SubscriptionStatus Status,
    [property: Id(3)] Plan? Plan,
    [property: Id(4)] BillingInterval Interval,
    [property: Id(5)] int Quantity,
    [property: Id(6)] long AmountMinor,
    [property: Id(7)] string Currency,
    [property: Id(8)] DateTimeOffset StartedAt,
    [property: Id(9)] DateTimeOffset PeriodEndsAt,
    [property: Id(10)] DateTimeOffset? CancelsAt,
    [property: Id(11)] DateTimeOffset? EndedAt,
    [property: Id(12)] IReadOnlyList<SoldTo> Guilds);

[GenerateSerializer, Immutable, Alias("SoldTo")]
public sealed record SoldTo([property: Id(0)] long GuildId, [property: Id(1)] string? Name);

/// <summary>
/// Revenue as it runs. <c>ByPlan</c>: subscriptions that are paid (past due ones within their grace too), a year's counted as twelfths. <c>Months</c>: the last twelve, oldest first.
/// <c>Guilds</c>: guilds by plan and what gives it.
/// </summary>
[GenerateSerializer, Immutable, Alias("RevenueReport")]
public sealed record RevenueReport(
    [property: Id(0)] IReadOnlyList<PlanRevenue> ByPlan,
    [property: Id(1)] int Trialing,
    [property: Id(2)] int PastDue,
    [property: Id(3)] int Canceling,
    [property: Id(4)] IReadOnlyList<RevenueMonth> Months,
    [property: Id(5)] IReadOnlyList<EntitledGuilds> Guilds,
    [property: Id(6)] int EventsWaiting,
    [property: Id(7)] DateTimeOffset? ReconciledAt);

/// <summary><c>MonthlyAmountMinor</c>: recurring, for a month, in the currency's smallest unit.</summary>
[GenerateSerializer, Immutable, Alias("PlanRevenue")]
public sealed record PlanRevenue(
    [property: Id(0)] Plan Plan,
    [property: Id(1)] string Currency,
    [property: Id(2)] int Subscriptions,
    [property: Id(3)] int Slots,
    [property: Id(4)] long MonthlyAmountMinor);

/// <summary>Subscriptions of a month (UTC): <c>AtStart</c> live on its first day, <c>Started</c> and <c>Ended</c> in it. Churn = of those at the start, the part that ended.</summary>
[GenerateSerializer, Immutable, Alias("RevenueMonth")]
public sealed record RevenueMonth(
    [property: Id(0)] DateOnly FirstDay,
    [property: Id(1)] int AtStart,
    [property: Id(2)] int Started,
    [property: Id(3)] int Ended,
    [property: Id(4)] int EndedOfStart);

[GenerateSerializer, Immutable, Alias("EntitledGuilds")]
public sealed record EntitledGuilds([property: Id(0)] Plan Plan, [property: Id(1)] ClaimSource Source, [property: Id(2)] int Guilds);

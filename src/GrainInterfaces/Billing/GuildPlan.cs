using CommunityIntel.Domain.Billing;

namespace CommunityIntel.GrainInterfaces.Billing;

/// <summary>
/// What a guild is entitled to now, for banners and limits. <c>Source</c> null = nothing gives it (it is free, or the deployment sells nothing: <c>IsSold</c> is false).
/// <c>EndsAt</c>: when it ends as far as is known; <c>GraceUntil</c>: a payment failed, and it ends then unless it is made. <c>LostPlan</c>: the higher plan that it had; what is over the
/// limits can be seen and downloaded until <c>ReadOnlyUntil</c>. <c>FirstDay</c>: the first local day that may be looked at. <c>LimitedFrom</c>: the first day that may be looked at when
/// <c>ReadOnlyUntil</c> has passed. <c>MayTry</c>: a subscription would begin with a trial.
/// </summary>
[GenerateSerializer, Immutable, Alias("GuildPlan")]
public sealed record GuildPlan(
    [property: Id(0)] Plan Plan,
    [property: Id(1)] ClaimSource? Source,
    [property: Id(2)] bool IsTrial,
    [property: Id(3)] DateTimeOffset? EndsAt,
    [property: Id(4)] DateTimeOffset? GraceUntil,
    [property: Id(5)] Plan? LostPlan,
    [property: Id(6)] DateTimeOffset? ReadOnlyUntil,
    [property: Id(7)] DateOnly FirstDay,
    [property: Id(8)] DateOnly LimitedFrom,
    [property: Id(9)] bool IsSold,
    [property: Id(10)] bool MayTry,
    [property: Id(11)] int Version)
{
    public PlanLimits Limits => PlanTable.Of(Plan);
}

/// <summary>A guild's plan with what it uses and every claim, for who manages the guild. Claims by falling start.</summary>
[GenerateSerializer, Immutable, Alias("GuildBilling")]
public sealed record GuildBilling(
    [property: Id(0)] GuildPlan Plan,
    [property: Id(1)] PlanUsage Usage,
    [property: Id(2)] IReadOnlyList<GuildClaim> Claims);

/// <summary>
/// What is used of the plan's limits. <c>StoredDays</c>: local days since the first of which anything is kept. <c>Seats</c>: who changed something within 30 days.
/// </summary>
[GenerateSerializer, Immutable, Alias("PlanUsage")]
public sealed record PlanUsage(
    [property: Id(0)] int StoredDays,
    [property: Id(1)] int DigestChannels,
    [property: Id(2)] bool DailyDigests,
    [property: Id(3)] int ModelRequestsToday,
    [property: Id(4)] int RewardRoles,
    [property: Id(5)] IReadOnlyList<Seat> Seats);

/// <summary>Somebody who changes things on the dashboard.</summary>
[GenerateSerializer, Immutable, Alias("Seat")]
public sealed record Seat([property: Id(0)] long UserId, [property: Id(1)] string Name, [property: Id(2)] DateTimeOffset UsedAt);

/// <summary>
/// A reason why the guild has, or had, a plan. <c>GiftDays</c>: of a gift, whose time stands still while something else gives as much; 0 for others. <c>BuyerId</c>: who pays or
/// redeemed it; 0 = nobody.
/// </summary>
[GenerateSerializer, Immutable, Alias("GuildClaim")]
public sealed record GuildClaim(
    [property: Id(0)] ClaimSource Source,
    [property: Id(1)] string Reference,
    [property: Id(2)] Plan Plan,
    [property: Id(3)] ClaimState State,
    [property: Id(4)] DateTimeOffset StartsAt,
    [property: Id(5)] DateTimeOffset? EndsAt,
    [property: Id(6)] DateTimeOffset? UnpaidSince,
    [property: Id(7)] int GiftDays,
    [property: Id(8)] long BuyerId,
    [property: Id(9)] string Holder);

/// <summary>Nothing was saved: the guild's plan does not allow it. <c>Needed</c>: the lowest plan that does; null = none does.</summary>
[GenerateSerializer, Immutable, Alias("PlanRefused")]
public sealed record PlanRefused(
    [property: Id(0)] PlanLimit Limit,
    [property: Id(1)] Plan? Needed,
    [property: Id(2)] int Most) : Settings.SettingsAnswer;

[GenerateSerializer, Alias("PlanLimit")]
public enum PlanLimit
{
    LookBack = 0,
    DigestChannels = 1,
    DailyDigests = 2,
    ModelDigests = 3,
    Exports = 4,
    RewardRoles = 5,
    Seats = 6,
}

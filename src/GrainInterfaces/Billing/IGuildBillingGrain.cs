using CommunityIntel.GrainInterfaces.Guilds;
using Orleans.Concurrency;

namespace CommunityIntel.GrainInterfaces.Billing;

/// <summary>
/// What a guild is entitled to; the guild's own grain, so that a claim, what follows from it and the audit entry are one commit. The key is the guild id. Whoever calls has checked
/// who asks. An outage is <see cref="StorageUnavailableException"/>.
/// </summary>
[Alias("IGuildBillingGrain")]
public interface IGuildBillingGrain : IGrainWithIntegerKey
{
    [Alias("GetPlan"), AlwaysInterleave]
    Task<GuildPlan> GetPlanAsync();

    [Alias("GetBilling"), AlwaysInterleave]
    Task<GuildBilling> GetBillingAsync();

    /// <summary>
    /// All that one holder at one source claims for the guild, in place of what it claimed before; what is not named ends now. An older <paramref name="revision"/> than was seen of the
    /// holder changes nothing. Answers what holds then.
    /// </summary>
    [Alias("PutClaims")]
    [ResponseTimeout("00:00:15")]
    Task<GuildPlan> PutClaimsAsync(ClaimsOfHolder claims);

    /// <summary>All entitlements that Discord lists for the guild, as of <paramref name="readAt"/>. Those of SKUs that mean no plan count for nothing.</summary>
    [Alias("PutDiscordEntitlements")]
    [ResponseTimeout("00:00:15")]
    Task PutDiscordEntitlementsAsync(DateTimeOffset readAt, IReadOnlyList<DiscordEntitlement> entitlements);

    /// <summary>Time passed: what follows from it is written down.</summary>
    [Alias("Review")]
    Task ReviewAsync();
}

/// <summary><c>Holder</c>: as in <see cref="GuildClaim"/>. <c>Revision</c> rises with every change of the holder's. <c>By</c>: who did it, for the audit log.</summary>
[GenerateSerializer, Immutable, Alias("ClaimsOfHolder")]
public sealed record ClaimsOfHolder(
    [property: Id(0)] Domain.Billing.ClaimSource Source,
    [property: Id(1)] string Holder,
    [property: Id(2)] long Revision,
    [property: Id(3)] IReadOnlyList<GuildClaim> Claims,
    [property: Id(4)] Audit.Actor By);

/// <summary>A guild's subscription or purchase as Discord's REST lists it. <c>Type</c>: Discord's number.</summary>
[GenerateSerializer, Immutable, Alias("DiscordEntitlement")]
public sealed record DiscordEntitlement(
    [property: Id(0)] long Id,
    [property: Id(1)] long SkuId,
    [property: Id(2)] int Type,
    [property: Id(3)] bool IsDeleted,
    [property: Id(4)] DateTimeOffset? StartsAt,
    [property: Id(5)] DateTimeOffset? EndsAt,
    [property: Id(6)] long UserId);

using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Guilds;

namespace CommunityIntel.GrainInterfaces.Billing;

/// <summary>Gift codes, one grain for all; the key is 0. Codes are kept as hashes: they are told once. Only operators may create, list and revoke. An outage is <see cref="StorageUnavailableException"/>.</summary>
[Alias("IGiftCodesGrain")]
public interface IGiftCodesGrain : IGrainWithIntegerKey
{
    /// <summary>New codes, each for one guild.</summary>
    [Alias("Create")]
    Task<IReadOnlyList<string>> CreateAsync(GiftOrder order, Actor actor);

    /// <summary>Newest first.</summary>
    [Alias("GetList")]
    Task<IReadOnlyList<GiftCode>> GetListAsync(int most);

    /// <summary>False: it was redeemed, or is not there.</summary>
    [Alias("Revoke")]
    Task<bool> RevokeAsync(long codeId);

    /// <summary>Gives a guild what the code is for. Once; the same guild again is answered the same.</summary>
    [Alias("Redeem")]
    [ResponseTimeout("00:00:30")]
    Task<RedeemAnswer> RedeemAsync(string code, long guildId, Actor actor);
}

/// <summary>1 to 500 codes, each of 1 to 730 days. <c>ExpiresAt</c>: it cannot be redeemed from then on; null = always.</summary>
[GenerateSerializer, Immutable, Alias("GiftOrder")]
public sealed record GiftOrder(
    [property: Id(0)] Plan Plan,
    [property: Id(1)] int Days,
    [property: Id(2)] int Count,
    [property: Id(3)] DateTimeOffset? ExpiresAt,
    [property: Id(4)] string Note);

/// <summary><c>Ending</c>: the code's last four characters. <c>GuildId</c> 0 = not redeemed.</summary>
[GenerateSerializer, Immutable, Alias("GiftCode")]
public sealed record GiftCode(
    [property: Id(0)] long Id,
    [property: Id(1)] string Ending,
    [property: Id(2)] Plan Plan,
    [property: Id(3)] int Days,
    [property: Id(4)] DateTimeOffset CreatedAt,
    [property: Id(5)] DateTimeOffset? ExpiresAt,
    [property: Id(6)] bool IsRevoked,
    [property: Id(7)] long GuildId,
    [property: Id(8)] DateTimeOffset? RedeemedAt,
    [property: Id(9)] string Note);

[GenerateSerializer, Immutable, Alias("RedeemAnswer")]
public sealed record RedeemAnswer([property: Id(0)] RedeemOutcome Outcome, [property: Id(1)] GuildPlan? Plan = null, [property: Id(2)] int Days = 0, [property: Id(3)] Plan? Gift = null);

[GenerateSerializer, Alias("RedeemOutcome")]
public enum RedeemOutcome
{
    Redeemed = 0,

    /// <summary>There is no such code, or it was revoked.</summary>
    Unknown = 1,
    Expired = 2,

    /// <summary>Another guild has it.</summary>
    Used = 3,

    /// <summary>Too many wrong codes from this person within the hour.</summary>
    TooMany = 4,
    UnknownGuild = 5,
}

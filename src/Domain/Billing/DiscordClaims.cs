using System.Globalization;

namespace CommunityIntel.Domain.Billing;

/// <summary>What an entitlement in Discord claims. All of a guild's are read together, so they have one holder.</summary>
public static class DiscordClaims
{
    public const string Holder = "discord";

    /// <summary>Null: it is of a SKU that means no plan. A refunded one ends when that was read. Where Discord names no start it is as <paramref name="known"/>, or when it was first read.</summary>
    public static Claim? Of(long id, Plan? plan, bool isDeleted, DateTimeOffset? startsAt, DateTimeOffset? endsAt, long userId, DateTimeOffset readAt, Claim? known)
    {
        if (plan is not { } gives) return null;
        var end = isDeleted && (endsAt is null || endsAt > readAt) ? readAt : endsAt;
        return new Claim(
            ClaimSource.Discord, Holder, id.ToString(CultureInfo.InvariantCulture), gives, isDeleted || end <= readAt ? ClaimState.Ended : ClaimState.Active,
            startsAt?.ToUnixTimeMilliseconds() ?? known?.StartsAtMs ?? readAt.ToUnixTimeMilliseconds(), end?.ToUnixTimeMilliseconds(), null, 0, userId);
    }
}

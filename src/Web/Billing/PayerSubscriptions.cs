using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Billing;

namespace CommunityIntel.Web.Billing;

public static class PayerSubscriptions
{
    /// <summary>It is not over, whether or not it is paid: its slots can be moved and its plan changed (as <see cref="Subscription.IsLive"/>).</summary>
    public static bool IsLive(this PayerSubscription sold)
    {
        ArgumentNullException.ThrowIfNull(sold);
        return sold.Status is SubscriptionStatus.Trialing or SubscriptionStatus.Active or SubscriptionStatus.PastDue or SubscriptionStatus.Unpaid or SubscriptionStatus.Paused;
    }

    /// <summary>Whether one of its slots is a guild's.</summary>
    public static bool Covers(this PayerSubscription sold, long guildId)
    {
        ArgumentNullException.ThrowIfNull(sold);
        return sold.IsLive() && sold.Slots.Any(slot => slot.GuildId == guildId);
    }
}

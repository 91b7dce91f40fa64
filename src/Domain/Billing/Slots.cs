namespace CommunityIntel.Domain.Billing;

/// <summary>A payer's slots, and what they claim for guilds. What a guild had stays told as ended.</summary>
public static class Slots
{
    /// <summary>
    /// As many slots as are paid for. Of too many, free ones go first, then the highest numbers. The guild that it was bought for gets the first of a new subscription,
    /// unless <paramref name="isPaidAlready"/>. Those of a canceled one stay, to say when it ended.
    /// </summary>
    public static IReadOnlyList<Slot> Follow(Subscription subscription, IReadOnlyList<Slot> slots, long nowMs, bool isPaidAlready)
    {
        if (subscription.Status == SubscriptionStatus.Canceled) return slots;
        if (!subscription.IsLive) return [];
        var kept = slots.OrderBy(s => s.GuildId == 0).ThenBy(s => s.No).Take(subscription.Quantity).OrderBy(s => s.No).ToList();
        for (var no = 1; kept.Count < subscription.Quantity; no++)
        {
            if (kept.Any(s => s.No == no)) continue;
            var guildId = no == 1 && slots.Count == 0 && !isPaidAlready ? subscription.GuildId : 0;
            kept.Add(new Slot(subscription.Id, no, guildId, guildId == 0 ? 0 : Math.Min(nowMs, subscription.StartedAtMs), 0));
        }

        return [.. kept.OrderBy(s => s.No)];
    }

    /// <summary>What the slot gives its guild; null when it gives nothing: it is free, or nothing was paid.</summary>
    public static Claim? ClaimOf(Slot slot, Subscription s, long payerId)
    {
        if (slot.GuildId == 0 || s.Plan is not { } plan || StateOf(s.Status) is not { } state) return null;
        var end = state == ClaimState.Ended ? s.EndedAtMs ?? s.TrialEndsAtMs ?? s.PeriodEndsAtMs : s.CancelsAtMs;
        return new Claim(ClaimSource.Stripe, HolderOf(payerId), slot.Reference, plan, state, slot.AssignedAtMs, end, s.UnpaidSinceMs, 0, payerId);
    }

    /// <summary>A slot was taken away from its guild: the claim ends at <paramref name="atMs"/>.</summary>
    public static Claim Ended(Claim claim, long atMs) => claim with { State = ClaimState.Ended, EndsAtMs = claim.HoldsUntilMs is { } until && until < atMs ? until : atMs };

    public static string HolderOf(long payerId) => payerId.ToString(System.Globalization.CultureInfo.InvariantCulture);

    // Unpaid: the grace since the invoice decides, as for past due. Canceled, paused or never paid: over, or never begun.
    private static ClaimState? StateOf(SubscriptionStatus status) => status switch
    {
        SubscriptionStatus.Active => ClaimState.Active,
        SubscriptionStatus.Trialing => ClaimState.Trialing,
        SubscriptionStatus.PastDue or SubscriptionStatus.Unpaid => ClaimState.PastDue,
        SubscriptionStatus.Canceled or SubscriptionStatus.Paused => ClaimState.Ended,
        _ => null,
    };
}

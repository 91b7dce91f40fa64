using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Discounts;

internal sealed class Coupon : StripeObject
{
    public override string Object => "coupon";

    /// <summary>Minor units.</summary>
    public long? AmountOff { get; init; }

    public string? Currency { get; init; }

    /// <summary><c>once</c>, <c>repeating</c> or <c>forever</c>.</summary>
    public required string Duration { get; init; }

    public int? DurationInMonths { get; init; }

    public int? MaxRedemptions { get; init; }

    public Dictionary<string, string> Metadata { get; init; } = [];

    public string? Name { get; set; }

    public decimal? PercentOff { get; init; }

    public long? RedeemBy { get; init; }

    public int TimesRedeemed { get; set; }

    public bool Valid { get; set; } = true;

    /// <summary>Products that it is for; empty for all. Sent when <c>applies_to</c> is expanded.</summary>
    [Unsent]
    public List<string> Products { get; init; } = [];

    /// <summary>What comes off an amount in minor units.</summary>
    public long Off(long amount) => amount <= 0 ? 0
        : PercentOff is { } percent ? (long)Math.Round(amount * percent / 100m, MidpointRounding.AwayFromZero)
        : Math.Min(amount, AmountOff ?? 0);
}

internal sealed class PromotionCode : StripeObject
{
    public override string Object => "promotion_code";

    public bool Active { get; set; } = true;

    public required string Code { get; init; }

    public string? Customer { get; init; }

    public long? ExpiresAt { get; init; }

    public int? MaxRedemptions { get; init; }

    public Dictionary<string, string> Metadata { get; init; } = [];

    public required Promotion Promotion { get; init; }

    public PromotionRestrictions Restrictions { get; init; } = new(false, null, null);

    public int TimesRedeemed { get; set; }
}

internal sealed record Promotion(string Coupon)
{
    public string Type => "coupon";
}

internal sealed record PromotionRestrictions(bool FirstTimeTransaction, long? MinimumAmount, string? MinimumAmountCurrency);

/// <summary>A coupon at work on a subscription.</summary>
internal sealed class Discount : StripeObject
{
    public override string Object => "discount";

    public string? CheckoutSession { get; init; }

    public string? Customer { get; init; }

    public long? End { get; init; }

    public string? PromotionCode { get; init; }

    public required DiscountSource Source { get; init; }

    public long Start { get; init; }

    public string? Subscription { get; init; }
}

internal sealed record DiscountSource(string Coupon)
{
    public string Type => "coupon";
}

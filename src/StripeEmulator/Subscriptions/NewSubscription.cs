using CommunityIntel.StripeEmulator.Customers;
using CommunityIntel.StripeEmulator.Discounts;
using CommunityIntel.StripeEmulator.Prices;

namespace CommunityIntel.StripeEmulator.Subscriptions;

/// <summary>What a checkout or the API asks for.</summary>
/// <param name="TrialEnd">Unix seconds; null for no trial.</param>
/// <param name="PaymentMethod">Its own card; null for the customer's.</param>
/// <param name="PaymentBehavior">Stripe's word: <c>allow_incomplete default_incomplete error_if_incomplete</c>.</param>
internal sealed record NewSubscription(Customer Customer, IReadOnlyList<(Price Price, long Quantity)> Items, string Currency, string PaymentBehavior)
{
    public long? TrialEnd { get; init; }

    public string? PaymentMethod { get; init; }

    public Dictionary<string, string> Metadata { get; init; } = [];

    public string? Description { get; init; }

    public TrialSettings? TrialSettings { get; init; }

    public IReadOnlyList<(Coupon Coupon, PromotionCode? Code)> Discounts { get; init; } = [];

    public string? CheckoutSession { get; init; }

    public bool CancelAtPeriodEnd { get; init; }
}

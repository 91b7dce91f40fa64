using System.Diagnostics.CodeAnalysis;
using CommunityIntel.StripeEmulator.State;
using CommunityIntel.StripeEmulator.Subscriptions;

namespace CommunityIntel.StripeEmulator.Discounts;

/// <summary>Promotion codes and coupons put to work.</summary>
internal sealed class Redemption(Account account, StripeClock clock)
{
    /// <summary>The code that a customer typed, when it may be used now.</summary>
    /// <param name="amount">Minor units, of the first full price.</param>
    public bool TryUse(string typed, string? customer, long amount, string currency, [NotNullWhen(true)] out PromotionCode? code)
    {
        code = account.PromotionCodes.All.LastOrDefault(it => it.Active && it.Code.Equals(typed.Trim(), StringComparison.OrdinalIgnoreCase));
        if (code is null) return false;
        var coupon = account.Coupons[code.Promotion.Coupon];
        var restrictions = code.Restrictions;
        var refused = code.ExpiresAt <= clock.Now || code.TimesRedeemed >= code.MaxRedemptions || (code.Customer is not null && code.Customer != customer)
            || !IsUsable(coupon, currency)
            || (restrictions.MinimumAmount is { } minimum && (restrictions.MinimumAmountCurrency != currency || amount < minimum))
            || (restrictions.FirstTimeTransaction && account.Invoices.All.Any(it => it.Customer == customer && it.AmountPaid > 0));
        if (refused) code = null;
        return !refused;
    }

    public bool IsUsable(Coupon coupon, string currency) => coupon.Valid && !(coupon.RedeemBy <= clock.Now) && !(coupon.TimesRedeemed >= coupon.MaxRedemptions)
        && (coupon.Currency is null || coupon.Currency == currency);

    /// <summary>What a discount would be; not yet at work.</summary>
    public Discount Make(Coupon coupon, PromotionCode? code, Subscription subscription, string? checkoutSession = null) => new()
    {
        Id = Ids.New("di_1"),
        Created = clock.Now,
        CheckoutSession = checkoutSession,
        Customer = subscription.Customer,
        PromotionCode = code?.Id,
        Source = new DiscountSource(coupon.Id),
        Start = clock.Now,
        End = coupon.DurationInMonths is { } months ? DateTimeOffset.FromUnixTimeSeconds(clock.Now).AddMonths(months).ToUnixTimeSeconds() : null,
        Subscription = subscription.Id,
    };

    /// <summary>Puts a discount to work on its subscription, and counts it.</summary>
    public void Start(Discount discount)
    {
        var coupon = account.Coupons[discount.Source.Coupon];
        coupon.TimesRedeemed++;
        if (coupon.TimesRedeemed >= coupon.MaxRedemptions) coupon.Valid = false;
        if (account.PromotionCodes.Find(discount.PromotionCode) is { } code) code.TimesRedeemed++;
        account.Discounts.Add(discount);
        account.Subscriptions[discount.Subscription!].Discounts.Add(discount.Id);
    }

    /// <summary>The discounts of a subscription that still hold, with their coupons.</summary>
    public List<(Discount Discount, Coupon Coupon)> Of(Subscription subscription) =>
        [.. subscription.Discounts.Select(id => account.Discounts[id]).Where(it => !(it.End <= clock.Now)).Select(it => (it, account.Coupons[it.Source.Coupon]))];

    /// <summary>Takes away what an invoice has used up, or what has ended.</summary>
    public void UseUp(Subscription subscription) => subscription.Discounts.RemoveAll(id =>
        account.Discounts[id].End <= clock.Now || account.Coupons[account.Discounts[id].Source.Coupon].Duration == "once");
}

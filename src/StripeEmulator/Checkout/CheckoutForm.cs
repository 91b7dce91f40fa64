namespace CommunityIntel.StripeEmulator.Checkout;

/// <summary>What a customer filled in.</summary>
internal sealed record CheckoutForm(string? CardNumber, string? PromotionCode = null, string? Email = null, string? Name = null, string? TaxId = null);

/// <summary>Why a checkout could not be completed; the page says it in the customer's language.</summary>
internal enum CheckoutRefusal
{
    None,
    NotOpen,
    CardUnknown,
    CardDeclined,
    CardWithoutFunds,
    PromotionCodeUnknown,
    EmailMissing,
}

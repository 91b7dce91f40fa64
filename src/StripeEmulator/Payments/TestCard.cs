namespace CommunityIntel.StripeEmulator.Payments;

/// <summary>A card number with a known behaviour (Stripe docs, Testing).</summary>
/// <param name="Attaches">Can be saved for a customer.</param>
/// <param name="Error">Error code of a charge; null when it works.</param>
/// <param name="DeclineCode">The issuer's reason.</param>
internal sealed record TestCard(string Number, string Brand, bool Attaches = true, string? Error = null, string? DeclineCode = null, string Message = "")
{
    private const string Declined = "Your card was declined.";

    private static readonly Dictionary<string, TestCard> Known = new TestCard[]
    {
        new("4242424242424242", "visa"),
        new("4000056655665556", "visa"),
        new("5555555555554444", "mastercard"),
        new("378282246310005", "amex"),
        new("4000000000000341", "visa", Attaches: true, "card_declined", "generic_decline", Declined),
        new("4000000000000002", "visa", Attaches: false, "card_declined", "generic_decline", Declined),
        new("4000000000009995", "visa", Attaches: false, "card_declined", "insufficient_funds", "Your card has insufficient funds."),
        new("4000000000009987", "visa", Attaches: false, "card_declined", "lost_card", Declined),
        new("4000000000009979", "visa", Attaches: false, "card_declined", "stolen_card", Declined),
        new("4000000000000069", "visa", Attaches: false, "expired_card", null, "Your card has expired."),
        new("4000000000000127", "visa", Attaches: false, "incorrect_cvc", null, "Your card's security code is incorrect."),
        new("4000000000000119", "visa", Attaches: false, "processing_error", null, "An error occurred while processing your card. Try again in a little bit."),
    }.ToDictionary(card => card.Number);

    private static readonly Dictionary<string, string> Tokens = new()
    {
        ["card_visa"] = "4242424242424242",
        ["visa"] = "4242424242424242",
        ["card_mastercard"] = "5555555555554444",
        ["mastercard"] = "5555555555554444",
        ["card_amex"] = "378282246310005",
        ["card_chargeCustomerFail"] = "4000000000000341",
        ["chargeCustomerFail"] = "4000000000000341",
        ["card_chargeDeclined"] = "4000000000000002",
        ["card_visa_chargeDeclined"] = "4000000000000002",
        ["chargeDeclined"] = "4000000000000002",
        ["card_chargeDeclinedInsufficientFunds"] = "4000000000009995",
        ["card_visa_chargeDeclinedInsufficientFunds"] = "4000000000009995",
        ["chargeDeclinedInsufficientFunds"] = "4000000000009995",
    };

    public string Last4 => Number[^4..];

    /// <summary>By its number, blanks allowed; null for any other number.</summary>
    public static TestCard? Find(string? number) => number is null ? null
        : Known.GetValueOrDefault(number.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal));

    /// <summary>By a test id, <c>pm_card_visa</c> or <c>tok_visa</c> for instance.</summary>
    public static TestCard? OfToken(string id) => id.IndexOf('_', StringComparison.Ordinal) is var at and > 0 && Tokens.TryGetValue(id[(at + 1)..], out var number) ? Find(number) : null;
}

using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Payments;

internal sealed class PaymentMethod : StripeObject
{
    public override string Object => "payment_method";

    public string AllowRedisplay => "always";

    public BillingDetails BillingDetails { get; init; } = new(null, null);

    public required CardDetails Card { get; init; }

    public string? Customer { get; set; }

    public Dictionary<string, string> Metadata { get; init; } = [];

    public string Type => "card";

    /// <summary>The whole card number, which tells how the card behaves.</summary>
    [Unsent]
    public required string Number { get; init; }

    public TestCard Behaviour() => TestCard.Find(Number)!;
}

internal sealed record BillingDetails(string? Email, string? Name)
{
    public string? Phone => null;
}

internal sealed record CardDetails(string Brand, string Last4, int ExpMonth, int ExpYear)
{
    public string Country => "FR";

    public string DisplayBrand => Brand;

    public string Funding => "credit";

    public string Fingerprint => "emulator" + Last4;
}

using CommunityIntel.StripeEmulator.Customers;
using CommunityIntel.StripeEmulator.Invoices;
using CommunityIntel.StripeEmulator.Prices;
using CommunityIntel.StripeEmulator.State;
using CommunityIntel.StripeEmulator.Subscriptions;

namespace CommunityIntel.StripeEmulator.Checkout;

internal sealed class CheckoutSession : StripeObject
{
    public override string Object => "checkout.session";

    public bool? AllowPromotionCodes { get; init; }

    /// <summary>Minor units, before discounts and a trial.</summary>
    public long AmountSubtotal { get; set; }

    /// <summary>Minor units, what is due today.</summary>
    public long AmountTotal { get; set; }

    public AutomaticTax AutomaticTax => new(false);

    public string? BillingAddressCollection { get; init; }

    public string? CancelUrl { get; init; }

    public string? ClientReferenceId { get; init; }

    public required string Currency { get; init; }

    public string? Customer { get; set; }

    public string? CustomerCreation { get; init; }

    public CustomerDetails? CustomerDetails { get; set; }

    public string? CustomerEmail { get; init; }

    public List<SessionDiscount> Discounts { get; set; } = [];

    public required long ExpiresAt { get; init; }

    public string? Invoice { get; set; }

    public string? Locale { get; init; }

    public Dictionary<string, string> Metadata { get; init; } = [];

    public string Mode => "subscription";

    public string? PaymentIntent => null;

    public required string PaymentMethodCollection { get; init; }

    public List<string> PaymentMethodTypes => ["card"];

    /// <summary><c>unpaid</c>, <c>paid</c> or <c>no_payment_required</c>.</summary>
    public string PaymentStatus { get; set; } = "unpaid";

    public PhoneCollection PhoneNumberCollection => new(false);

    /// <summary><c>open</c>, <c>complete</c> or <c>expired</c>.</summary>
    public string Status { get; set; } = "open";

    public string? Subscription { get; set; }

    public required string SuccessUrl { get; init; }

    public required TaxIdCollection TaxIdCollection { get; init; }

    public TotalDetails TotalDetails { get; set; } = new(0);

    public string UiMode => "hosted_page";

    /// <summary>Where the customer goes; null once it is complete or expired.</summary>
    public PagePath? Url { get; set; }

    [Unsent]
    public required List<CheckoutLine> Lines { get; init; }

    [Unsent]
    public required SubscriptionPart SubscriptionPart { get; init; }

    [Unsent]
    public bool UpdatesCustomerName { get; init; }

    [Unsent]
    public bool UpdatesCustomerAddress { get; init; }

    public override long? DueAt => Status == "open" ? ExpiresAt : null;
}

internal sealed record CustomerDetails(string? Email, string? Name, List<CustomerTaxId> TaxIds, Address? Address)
{
    public string? Phone => null;

    public string TaxExempt => "none";
}

internal sealed record SessionDiscount(string? Coupon, string? PromotionCode);

internal sealed record TaxIdCollection(bool Enabled)
{
    public string Required => "never";
}

internal sealed record PhoneCollection(bool Enabled);

internal sealed record TotalDetails(long AmountDiscount)
{
    public long AmountShipping => 0;

    public long AmountTax => 0;
}

/// <summary>What is bought.</summary>
internal sealed record CheckoutLine(string Id, string Price, long Quantity);

/// <summary>What the subscription will be like.</summary>
internal sealed record SubscriptionPart(Dictionary<string, string> Metadata, string? Description, int? TrialPeriodDays, long? TrialEnd, TrialSettings? TrialSettings);

/// <summary>A line as <c>line_items</c> sends it.</summary>
internal sealed class LineItem : StripeObject
{
    public override string Object => "item";

    public required long AmountDiscount { get; init; }

    public required long AmountSubtotal { get; init; }

    public long AmountTax => 0;

    public required long AmountTotal { get; init; }

    public required string Currency { get; init; }

    public required string Description { get; init; }

    public required Price Price { get; init; }

    public required long Quantity { get; init; }
}

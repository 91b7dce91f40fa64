using System.Text.Json.Serialization;
using CommunityIntel.StripeEmulator.Customers;
using CommunityIntel.StripeEmulator.State;
using CommunityIntel.StripeEmulator.Subscriptions;

namespace CommunityIntel.StripeEmulator.Invoices;

/// <summary>Amounts are in minor units.</summary>
internal sealed class Invoice : StripeObject
{
    public override string Object => "invoice";

    public string AccountCountry => "FR";

    public string AccountName => "Local Stripe";

    public long AmountDue { get; set; }

    public long AmountOverpaid => 0;

    public long AmountPaid { get; set; }

    public long AmountRemaining => AmountDue - AmountPaid;

    public long AmountShipping => 0;

    public int AttemptCount { get; set; }

    public bool Attempted { get; set; }

    /// <summary>Goes on by itself: finalized when it is a draft, tried again when it is open.</summary>
    public bool AutoAdvance { get; set; } = true;

    public AutomaticTax AutomaticTax => new(false);

    public long? AutomaticallyFinalizesAt { get; set; }

    public required string BillingReason { get; init; }

    public string CollectionMethod => "charge_automatically";

    public required string Currency { get; init; }

    public required string Customer { get; init; }

    public Address? CustomerAddress { get; set; }

    public string? CustomerEmail { get; set; }

    public string? CustomerName { get; set; }

    public string? CustomerPhone => null;

    public string CustomerTaxExempt => "none";

    public List<CustomerTaxId> CustomerTaxIds { get; set; } = [];

    public string? DefaultPaymentMethod { get; set; }

    public string? Description { get; set; }

    public List<string> Discounts { get; init; } = [];

    public long? DueDate => null;

    public long? EffectiveAt { get; set; }

    public long? EndingBalance { get; set; }

    public PagePath? HostedInvoiceUrl { get; set; }

    public PagePath? InvoicePdf { get; set; }

    public required ListOf<InvoiceLine> Lines { get; init; }

    public Dictionary<string, string> Metadata { get; init; } = [];

    public long? NextPaymentAttempt { get; set; }

    public string? Number { get; set; }

    public required InvoiceParent Parent { get; init; }

    public long PeriodEnd { get; init; }

    public long PeriodStart { get; init; }

    public long StartingBalance { get; set; }

    /// <summary><c>draft open paid void uncollectible</c>.</summary>
    public string Status { get; set; } = "draft";

    public StatusTransitions StatusTransitions { get; set; } = new(null, null, null, null);

    public long Subtotal { get; set; }

    public long SubtotalExcludingTax => Subtotal;

    public long Total { get; set; }

    public List<DiscountAmount> TotalDiscountAmounts { get; set; } = [];

    public long TotalExcludingTax => Total;

    public List<string> TotalTaxes => [];

    [Unsent]
    public string? PaymentIntent { get; set; }

    /// <summary>Retries are counted from here.</summary>
    [Unsent]
    public long? FirstFailedAt { get; set; }

    /// <summary>When the last retry failed, while what becomes of the subscription is still to be done.</summary>
    [Unsent]
    public long? ExhaustedAt { get; set; }

    [JsonIgnore]
    public string Subscription => Parent.SubscriptionDetails.Subscription;

    public override long? DueAt => ExhaustedAt is { } at ? at : !AutoAdvance ? null : Status switch
    {
        "draft" => AutomaticallyFinalizesAt,
        "open" => NextPaymentAttempt,
        _ => null,
    };
}

internal sealed record CustomerTaxId(string Type, string Value);

internal sealed record DiscountAmount(long Amount, string Discount);

internal sealed record InvoiceParent(ParentSubscription SubscriptionDetails)
{
    public string Type => "subscription_details";
}

/// <param name="Metadata">The subscription's when the invoice was made.</param>
internal sealed record ParentSubscription(string Subscription, Dictionary<string, string> Metadata);

internal sealed record StatusTransitions(long? FinalizedAt, long? MarkedUncollectibleAt, long? PaidAt, long? VoidedAt);

internal sealed record ConfirmationSecret(string ClientSecret)
{
    public string Type => "payment_intent";
}

internal sealed class InvoicePayment : StripeObject
{
    public override string Object => "invoice_payment";

    public long? AmountPaid { get; set; }

    public required long AmountRequested { get; init; }

    public required string Currency { get; init; }

    public required string Invoice { get; init; }

    public bool IsDefault => true;

    public required PaymentOfInvoice Payment { get; init; }

    /// <summary><c>open paid canceled</c>.</summary>
    public string Status { get; set; } = "open";

    public PaymentTransitions StatusTransitions { get; set; } = new(null, null);
}

internal sealed record PaymentOfInvoice(string PaymentIntent)
{
    public string Type => "payment_intent";
}

internal sealed record PaymentTransitions(long? CanceledAt, long? PaidAt);

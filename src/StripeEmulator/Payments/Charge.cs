using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Payments;

/// <summary>One attempt to take money from a card.</summary>
internal sealed class Charge : StripeObject
{
    public override string Object => "charge";

    /// <summary>Minor units.</summary>
    public required long Amount { get; init; }

    public long AmountCaptured => Paid ? Amount : 0;

    public long AmountRefunded { get; set; }

    public bool Captured => Paid;

    public required string Currency { get; init; }

    public required string Customer { get; init; }

    public string? Description { get; init; }

    public bool Disputed { get; set; }

    public string? FailureCode { get; init; }

    public string? FailureMessage { get; init; }

    public Dictionary<string, string> Metadata { get; init; } = [];

    public required ChargeOutcome Outcome { get; init; }

    public required bool Paid { get; init; }

    public required string PaymentIntent { get; init; }

    public required string PaymentMethod { get; init; }

    public ChargeCard? PaymentMethodDetails { get; init; }

    public bool Refunded => Paid && AmountRefunded == Amount;

    public string Status => Paid ? "succeeded" : "failed";
}

internal sealed record ChargeOutcome(string NetworkStatus, string? Reason, string SellerMessage, string Type)
{
    public string RiskLevel => "normal";

    public int RiskScore => 20;
}

internal sealed record ChargeCard(CardDetails Card)
{
    public string Type => "card";
}

/// <summary>The payment of one invoice, over all attempts.</summary>
internal sealed class PaymentIntent : StripeObject
{
    public override string Object => "payment_intent";

    public required long Amount { get; init; }

    public long AmountReceived => Status == "succeeded" ? Amount : 0;

    public string CaptureMethod => "automatic";

    public required string ClientSecret { get; init; }

    public string ConfirmationMethod => "automatic";

    public required string Currency { get; init; }

    public required string Customer { get; init; }

    public string? Description { get; init; }

    public PaymentError? LastPaymentError { get; set; }

    public string? LatestCharge { get; set; }

    public Dictionary<string, string> Metadata { get; init; } = [];

    public string? PaymentMethod { get; set; }

    public List<string> PaymentMethodTypes => ["card"];

    public string SetupFutureUsage => "off_session";

    /// <summary><c>requires_payment_method</c>, <c>succeeded</c> or <c>canceled</c>.</summary>
    public string Status { get; set; } = "requires_payment_method";
}

internal sealed record PaymentError(string Code, string? DeclineCode, string Message)
{
    public string Type => "card_error";
}

internal sealed class Refund : StripeObject
{
    public override string Object => "refund";

    public required long Amount { get; init; }

    public required string Charge { get; init; }

    public required string Currency { get; init; }

    public Dictionary<string, string> Metadata { get; init; } = [];

    public required string PaymentIntent { get; init; }

    public string? Reason { get; init; }

    public string Status => "succeeded";
}

internal sealed class Dispute : StripeObject
{
    public override string Object => "dispute";

    public required long Amount { get; init; }

    public required string Charge { get; init; }

    public required string Currency { get; init; }

    public DisputeEvidence EvidenceDetails { get; init; } = new(0);

    public bool IsChargeRefundable => false;

    public Dictionary<string, string> Metadata { get; init; } = [];

    public required string PaymentIntent { get; init; }

    public required string Reason { get; init; }

    /// <summary><c>needs_response</c>, then <c>won</c> or <c>lost</c>.</summary>
    public string Status { get; set; } = "needs_response";
}

internal sealed record DisputeEvidence(long DueBy)
{
    public bool HasEvidence => false;

    public bool PastDue => false;

    public int SubmissionCount => 0;
}

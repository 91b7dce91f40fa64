namespace CommunityIntel.Payments;

/// <summary>Stripe did not answer, or not as it should. What became of the request is unknown; asking again with the same key is harmless.</summary>
public sealed class PaymentsUnavailableException : Exception
{
    public PaymentsUnavailableException() { }
    public PaymentsUnavailableException(string message) : base(message) { }
    public PaymentsUnavailableException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>The card was refused; nothing changed.</summary>
public sealed class PaymentDeclinedException : Exception
{
    public PaymentDeclinedException() { }
    public PaymentDeclinedException(string message) : base(message) { }
    public PaymentDeclinedException(string message, Exception inner) : base(message, inner) { }
}

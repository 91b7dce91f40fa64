namespace CommunityIntel.StripeEmulator.Control;

/// <param name="Now">The emulated time.</param>
/// <param name="Ahead">How far it is ahead of the real time.</param>
public sealed record ClockView(DateTimeOffset Now, TimeSpan Ahead);

public sealed record ClockAdvance(TimeSpan By);

/// <summary>Where all events go; a null URL ends that.</summary>
public sealed record EndpointChange(string? Url, string? Secret = null);

/// <summary>How events are delivered.</summary>
/// <param name="Shuffle">What waits is sent in an order drawn from <paramref name="Seed"/>.</param>
/// <param name="Duplicates">Further times that each event is sent.</param>
/// <param name="Hold">New events are kept back until they are released.</param>
/// <param name="Delay">Real time that an event waits before it is first sent; together with <paramref name="Shuffle"/> it mixes more of them.</param>
public sealed record WebhookMode(bool Shuffle = false, int Seed = 0, int Duplicates = 0, bool Hold = false, TimeSpan Delay = default);

public enum ReleaseOrder
{
    InOrder,
    Shuffled,
    Reversed,
}

public sealed record Release(ReleaseOrder Order = ReleaseOrder.InOrder, int Seed = 0);

public sealed record EventAgain(string EventId);

public sealed record Count(int Number);

/// <param name="ObjectId">What it happened to.</param>
/// <param name="Pending">Endpoints that have not yet taken it.</param>
public sealed record EventView(string Id, string Type, DateTimeOffset Created, string? ObjectId, int Pending);

/// <param name="State"><c>Held</c>, <c>Waiting</c>, <c>Delivered</c> or <c>GivenUp</c>.</param>
/// <param name="LastStatus">HTTP status of the last attempt; 0 when nobody answered.</param>
public sealed record DeliveryView(string EventId, string Type, string EndpointId, string State, int Attempts, int LastStatus);

public enum RequestFaultKind
{
    /// <summary>Answers with <see cref="RequestFault.Status"/> and does nothing.</summary>
    Refuse,

    /// <summary>Does nothing and never answers.</summary>
    Hang,

    /// <summary>Does what is asked, then drops the connection.</summary>
    LoseAnswer,
}

/// <summary>A prepared failure of the next calls of the API.</summary>
/// <param name="PathPrefix"><c>/v1/customers</c> for instance; all by default.</param>
/// <param name="Method">Only calls with this method.</param>
/// <param name="Count">How many calls fail.</param>
public sealed record RequestFault(RequestFaultKind Kind, int Count = 1, int Status = 500, string PathPrefix = "/", string? Method = null);

public sealed record NewDispute(string Reason = "fraudulent");

public sealed record DisputeEnd(bool Won);

/// <param name="Amount">Minor units; null for all of it.</param>
public sealed record NewRefund(long? Amount = null);

/// <summary>What a customer fills in at the checkout.</summary>
public sealed record CheckoutCompletion(string? CardNumber = "4242424242424242", string? PromotionCode = null, string? Email = null, string? Name = null, string? TaxId = null);

/// <param name="Refusal"><c>None</c>, or why it was not completed.</param>
public sealed record CheckoutOutcome(string Refusal, string? SubscriptionId, string? CustomerId);

/// <param name="PayOpenInvoices">Pays at once what is open.</param>
public sealed record NewCard(string CardNumber, bool PayOpenInvoices = false);

/// <param name="AtPeriodEnd">False ends it at once.</param>
public sealed record CancelRequest(bool AtPeriodEnd = true);

/// <summary>Another plan, as in the portal.</summary>
/// <param name="Proration">Stripe's <c>proration_behavior</c>.</param>
public sealed record PlanChange(string Price, long? Quantity = null, string Proration = "always_invoice");

public sealed record InvoicePaymentRequest(string? CardNumber = null);

public sealed record Created(string Id);

/// <summary>A subscription as it is now.</summary>
public sealed record SubscriptionView(string Id, string CustomerId, string Status, string PriceId, string? LookupKey, string ProductId, long Quantity, DateTimeOffset PeriodStart, DateTimeOffset PeriodEnd,
    bool CancelAtPeriodEnd, DateTimeOffset? TrialEnd, DateTimeOffset? EndedAt, string? LatestInvoiceId, IReadOnlyDictionary<string, string> Metadata, IReadOnlyDictionary<string, string> CustomerMetadata);

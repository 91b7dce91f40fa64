using CommunityIntel.StripeEmulator.Events;

namespace CommunityIntel.StripeEmulator.Webhooks;

/// <summary>One event on its way to one endpoint.</summary>
internal sealed class Delivery(StripeEvent stripeEvent, string endpointId)
{
    public StripeEvent Event => stripeEvent;

    public string EndpointId => endpointId;

    public DeliveryState State { get; set; } = DeliveryState.Waiting;

    public int Attempts { get; set; }

    /// <summary>HTTP status of the last attempt; 0 when nobody answered.</summary>
    public int LastStatus { get; set; }

    /// <summary>When it may be sent, real time.</summary>
    public DateTimeOffset NotBefore { get; set; }
}

internal enum DeliveryState
{
    /// <summary>Kept back until somebody releases it.</summary>
    Held,
    Waiting,
    Delivered,

    /// <summary>Every attempt failed.</summary>
    GivenUp,
}

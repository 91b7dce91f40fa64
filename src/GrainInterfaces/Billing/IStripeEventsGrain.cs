using CommunityIntel.GrainInterfaces.Guilds;
using Orleans.Concurrency;

namespace CommunityIntel.GrainInterfaces.Billing;

/// <summary>
/// Stripe's events, one grain for all; the key is 0. Written before they are answered, each once; then whoever they are about is read again from Stripe, and once a day everybody is.
/// </summary>
[Alias("IStripeEventsGrain")]
public interface IStripeEventsGrain : IGrainWithIntegerKey
{
    /// <summary>The caller has checked the signature. When this returns the event is durable. An outage is <see cref="StorageUnavailableException"/>: Stripe is to send it again.</summary>
    [Alias("Receive"), AlwaysInterleave]
    [ResponseTimeout("00:00:15")]
    Task<EventOutcome> ReceiveAsync(StripeEvent e);

    /// <summary>Goes on with what is not done, whoever died; called when a silo starts.</summary>
    [Alias("KeepWatch"), AlwaysInterleave]
    Task KeepWatchAsync();

    /// <summary>Compares every subscription with Stripe's own, now. False: Stripe does not answer.</summary>
    [Alias("Reconcile")]
    [ResponseTimeout("00:10:00")]
    Task<bool> ReconcileAsync();
}

/// <summary>An event of Stripe without its object, which is read again. <c>CustomerId</c> null = it is about nobody. <c>PayerId</c>: the Discord user in its metadata; 0 = none.</summary>
[GenerateSerializer, Immutable, Alias("StripeEvent")]
public sealed record StripeEvent(
    [property: Id(0)] string Id,
    [property: Id(1)] string Type,
    [property: Id(2)] string? CustomerId,
    [property: Id(3)] long PayerId,
    [property: Id(4)] DateTimeOffset CreatedAt,
    [property: Id(5)] bool IsLive);

[GenerateSerializer, Alias("EventOutcome")]
public enum EventOutcome
{
    Stored = 0,
    KnownAlready = 1,

    /// <summary>Of a type that changes nothing here.</summary>
    Ignored = 2,

    /// <summary>Of test mode while keys are live, or the other way round.</summary>
    OtherMode = 3,
}

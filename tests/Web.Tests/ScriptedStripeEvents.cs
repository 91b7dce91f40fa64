using System.Collections.Concurrent;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.GrainInterfaces.Guilds;

namespace CommunityIntel.Web.Tests;

/// <summary>Takes Stripe's events as the test says: an id that begins with a word of <see cref="EventOutcome"/> is answered so, one that begins with away finds the database gone.</summary>
public sealed class ScriptedStripeEvents : Grain, IStripeEventsGrain
{
    public const string Secret = "whsec_of_tests";

    public static ConcurrentQueue<StripeEvent> Received { get; } = new();

    public Task<EventOutcome> ReceiveAsync(StripeEvent e)
    {
        if (e.Id.StartsWith("away", StringComparison.Ordinal)) throw new StorageUnavailableException("the database is away");
        Received.Enqueue(e);
        return Task.FromResult(Enum.Parse<EventOutcome>(e.Id.Split('_')[0]));
    }

    public Task KeepWatchAsync() => Task.CompletedTask;

    public Task<bool> ReconcileAsync() => Task.FromResult(true);
}

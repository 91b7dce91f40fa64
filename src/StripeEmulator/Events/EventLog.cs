using System.Text.Json.Nodes;
using CommunityIntel.StripeEmulator.Hosting;
using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.State;
using CommunityIntel.StripeEmulator.Webhooks;

namespace CommunityIntel.StripeEmulator.Events;

/// <summary>Writes down what happens and hands it to the webhooks.</summary>
internal sealed class EventLog(Account account, StripeClock clock, StripeEmulatorOptions options, Wire wire, DeliveryQueue deliveries)
{
    // Stripe keeps events for 30 days (API reference, Events).
    private const long KeptSeconds = 30 * DaySeconds;
    private const long DaySeconds = 24 * 60 * 60;

    private long forgetAt;

    /// <summary>The call under way.</summary>
    public ApiCall? Request { get; set; }

    public void Publish(string type, StripeObject item) => Publish(type, item, null);

    /// <summary>Changes an object and publishes it with what it was before; nothing when it stays the same.</summary>
    public void Change(string type, StripeObject item, Action change)
    {
        var before = wire.Snapshot(item);
        change();
        var after = wire.Snapshot(item);
        account.Agenda.Set(item);
        var previous = new JsonObject();
        foreach (var (name, value) in before)
            if (!JsonNode.DeepEquals(value, after[name])) previous[name] = value?.DeepClone();
        if (previous.Count > 0) Publish(type, item, previous);
    }

    private void Publish(string type, StripeObject item, JsonObject? previous)
    {
        account.Agenda.Set(item);
        var stripeEvent = new StripeEvent
        {
            Id = Ids.New("evt_1"),
            Created = clock.Now,
            Type = type,
            ApiVersion = options.ApiVersion,
            Data = new EventContent(wire.Picture(item), previous),
            Request = new EventRequest(Request?.RequestId, Request?.IdempotencyKey),
        };
        account.Events.Add(stripeEvent);
        Forget();
        deliveries.Post(stripeEvent);
    }

    private void Forget()
    {
        if (clock.Now < forgetAt) return;
        forgetAt = clock.Now + DaySeconds;
        account.Events.RemoveAll(it => it.Created + KeptSeconds < clock.Now && it.PendingWebhooks == 0);
    }
}

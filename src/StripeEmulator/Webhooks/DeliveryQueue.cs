using System.Threading.Channels;
using CommunityIntel.StripeEmulator.Control;
using CommunityIntel.StripeEmulator.Events;
using CommunityIntel.StripeEmulator.Hosting;
using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Webhooks;

/// <summary>
/// Which event goes to which endpoint next: in order, or shuffled by a seed, several times or held back. Has a lock of its
/// own, which may be taken while the account's is held, never the other way round.
/// </summary>
internal sealed class DeliveryQueue(Account account, StripeEmulatorOptions options)
{
    // What was delivered long ago is of no interest any more.
    private const int KeptDone = 20_000;

    private readonly Lock gate = new();
    private readonly List<Delivery> waiting = [];
    private readonly List<Delivery> held = [];
    private readonly Queue<Delivery> done = new();
    private readonly Channel<bool> news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly List<TaskCompletionSource> idleWaiters = [];
    private Random shuffle = new(0);
    private readonly List<Delivery> sending = [];

    public WebhookMode Mode { get; private set; } = new();

    public void SetMode(WebhookMode mode)
    {
        lock (gate)
        {
            Mode = mode;
            shuffle = new Random(mode.Seed);
        }
    }

    /// <summary>To every endpoint that wants it, as often as the mode says.</summary>
    public void Post(StripeEvent stripeEvent)
    {
        var endpoints = account.WebhookEndpoints.All.Where(endpoint => endpoint.Wants(stripeEvent.Type)).ToList();
        stripeEvent.PendingWebhooks = endpoints.Count;
        lock (gate)
            foreach (var endpoint in endpoints)
                for (var copy = 0; copy <= Mode.Duplicates; copy++) Enter(new Delivery(stripeEvent, endpoint.Id) { NotBefore = options.Clock.GetUtcNow() + Mode.Delay });
    }

    /// <summary>Once more to every endpoint, held back or not.</summary>
    public void Again(StripeEvent stripeEvent)
    {
        var endpoints = account.WebhookEndpoints.All.Where(endpoint => endpoint.Wants(stripeEvent.Type)).ToList();
        lock (gate)
            foreach (var endpoint in endpoints) Wait(new Delivery(stripeEvent, endpoint.Id) { NotBefore = options.Clock.GetUtcNow() });
    }

    /// <summary>Sends what is held back; returns how many.</summary>
    public int Release(ReleaseOrder order, int seed)
    {
        lock (gate)
        {
            var released = held.ToArray();
            held.Clear();
            if (order == ReleaseOrder.Reversed) Array.Reverse(released);
            if (order == ReleaseOrder.Shuffled) new Random(seed).Shuffle(released);
            foreach (var delivery in released) Wait(delivery);
            Settle();
            return released.Length;
        }
    }

    /// <summary>Ends when nothing waits and nothing is being sent; what is held back does not count.</summary>
    public Task IdleAsync()
    {
        lock (gate)
        {
            if (waiting.Count == 0 && sending.Count == 0) return Task.CompletedTask;
            var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            idleWaiters.Add(waiter);
            return waiter.Task;
        }
    }

    public List<DeliveryView> View()
    {
        lock (gate)
            return [.. done.Concat(sending).Concat(waiting).Concat(held).Select(it => new DeliveryView(it.Event.Id, it.Event.Type, it.EndpointId, it.State.ToString(), it.Attempts, it.LastStatus))];
    }

    /// <summary>Events that some endpoint has not taken, for the state file.</summary>
    public List<PendingDelivery> Pending()
    {
        lock (gate) return [.. sending.Concat(waiting).Concat(held).Select(it => new PendingDelivery(it.Event.Id, it.EndpointId, it.State == DeliveryState.Held, it.Attempts))];
    }

    public void Restore(IEnumerable<PendingDelivery> pending)
    {
        foreach (var kept in pending)
        {
            if (account.Events.Find(kept.EventId) is not { } stripeEvent) continue;
            var delivery = new Delivery(stripeEvent, kept.EndpointId) { NotBefore = options.Clock.GetUtcNow(), Attempts = kept.Attempts };
            lock (gate) if (kept.Held) Hold(delivery); else Wait(delivery);
        }
    }

    /// <summary>The next that may be sent, or how long to wait for it; null for until there is news.</summary>
    public (Delivery? Next, TimeSpan? Wait) Take()
    {
        lock (gate)
        {
            var now = options.Clock.GetUtcNow();
            var at = Mode.Shuffle ? Any(now) : waiting.FindIndex(it => it.NotBefore <= now);
            if (at < 0) return (null, waiting.Count == 0 ? null : waiting.Min(it => it.NotBefore) - now);
            var next = waiting[at];
            waiting.RemoveAt(at);
            sending.Add(next);
            return (next, null);
        }
    }

    /// <summary>After an attempt: done, or again later.</summary>
    public void Return(Delivery delivery, int status)
    {
        lock (gate)
        {
            sending.Remove(delivery);
            delivery.Attempts++;
            delivery.LastStatus = status;
            var waits = options.EffectiveWebhookRetries;
            if (status is >= 200 and < 300) Finish(delivery, DeliveryState.Delivered);
            else if (delivery.Attempts > waits.Count) Finish(delivery, DeliveryState.GivenUp);
            else
            {
                delivery.NotBefore = options.Clock.GetUtcNow() + waits[delivery.Attempts - 1];
                waiting.Add(delivery);
            }
            Settle();
        }
    }

    /// <summary>Its endpoint is gone.</summary>
    public void Drop(Delivery delivery)
    {
        lock (gate)
        {
            sending.Remove(delivery);
            Finish(delivery, DeliveryState.GivenUp);
            Settle();
        }
    }

    /// <summary>Waits until something new may be there to send.</summary>
    public Task NewsAsync(CancellationToken stopping) => news.Reader.ReadAsync(stopping).AsTask();

    private int Any(DateTimeOffset now)
    {
        var ready = waiting.Index().Where(it => it.Item.NotBefore <= now).ToList();
        return ready.Count == 0 ? -1 : ready[shuffle.Next(ready.Count)].Index;
    }

    private void Enter(Delivery delivery)
    {
        if (Mode.Hold) Hold(delivery);
        else Wait(delivery);
    }

    private void Hold(Delivery delivery)
    {
        delivery.State = DeliveryState.Held;
        held.Add(delivery);
    }

    private void Wait(Delivery delivery)
    {
        delivery.State = DeliveryState.Waiting;
        waiting.Add(delivery);
        news.Writer.TryWrite(true);
    }

    private void Finish(Delivery delivery, DeliveryState state)
    {
        delivery.State = state;
        if (state == DeliveryState.Delivered && delivery.Event.PendingWebhooks > 0) delivery.Event.PendingWebhooks--;
        done.Enqueue(delivery);
        if (done.Count > KeptDone) done.Dequeue();
    }

    private void Settle()
    {
        if (waiting.Count > 0 || sending.Count > 0) return;
        foreach (var waiter in idleWaiters) waiter.SetResult();
        idleWaiters.Clear();
    }
}

/// <summary>A delivery in the state file.</summary>
internal sealed record PendingDelivery(string EventId, string EndpointId, bool Held, int Attempts);

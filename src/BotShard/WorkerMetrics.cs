using System.Diagnostics;
using System.Diagnostics.Metrics;
using CommunityIntel.BotShard.Guilds;
using CommunityIntel.GrainInterfaces.Gaps;

namespace CommunityIntel.BotShard;

/// <summary>Meter <c>CommunityIntel.BotShard</c>.</summary>
internal static class WorkerMetrics
{
    private static readonly Meter Meter = new("CommunityIntel.BotShard");
    private static readonly Counter<long> DurableEvents = Meter.CreateCounter<long>("events_durable", description: "Guild events acknowledged after their commit.");
    private static readonly Counter<long> Batches = Meter.CreateCounter<long>("batches_durable", description: "Guild batches acknowledged after their commit.");
    private static readonly Counter<long> Retries = Meter.CreateCounter<long>("batch_retries", description: "Batches sent again.");
    private static readonly Counter<long> Undecodable = Meter.CreateCounter<long>("events_undecodable", description: "Events whose payload could not be read.");
    private static readonly Histogram<double> AckLatency = Meter.CreateHistogram<double>("ack_seconds", "s", "From taking an event off the socket to its commit.");

    private static readonly Counter<long> DeafSessions = Meter.CreateCounter<long>("sessions_deaf", description: "Sessions thrown away because they heard nothing while their guilds talked.");
    private static readonly Counter<long> BackfillPages = Meter.CreateCounter<long>("backfill_pages", description: "Pages of missed messages handed to grains, by what came of them.");
    private static readonly Counter<long> BackfillMessages = Meter.CreateCounter<long>("backfill_messages", description: "Missed messages handed to grains, known ones included.");
    private static long s_refused;

    public static void Watch(Func<int> pending, int most)
    {
        Meter.CreateObservableGauge("events_pending", pending, description: "Guild events accepted and not yet durable.");
        Meter.CreateObservableGauge("events_pending_limit", () => most, description: "So many may be pending; then the sockets wait.");
        // Observed, so that it is there at 0 and the first time is seen as a change.
        Meter.CreateObservableCounter("events_refused", () => Volatile.Read(ref s_refused), description: "Events that the database will never take.");
    }

    public static void Durable(List<PendingEvent> events)
    {
        DurableEvents.Add(events.Count);
        Batches.Add(1);
        // The oldest and the newest stand for the batch.
        AckLatency.Record(Stopwatch.GetElapsedTime(events[0].AcceptedAt).TotalSeconds);
        if (events.Count > 1) AckLatency.Record(Stopwatch.GetElapsedTime(events[^1].AcceptedAt).TotalSeconds);
    }

    public static void Retried() => Retries.Add(1);

    public static void Deaf() => DeafSessions.Add(1);

    public static void Backfilled(int messages, BackfillEnd end)
    {
        BackfillPages.Add(1, new KeyValuePair<string, object?>("end", end.ToString()));
        BackfillMessages.Add(messages);
    }

    public static void Refused() => Interlocked.Increment(ref s_refused);

    public static void NotDecoded(string eventName) => Undecodable.Add(1, new KeyValuePair<string, object?>("event", eventName));
}

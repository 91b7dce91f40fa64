using System.Diagnostics.Metrics;
using CommunityIntel.GrainInterfaces.Outbox;

namespace CommunityIntel.BotShard.Outbox;

/// <summary>Meter <c>CommunityIntel.BotShard</c>, what leaves for Discord.</summary>
internal static class OutboxMetrics
{
    private static readonly Meter Meter = new("CommunityIntel.BotShard");
    private static readonly Counter<long> Sent = Meter.CreateCounter<long>("outbox_sent", description: "Actions done on Discord.");
    private static readonly Counter<long> Retried = Meter.CreateCounter<long>("outbox_retried", description: "Attempts that Discord did not answer.");
    private static readonly Counter<long> GivenUp = Meter.CreateCounter<long>("outbox_given_up", description: "Actions that Discord refused for good, by reason.");
    private static double s_oldestDue;

    static OutboxMetrics() => Meter.CreateObservableGauge("outbox_oldest_due_seconds", () => Volatile.Read(ref s_oldestDue), "s", "How long the longest waiting action of this worker's shards is due.");

    public static void OldestDue(TimeSpan age) => Volatile.Write(ref s_oldestDue, age.TotalSeconds);

    public static void Ended(ActionOutcome outcome)
    {
        if (outcome.Failure is not { } failure) Sent.Add(1);
        else if (failure == ActionFailure.NoAnswer) Retried.Add(1);
        else GivenUp.Add(1, new KeyValuePair<string, object?>("reason", failure.ToString()));
    }
}

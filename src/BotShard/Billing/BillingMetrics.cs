using System.Diagnostics.Metrics;

namespace CommunityIntel.BotShard.Billing;

/// <summary>Meter <c>CommunityIntel.BotShard</c>, what is sold in Discord.</summary>
internal static class BillingMetrics
{
    private static readonly Meter Meter = new("CommunityIntel.BotShard");
    private static readonly Counter<long> Events = Meter.CreateCounter<long>("entitlement_events", description: "Entitlement events by name and owner; users' own are left aside.");
    private static readonly Counter<long> Readings = Meter.CreateCounter<long>("entitlement_readings", description: "Readings of what one guild bought, by what came of them.");

    public static void Told(string eventName, bool isGuilds) =>
        Events.Add(1, new KeyValuePair<string, object?>("event", eventName), new KeyValuePair<string, object?>("owner", isGuilds ? "guild" : "user"));

    public static void Read(bool succeeded) => Readings.Add(1, new KeyValuePair<string, object?>("outcome", succeeded ? "taken" : "failed"));
}

using System.Diagnostics.Metrics;

namespace CommunityIntel.Grains.Guilds;

/// <summary>Meter <c>CommunityIntel.Grains</c>.</summary>
internal static class GrainMetrics
{
    private static readonly Meter Meter = new("CommunityIntel.Grains");
    private static readonly Counter<long> Events = Meter.CreateCounter<long>("guild_events_applied", description: "Guild events taken by grains, duplicates included.");
    private static readonly Counter<long> Activations = Meter.CreateCounter<long>("guild_activations", description: "Guild grains activated.");

    public static void Applied(int events) => Events.Add(events);

    public static void Activated() => Activations.Add(1);
}

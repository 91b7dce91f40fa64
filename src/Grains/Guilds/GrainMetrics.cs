using System.Diagnostics.Metrics;
using CommunityIntel.Domain.Gaps;

namespace CommunityIntel.Grains.Guilds;

/// <summary>Meter <c>CommunityIntel.Grains</c>.</summary>
internal static class GrainMetrics
{
    private static readonly Meter Meter = new("CommunityIntel.Grains");
    private static readonly Counter<long> Events = Meter.CreateCounter<long>("guild_events_applied", description: "Guild events taken by grains, duplicates included.");
    private static readonly Counter<long> Activations = Meter.CreateCounter<long>("guild_activations", description: "Guild grains activated.");
    private static readonly string[] GapOutcomes = ["filled", "partial", "absent"];
    private static readonly long[] Gaps = new long[GapOutcomes.Length];

    static GrainMetrics() => Meter.CreateObservableCounter("gaps_closed", GapsSoFar, description: "Windows that nobody heard, by whether their messages were found: filled, partial, or absent when the bot was no member then.");

    public static void Applied(int events) => Events.Add(events);

    public static void Activated() => Activations.Add(1);

    public static void GapsClosed(IEnumerable<Gap> changed)
    {
        foreach (var gap in changed)
            if (gap.State != GapState.Open) Interlocked.Increment(ref Gaps[gap.State == GapState.Filled ? 0 : gap.Shortfall.HasFlag(GapShortfall.BotAbsent) ? 2 : 1]);
    }

    private static IEnumerable<Measurement<long>> GapsSoFar() =>
        GapOutcomes.Select((outcome, at) => new Measurement<long>(Volatile.Read(ref Gaps[at]), new KeyValuePair<string, object?>("outcome", outcome)));
}

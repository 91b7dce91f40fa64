using CommunityIntel.DiscordEmulator.Communities;

namespace CommunityIntel.Chaos.Faults;

/// <summary>What is broken and when: a pure function of seed, duration and the kinds of faults.</summary>
internal static class Schedule
{
    /// <summary>A fault's target is below.</summary>
    public const int Targets = 1_000;

    private const double MeanGapSeconds = 7;

    /// <summary>Whether a session is deaf shows while its guilds talk.</summary>
    private const double LastDeafSeconds = 10;

    /// <summary>Every kind comes once before any comes again.</summary>
    public static IReadOnlyList<Fault> Make(int seed, TimeSpan duration, IReadOnlyList<FaultKind> kinds)
    {
        if (kinds.Count == 0) return [];
        var chance = Chance.Of(seed, 31);
        var faults = new List<Fault>();
        var deck = new Queue<FaultKind>();
        for (var at = 2 + chance.Wait(MeanGapSeconds / 2); at < duration.TotalSeconds - 2; at += 1 + chance.Wait(MeanGapSeconds - 1))
        {
            if (deck.Count == 0) deck = new Queue<FaultKind>(Shuffled(kinds, ref chance));
            var kind = deck.Dequeue();
            if (kind == FaultKind.Deafen && at > duration.TotalSeconds - LastDeafSeconds) continue;
            var target = chance.Below(Targets);
            faults.Add(new Fault(TimeSpan.FromSeconds(Math.Round(at, 1)), kind, target, TimeSpan.FromSeconds(Math.Round(Length(kind, ref chance), 1))));
        }

        return faults;
    }

    private static double Length(FaultKind kind, ref Chance chance) => kind switch
    {
        // Longer than the cluster needs to take it for dead, and than a lease is good.
        FaultKind.FreezeSilo or FaultKind.IsolateSilo or FaultKind.FreezeWorker or FaultKind.SilenceWorker => 20 + (15 * chance.Share()),
        FaultKind.CutSilo or FaultKind.CutWorker => 3 + (12 * chance.Share()),
        FaultKind.KillSilo or FaultKind.KillWorker or FaultKind.KillWeb => 8 * chance.Share(),
        FaultKind.KillPostgres or FaultKind.RestartPostgres => 6 * chance.Share(),
        _ => 0,
    };

    private static List<FaultKind> Shuffled(IReadOnlyList<FaultKind> kinds, ref Chance chance)
    {
        var all = kinds.ToList();
        for (var i = all.Count - 1; i > 0; i--)
        {
            var j = chance.Below(i + 1);
            (all[i], all[j]) = (all[j], all[i]);
        }

        return all;
    }
}

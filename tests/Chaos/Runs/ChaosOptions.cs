using CommunityIntel.Chaos.Faults;

namespace CommunityIntel.Chaos.Runs;

/// <summary>One run, and how it is repeated.</summary>
internal sealed record ChaosOptions
{
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(5);

    public int Seed { get; init; } = 1;

    /// <summary>Acts of the crowd a second, over all guilds.</summary>
    public double Rate { get; init; } = 3_000;

    public int Guilds { get; init; } = 200;

    public int Silos { get; init; } = 3;

    public int Workers { get; init; } = 3;

    public int Webs { get; init; } = 1;

    public int Shards { get; init; } = 8;

    public IReadOnlyList<FaultKind> Faults { get; init; } = Chaos.Faults.Faults.All;

    /// <summary>No process of the product may hold more (RSS).</summary>
    public int MemoryMb { get; init; } = 600;

    /// <summary>Restart every worker once, one after the other, instead of the faults.</summary>
    public bool Rolling { get; init; }

    /// <summary>Keep the logs of a run that went well, too.</summary>
    public bool KeepLogs { get; init; }

    public string Command => FormattableString.Invariant(
        $"./dev chaos {(Rolling ? "--rolling " : "")}--minutes {Duration.TotalMinutes:0.##} --seed {Seed} --rate {Rate:0} --guilds {Guilds} --silos {Silos} --workers {Workers} --webs {Webs} --shards {Shards} --faults {(Faults.Count == 0 ? "none" : string.Join(',', Faults.Select(Chaos.Faults.Faults.Name)))}");
}

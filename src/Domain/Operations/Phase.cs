namespace CommunityIntel.Domain.Operations;

/// <summary>How far a deployment has grown, by guilds that pay.</summary>
/// <remarks>Scaling guide, "Architecture Recommandée par Phase".</remarks>
public enum Phase
{
    /// <summary>Fewer than ten: it need not cost anything yet.</summary>
    Start = 0,
    Ten = 1,
    Fifty = 2,
    TwoHundred = 3,
    Thousand = 4,
}

public static class Phases
{
    private static readonly int[] From = [0, 10, 50, 200, 1_000];

    public static IReadOnlyList<Phase> All { get; } = [Phase.Start, Phase.Ten, Phase.Fifty, Phase.TwoHundred, Phase.Thousand];

    /// <summary>The fewest paying guilds of a phase.</summary>
    public static int FirstGuilds(Phase phase) => From[(int)phase];

    public static Phase Of(int payingGuilds) => All.Last(phase => payingGuilds >= FirstGuilds(phase));

    /// <summary>Null: there is none after it.</summary>
    public static Phase? After(Phase phase) => phase == Phase.Thousand ? null : phase + 1;
}

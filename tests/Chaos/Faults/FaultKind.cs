using System.Text;

namespace CommunityIntel.Chaos.Faults;

internal enum FaultKind
{
    KillSilo,
    RestartSilo,
    FreezeSilo,
    CutSilo,
    IsolateSilo,
    KillWorker,
    RestartWorker,
    FreezeWorker,
    CutWorker,
    SilenceWorker,
    KillWeb,
    RestartWeb,
    KillPostgres,
    RestartPostgres,
    Drop,
    Reconnect,
    Garble,
    Malformed,
    Repeat,
    Rest429,
    Rest500,
    Expire,
    Invalidate,
    Deafen,
}

/// <param name="At">From the beginning of the faults.</param>
/// <param name="Target">Which one, modulo how many there are.</param>
/// <param name="Length">How long it stays so before it is undone; zero for what needs no undoing.</param>
internal sealed record Fault(TimeSpan At, FaultKind Kind, int Target, TimeSpan Length)
{
    public override string ToString() => FormattableString.Invariant($"{At.TotalSeconds,6:F1} s  {Faults.Name(Kind)}, target {Target}{(Length > TimeSpan.Zero ? FormattableString.Invariant($", for {Length.TotalSeconds:F1} s") : "")}");
}

internal static class Faults
{
    /// <summary>Those that lose a gateway session: what happened meanwhile is not delivered any more and has to be fetched.</summary>
    public static readonly IReadOnlyList<FaultKind> LoseSessions = [FaultKind.Expire, FaultKind.Invalidate, FaultKind.Deafen];

    public static readonly IReadOnlyList<FaultKind> All = Enum.GetValues<FaultKind>();

    /// <summary>Everything after which every session can be resumed.</summary>
    public static readonly IReadOnlyList<FaultKind> Lossless = [.. All.Except(LoseSessions)];

    /// <summary><c>kill-silo</c>, <c>rest-429</c>.</summary>
    public static string Name(FaultKind kind)
    {
        var name = new StringBuilder();
        var text = kind.ToString();
        for (var i = 0; i < text.Length; i++)
        {
            if (i > 0 && (char.IsUpper(text[i]) || (char.IsDigit(text[i]) && !char.IsDigit(text[i - 1])))) name.Append('-');
            name.Append(char.ToLowerInvariant(text[i]));
        }

        return name.ToString();
    }

    /// <summary>Names separated by commas; <c>all</c>, <c>lossless</c> and <c>none</c> stand for several. Null = there is no such fault.</summary>
    public static IReadOnlyList<FaultKind>? Parse(string text)
    {
        var kinds = new List<FaultKind>();
        foreach (var name in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (name == "lossless") kinds.AddRange(Lossless);
            else if (name == "all") kinds.AddRange(All);
            else if (Enum.GetValues<FaultKind>().Where(k => Name(k) == name).ToList() is [var kind]) kinds.Add(kind);
            else if (name != "none") return null;
        }

        return [.. kinds.Distinct()];
    }
}

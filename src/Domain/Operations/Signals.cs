namespace CommunityIntel.Domain.Operations;

/// <summary>What tells whether the bot is well.</summary>
/// <remarks>Scaling guide, "Métriques à Surveiller", Bot Discord.</remarks>
public enum SignalKind
{
    Uptime = 1,
    Latency = 2,
    Errors = 3,
    Memory = 4,
    Cpu = 5,
}

/// <summary>A signal beside its objective. <c>Value</c> null: nothing to go by yet. Shares are 0 to 1, latency in seconds.</summary>
public sealed record Signal(SignalKind Kind, double? Value, double Objective)
{
    /// <summary>Null: not known.</summary>
    public bool? IsKept => Value is not { } value ? null : Kind == SignalKind.Uptime ? value > Objective : value <= Objective;
}

/// <summary>A minute of the deployment, or several added up. Uptime counts minutes in which every shard was connected.</summary>
public sealed record ServiceMinutes(int Minutes, int UpMinutes, int Commands, int CommandErrors, LatencyCounts CommandSeconds, int Pages, int PageErrors, long ResponseBytes)
{
    public static ServiceMinutes None { get; } = new(0, 0, 0, 0, LatencyCounts.None, 0, 0, 0);

    public double? Uptime => Share(UpMinutes, Minutes);

    public double? CommandErrorRate => Share(CommandErrors, Commands);

    public double? PageErrorRate => Share(PageErrors, Pages);

    public ServiceMinutes With(ServiceMinutes other) => new(
        Minutes + other.Minutes, UpMinutes + other.UpMinutes, Commands + other.Commands, CommandErrors + other.CommandErrors, CommandSeconds.With(other.CommandSeconds),
        Pages + other.Pages, PageErrors + other.PageErrors, ResponseBytes + other.ResponseBytes);

    private static double? Share(int part, int whole) => whole == 0 ? null : (double)part / whole;
}

/// <summary>How loaded a process is; shares of what it may use, 0 to 1, null = not known.</summary>
public sealed record ProcessLoad(double? MemoryShare, double? CpuShare);

public static class Signals
{
    public const double LatencyShare = 0.95;

    /// <param name="lastDay">For the uptime.</param>
    /// <param name="lastHour">For everything else of what people notice.</param>
    public static IReadOnlyList<Signal> Of(ServiceMinutes lastDay, ServiceMinutes lastHour, IReadOnlyList<ProcessLoad> processes) =>
    [
        new(SignalKind.Uptime, lastDay.Uptime, Thresholds.Uptime),
        new(SignalKind.Latency, lastHour.CommandSeconds.Within(LatencyShare), Thresholds.CommandSeconds),
        new(SignalKind.Errors, lastHour.CommandErrorRate, Thresholds.CommandErrorRate),
        // The fullest is the one that dies.
        new(SignalKind.Memory, processes.Max(process => process.MemoryShare), Thresholds.MemoryShare),
        new(SignalKind.Cpu, processes.Average(process => process.CpuShare), Thresholds.CpuShare),
    ];
}

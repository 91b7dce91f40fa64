namespace CommunityIntel.Domain.Operations;

/// <summary>Something that somebody has to know. The names are those of the monitoring's rules and of the runbook's headings.</summary>
public sealed record Alert(string Name, Severity Severity, double Value, double Threshold);

/// <summary>What the alerts are decided from. <c>Figures</c> null: the database does not answer. Windows end now.</summary>
public sealed record DeploymentState(
    ServiceMinutes LastMinutes, ServiceMinutes LastHour, ServiceMinutes LastDay, IReadOnlyList<ProcessLoad> Processes, DeploymentFigures? Figures);

/// <summary>Alerts that the product raises by itself, also where nothing scrapes it.</summary>
/// <remarks>Scaling guide, "Alertes Configurées".</remarks>
public static class Alerts
{
    /// <summary>A share of fewer than this says nothing.</summary>
    public const int FewestCounted = 20;

    /// <summary>The most urgent first.</summary>
    public static IReadOnlyList<Alert> Of(DeploymentState state) =>
        [.. Critical(state).Concat(Important(state)).Concat(Informative(state)).OrderBy(alert => alert.Severity)];

    private static IEnumerable<Alert> Critical(DeploymentState state)
    {
        var now = state.LastMinutes;
        if (now.Minutes >= Thresholds.BotDownMinutes && now.UpMinutes == 0) yield return new("BotDown", Severity.Critical, now.Minutes, Thresholds.BotDownMinutes);
        if (state.Figures is null) yield return new("DatabaseUnreachable", Severity.Critical, 0, 1);
        if (now.Commands >= FewestCounted && now.CommandErrorRate > Thresholds.CriticalErrorRate) yield return new("CommandErrorsCritical", Severity.Critical, now.CommandErrorRate.Value, Thresholds.CriticalErrorRate);
        if (now.Pages >= FewestCounted && now.PageErrorRate > Thresholds.CriticalErrorRate) yield return new("PageErrorsCritical", Severity.Critical, now.PageErrorRate.Value, Thresholds.CriticalErrorRate);
        if (now.Commands >= FewestCounted && now.CommandSeconds.Within(Signals.LatencyShare) is { } seconds and > Thresholds.CriticalSeconds) yield return new("CommandLatencyCritical", Severity.Critical, seconds, Thresholds.CriticalSeconds);
    }

    private static IEnumerable<Alert> Important(DeploymentState state)
    {
        if (state.LastDay.Minutes >= 60 && state.LastDay.Uptime < Thresholds.ImportantUptime) yield return new("UptimeLow", Severity.Important, state.LastDay.Uptime.Value, Thresholds.ImportantUptime);
        if (state.Figures is not { } figures) yield break;
        foreach (var (name, used) in new[] { ("TrafficNearLimit", figures.Traffic), ("DatabaseNearLimit", figures.DatabaseBytes), ("ModelRequestsNearLimit", figures.ModelRequests) })
            if (used.Share is { } share and > Thresholds.LimitShare) yield return new(name, Severity.Important, share, Thresholds.LimitShare);
    }

    private static IEnumerable<Alert> Informative(DeploymentState state)
    {
        foreach (var signal in Signals.Of(state.LastDay, state.LastHour, state.Processes).Where(signal => signal.Kind != SignalKind.Uptime && signal.IsKept == false && (signal.Kind is SignalKind.Memory or SignalKind.Cpu || state.LastHour.Commands >= FewestCounted)))
            yield return new($"{NameOf(signal.Kind)}High", Severity.Informative, signal.Value!.Value, signal.Objective);
        if (state.LastHour.Pages >= FewestCounted && state.LastHour.PageErrorRate > Thresholds.PageErrorRate) yield return new("PageErrorsHigh", Severity.Informative, state.LastHour.PageErrorRate.Value, Thresholds.PageErrorRate);
        if (state.Figures is not { } figures) yield break;
        if (figures.WeeklyGrowth is { } growth and > Thresholds.WeeklyGrowth) yield return new("MembersGrowing", Severity.Informative, growth, Thresholds.WeeklyGrowth);
        if (figures.BudgetMinor > 0 && figures.CostMinor > figures.BudgetMinor) yield return new("CostsOverBudget", Severity.Informative, figures.CostMinor, figures.BudgetMinor);
        if (figures.PingSeconds > Thresholds.SimpleQuerySeconds) yield return new("SimpleQuerySlow", Severity.Informative, figures.PingSeconds, Thresholds.SimpleQuerySeconds);
        if (figures.Connections.Share is { } share and > Thresholds.ConnectionShare) yield return new("ConnectionsHigh", Severity.Informative, share, Thresholds.ConnectionShare);
    }

    private static string NameOf(SignalKind kind) => kind switch
    {
        SignalKind.Latency => "CommandLatency",
        SignalKind.Errors => "CommandErrors",
        SignalKind.Memory => "Memory",
        SignalKind.Cpu => "Cpu",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not an objective of its own"),
    };
}

using CommunityIntel.Domain.Operations;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Guilds;
using Orleans.Concurrency;

namespace CommunityIntel.GrainInterfaces.Operations;

/// <summary>How the whole deployment does; the key is 0. Whoever asks from the web has checked that an operator does.</summary>
[Alias("IOperationsGrain")]
public interface IOperationsGrain : IGrainWithIntegerKey
{
    /// <summary>A process tells what it did since its last report. A report that comes again is known by its sequence and changes nothing.</summary>
    [Alias("Report"), AlwaysInterleave]
    [ResponseTimeout("00:00:05")]
    Task ReportAsync(ProcessReport report);

    /// <summary>Answers also while the database is away: with what was last known, and an alert.</summary>
    [Alias("GetState"), AlwaysInterleave]
    Task<OperationsState> GetStateAsync();

    [Alias("GetSettings"), AlwaysInterleave]
    Task<OperatingSettings> GetSettingsAsync();

    /// <summary>False: somebody else saved meanwhile. An outage is <see cref="StorageUnavailableException"/>.</summary>
    /// <param name="settings">Its version is the one that was seen.</param>
    [Alias("SaveSettings")]
    [ResponseTimeout("00:00:15")]
    Task<bool> SaveSettingsAsync(OperatingSettings settings, Actor actor);

    /// <summary>Counts every minute, whoever asks or does not; called when a silo starts.</summary>
    [Alias("KeepWatch"), AlwaysInterleave]
    Task KeepWatchAsync();
}

/// <summary>What a process is.</summary>
[GenerateSerializer, Alias("ProcessKind")]
public enum ProcessKind
{
    Silo = 1,
    Bot = 2,
    Web = 3,

    /// <summary>All of them in one, on one small box.</summary>
    Everything = 4,
}

/// <summary>
/// One process since its last report. <c>Sequence</c> rises within a process. Limits of 0 = none known. <c>CpuShare</c> of the processors that it may use. <c>CommandSeconds</c>: as
/// <see cref="LatencyCounts"/> has them.
/// </summary>
[GenerateSerializer, Immutable, Alias("ProcessReport")]
public sealed record ProcessReport(
    [property: Id(0)] string Name,
    [property: Id(1)] ProcessKind Kind,
    [property: Id(2)] DateTimeOffset StartedAt,
    [property: Id(3)] long Sequence,
    [property: Id(4)] string Version,
    [property: Id(5)] long MemoryBytes,
    [property: Id(6)] long MemoryLimitBytes,
    [property: Id(7)] double CpuShare,
    [property: Id(8)] int Commands,
    [property: Id(9)] int CommandErrors,
    [property: Id(10)] int[] CommandSeconds,
    [property: Id(11)] int Pages,
    [property: Id(12)] int PageErrors,
    [property: Id(13)] long ResponseBytes);

/// <summary>A process as it last told of itself.</summary>
[GenerateSerializer, Immutable, Alias("RunningProcess")]
public sealed record RunningProcess(
    [property: Id(0)] string Name,
    [property: Id(1)] ProcessKind Kind,
    [property: Id(2)] DateTimeOffset StartedAt,
    [property: Id(3)] string Version,
    [property: Id(4)] long MemoryBytes,
    [property: Id(5)] double? MemoryShare,
    [property: Id(6)] double CpuShare,
    [property: Id(7)] DateTimeOffset SeenAt);

/// <summary>See <see cref="Signal"/>.</summary>
[GenerateSerializer, Immutable, Alias("SignalReading")]
public sealed record SignalReading([property: Id(0)] SignalKind Kind, [property: Id(1)] double? Value, [property: Id(2)] double Objective);

/// <summary>See <see cref="Alert"/>. <c>Since</c>: when it was first noticed.</summary>
[GenerateSerializer, Immutable, Alias("FiringAlert")]
public sealed record FiringAlert(
    [property: Id(0)] string Name,
    [property: Id(1)] Severity Severity,
    [property: Id(2)] double Value,
    [property: Id(3)] double Threshold,
    [property: Id(4)] DateTimeOffset Since);

/// <summary>A quantity and its limit; 0 = none.</summary>
[GenerateSerializer, Immutable, Alias("UsedReading")]
public readonly record struct UsedReading([property: Id(0)] double Value, [property: Id(1)] double Limit);

/// <summary>See <see cref="DeploymentFigures"/>.</summary>
[GenerateSerializer, Immutable, Alias("FiguresReading")]
public sealed record FiguresReading(
    [property: Id(0)] int Guilds,
    [property: Id(1)] long Members,
    [property: Id(2)] double? WeeklyGrowth,
    [property: Id(3)] int PayingGuilds,
    [property: Id(4)] int EnterpriseGuilds,
    [property: Id(5)] IReadOnlyDictionary<string, long> RevenueMinor,
    [property: Id(6)] UsedReading DatabaseBytes,
    [property: Id(7)] UsedReading Connections,
    [property: Id(8)] double PingSeconds,
    [property: Id(9)] int OutboxDue,
    [property: Id(10)] double OutboxOldestSeconds,
    [property: Id(11)] int StripeEventsOpen,
    [property: Id(12)] int GapsOpen,
    [property: Id(13)] UsedReading ModelRequests,
    [property: Id(14)] UsedReading Traffic,
    [property: Id(15)] long ModelCostMicros,
    [property: Id(16)] long ModelBudgetMicros,
    [property: Id(17)] DateOnly? DatabaseFullOn);

/// <summary>
/// <c>Figures</c> null: never read since the grain started. <c>FiguresAt</c>: when they were read. <c>Hours</c>: uptime of the last 24 hours, oldest first, null = nobody was there to count.
/// <c>PageErrorRate</c> and <c>CommandSeconds</c> (of 95 in 100) are of the last hour, null = there were none.
/// </summary>
[GenerateSerializer, Immutable, Alias("OperationsState")]
public sealed record OperationsState(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] IReadOnlyList<FiringAlert> Alerts,
    [property: Id(2)] IReadOnlyList<SignalReading> Signals,
    [property: Id(3)] IReadOnlyList<RunningProcess> Processes,
    [property: Id(4)] FiguresReading? Figures,
    [property: Id(5)] DateTimeOffset? FiguresAt,
    [property: Id(6)] IReadOnlyList<double?> Hours,
    [property: Id(7)] double? PageErrorRate,
    [property: Id(8)] double? CommandSeconds);

/// <summary>A price of the table; see <see cref="OperatingCosts"/>.</summary>
[GenerateSerializer, Immutable, Alias("OperatingPrice")]
public sealed record OperatingPrice([property: Id(0)] Phase Phase, [property: Id(1)] CostItem Item, [property: Id(2)] long AmountMinor);

/// <summary>What an operator sets. Limits and the budget of 0 = none.</summary>
[GenerateSerializer, Immutable, Alias("OperatingSettings")]
public sealed record OperatingSettings(
    [property: Id(0)] int Version,
    [property: Id(1)] string Currency,
    [property: Id(2)] IReadOnlyList<OperatingPrice> Prices,
    [property: Id(3)] long BudgetMinor,
    [property: Id(4)] long DatabaseLimitBytes,
    [property: Id(5)] long TrafficLimitBytes)
{
    public OperatingCosts Costs() => new(Currency, Prices.ToDictionary(price => (price.Phase, price.Item), price => price.AmountMinor));
}

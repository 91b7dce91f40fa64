using System.Collections.Concurrent;
using CommunityIntel.Domain.Operations;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Operations;
using CommunityIntel.GrainInterfaces.Shards;

namespace CommunityIntel.Web.Tests;

/// <summary>A deployment of twelve paying guilds in which several things are not well.</summary>
public sealed class ScriptedOperations : Grain, IOperationsGrain
{
    public static readonly FiguresReading Figures = new(
        212, 48_210, 0.234, 12, 1, new Dictionary<string, long> { ["eur"] = 301_00, ["usd"] = 79_00 }, new(6_800_000_000, 8_000_000_000), new(31, 97), 0.0042, 3, 95, 4, 1, new(11_900, 14_400), new(12e9, 100e9),
        4_200_000, 20_000_000, new DateOnly(2027, 1, 3));

    /// <summary>Every alert that there is, so that each has its words.</summary>
    public static readonly IReadOnlyList<string> AlertNames =
    [
        "BotDown", "DatabaseUnreachable", "CommandErrorsCritical", "PageErrorsCritical", "CommandLatencyCritical", "UptimeLow", "TrafficNearLimit", "DatabaseNearLimit", "ModelRequestsNearLimit",
        "CommandLatencyHigh", "CommandErrorsHigh", "PageErrorsHigh", "MemoryHigh", "CpuHigh", "MembersGrowing", "CostsOverBudget", "SimpleQuerySlow", "ConnectionsHigh",
    ];

    public static ConcurrentQueue<(OperatingSettings Settings, long By)> Saved { get; } = new();

    public Task ReportAsync(ProcessReport report) => Task.CompletedTask;

    public Task<OperationsState> GetStateAsync() => Task.FromResult(new OperationsState(
        ScriptedGuild.Now,
        [.. AlertNames.Select((name, i) => new FiringAlert(name, (Severity)(1 + (i / 6)), name == "BotDown" ? 7 : name == "CostsOverBudget" ? 116_00 : name == "CommandLatencyCritical" ? LatencyCounts.Bounds[^1] : 0.85, name == "BotDown" ? 5 : name == "CostsOverBudget" ? 78_00 : 0.8, ScriptedGuild.Now.AddMinutes(-i)))],
        [new(SignalKind.Uptime, 0.99876, 0.995), new(SignalKind.Latency, 0.25, 2), new(SignalKind.Errors, 0.02, 0.01), new(SignalKind.Memory, 0.61, 0.8), new(SignalKind.Cpu, null, 0.7)],
        [
            new("silo-0", ProcessKind.Silo, ScriptedGuild.Now.AddDays(-3), "0.1.0+abc", 812_000_000, 0.61, 0.12, ScriptedGuild.Now),
            new("bot-0", ProcessKind.Bot, ScriptedGuild.Now.AddHours(-5), "0.1.0+abc", 231_000_000, null, 0.07, ScriptedGuild.Now),
            new("web-0", ProcessKind.Web, ScriptedGuild.Now.AddMinutes(-50), "0.1.0+abc", 331_000_000, 0.32, 0.41, ScriptedGuild.Now),
        ],
        Figures, ScriptedGuild.Now, [.. Enumerable.Range(0, 24).Select(hour => hour < 3 ? null : hour == 9 ? 0.4 : (double?)1)], 0.001, 0.25));

    public Task<OperatingSettings> GetSettingsAsync() => Task.FromResult(new OperatingSettings(
        4, "eur", [.. Phases.All.SelectMany(phase => OperatingCosts.Items.Select(item => new OperatingPrice(phase, item, OperatingCosts.Guide.Of(phase, item))))], 60_00, 8_000_000_000, 100_000_000_000));

    public Task<bool> SaveSettingsAsync(OperatingSettings settings, Actor actor)
    {
        Saved.Enqueue((settings, actor.UserId));
        return Task.FromResult(settings.Version == 4);
    }

    public Task KeepWatchAsync() => Task.CompletedTask;
}

/// <summary>Two workers, and a shard that nobody has.</summary>
public sealed class ScriptedShards : Grain, IShardDirectoryGrain
{
    public Task<ShardAssignment> RenewAsync(WorkerReport report, IShardWorkerObserver worker) => throw new NotSupportedException();

    public Task<IdentifyPermit> TakeIdentifyTurnAsync(int shardId, IdentifyBudget budget) => throw new NotSupportedException();

    public Task<bool> ReshardAsync(int shardCount) => throw new NotSupportedException();

    public Task<ShardPlan> GetPlanAsync() => Task.FromResult(new ShardPlan(
        ["bot-0", "bot-1"],
        [.. Enumerable.Range(0, 16).Select(shard => new PlannedShard(shard, 16, ShardLeaseMode.Live, shard == 11 ? null : $"bot-{shard % 2}", 3, shard is not (11 or 4)))]));
}

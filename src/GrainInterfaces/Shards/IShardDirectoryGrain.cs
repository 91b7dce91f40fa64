using Orleans.Concurrency;

namespace CommunityIntel.GrainInterfaces.Shards;

/// <summary>
/// Assigns shards to workers by lease. There is one; its key is 0. Answers go out after what they grant is durable.
/// </summary>
[Alias("IShardDirectoryGrain")]
public interface IShardDirectoryGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// The worker lives and runs <c>Holds</c>. It may run what the answer names, for <c>LeaseMs</c> from when it asked, and
    /// hands over everything else. Asked about once a second, and at once when <paramref name="worker"/> is told of a change.
    /// </summary>
    [Alias("Renew")]
    [ResponseTimeout("00:00:05")]
    Task<ShardAssignment> RenewAsync(WorkerReport report, IShardWorkerObserver worker);

    /// <summary>A shard's turn to identify, over the whole cluster.</summary>
    [Alias("TakeIdentifyTurn")]
    [ResponseTimeout("00:00:05")]
    Task<IdentifyPermit> TakeIdentifyTurnAsync(int shardId, IdentifyBudget budget);

    /// <summary>
    /// Changes the shard count while the bot runs: the new shards connect first, then the old ones stop, nothing is counted
    /// twice. False while a change is under way, when nothing runs yet, or when the count is the same. 1 to 16,384.
    /// </summary>
    [Alias("Reshard")]
    Task<bool> ReshardAsync(int shardCount);

    [Alias("GetPlan")]
    Task<ShardPlan> GetPlanAsync();
}

/// <summary>Told, at best effort, that the directory has something new for this worker.</summary>
[Alias("IShardWorkerObserver")]
public interface IShardWorkerObserver : IGrainObserver
{
    [Alias("AssignmentChanged"), OneWay]
    Task AssignmentChangedAsync();
}

/// <summary>What a shard's owner does with its events; see the domain's ShardMode, same values.</summary>
[GenerateSerializer, Alias("ShardLeaseMode")]
public enum ShardLeaseMode
{
    Live = 0,
    Warming = 1,
    Holding = 2,
    Retiring = 3,
}

/// <summary>
/// The right to run a shard; a later one has a higher epoch, and one of a set that follows another a higher one than all of the other.
/// <c>OverlapUntil</c>: what was received up to then may have been delivered by the shard set before, too; null when there was none.
/// </summary>
[GenerateSerializer, Immutable, Alias("ShardLease")]
public sealed record ShardLease(
    [property: Id(0)] int ShardId,
    [property: Id(1)] int ShardCount,
    [property: Id(2)] long Epoch,
    [property: Id(3)] ShardLeaseMode Mode,
    [property: Id(4)] DateTimeOffset? OverlapUntil);

/// <summary>A lease as its owner carries it out. <c>IsRetired</c>: its session has been ended for good.</summary>
[GenerateSerializer, Immutable, Alias("ShardReport")]
public sealed record ShardReport(
    [property: Id(0)] ShardLease Lease,
    [property: Id(1)] bool IsConnected,
    [property: Id(2)] bool IsRetired);

/// <summary><c>Instance</c>: when the process started (Unix ms); of two workers with one name the later one counts. <c>ProposedCount</c>: the shard count if there is none yet.</summary>
[GenerateSerializer, Immutable, Alias("WorkerReport")]
public sealed record WorkerReport(
    [property: Id(0)] string Name,
    [property: Id(1)] long Instance,
    [property: Id(2)] IReadOnlyList<ShardReport> Holds,
    [property: Id(3)] bool IsLeaving,
    [property: Id(4)] int ProposedCount);

/// <summary><c>IsSuperseded</c>: a later worker runs under this name; this one has to end. <c>Workers</c> share Discord's global REST budget.</summary>
[GenerateSerializer, Immutable, Alias("ShardAssignment")]
public sealed record ShardAssignment(
    [property: Id(0)] IReadOnlyList<ShardLease> Leases,
    [property: Id(1)] int LeaseMs,
    [property: Id(2)] int Workers,
    [property: Id(3)] bool IsSuperseded);

/// <summary><c>session_start_limit</c> of <c>GET /gateway/bot</c>, as asked just now.</summary>
[GenerateSerializer, Immutable, Alias("IdentifyBudget")]
public sealed record IdentifyBudget(
    [property: Id(0)] int Total,
    [property: Id(1)] int Remaining,
    [property: Id(2)] long ResetAfterMs,
    [property: Id(3)] int MaxConcurrency);

/// <summary>Identify after <c>WaitMs</c>; <c>IsRefused</c>: not now, the daily budget is nearly used up, ask again then.</summary>
[GenerateSerializer, Immutable, Alias("IdentifyPermit")]
public sealed record IdentifyPermit(
    [property: Id(0)] long WaitMs,
    [property: Id(1)] bool IsRefused);

/// <summary>Who runs what right now. <c>Owner</c> null = nobody yet.</summary>
[GenerateSerializer, Immutable, Alias("ShardPlan")]
public sealed record ShardPlan(
    [property: Id(0)] IReadOnlyList<string> Workers,
    [property: Id(1)] IReadOnlyList<PlannedShard> Shards);

[GenerateSerializer, Immutable, Alias("PlannedShard")]
public sealed record PlannedShard(
    [property: Id(0)] int ShardId,
    [property: Id(1)] int ShardCount,
    [property: Id(2)] ShardLeaseMode Mode,
    [property: Id(3)] string? Owner,
    [property: Id(4)] long Epoch,
    [property: Id(5)] bool IsConnected);

using System.Data.Common;
using CommunityIntel.Domain.Shards;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Shards;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommunityIntel.Grains.Shards;

/// <summary>
/// Holds who runs which shard. A crash loses nothing: a grant is written before it is answered, and the next activation
/// gives every lease its full length again. Of two activations one fails its first write and goes away.
/// </summary>
[GrainType("shard-directory")]
public sealed partial class ShardDirectoryGrain(
    [PersistentState("shard_directory")] IPersistentState<StoredShardDirectory> stored, IOptions<ShardLeaseOptions> options, TimeProvider time, ILogger<ShardDirectoryGrain> logger)
    : Grain, IShardDirectoryGrain
{
    private readonly Dictionary<string, IShardWorkerObserver> _workers = [];
    private ShardDirectory _directory = null!;
    private IdentifyPacing _pacing = null!;
    private bool _isBroken;

    private long NowMs => time.GetTimestamp() / (time.TimestampFrequency / 1_000);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _directory = new ShardDirectory(stored.State.ToDomain(), options.Value.LeaseMs, NowMs);
        var since = time.GetUtcNow() - stored.State.LastIdentifyAt;
        _pacing = new IdentifyPacing(NowMs + Math.Clamp(IdentifyPacing.SpacingMs - (long)since.TotalMilliseconds, 0, IdentifyPacing.SpacingMs));
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        ShardMetrics.HeldElsewhere();
        return Task.CompletedTask;
    }

    public async Task<ShardAssignment> RenewAsync(WorkerReport report, IShardWorkerObserver worker)
    {
        if (_isBroken) throw new StorageUnavailableException("this activation is going away");
        _workers[report.Name] = worker;
        var held = report.Holds.Select(h => new HeldShard(
            new ShardSlot(h.Lease.ShardId, h.Lease.ShardCount), h.Lease.Epoch, (ShardMode)h.Lease.Mode, h.IsConnected, h.IsRetired)).ToList();
        var answer = _directory.Renew(new ShardWorkerId(report.Name, report.Instance), held, report.IsLeaving, report.ProposedCount, NowMs, time.GetUtcNow());
        if (answer.IsSuperseded) Log.Superseded(logger, report.Name);
        if (answer.Changed)
        {
            await WriteAsync();
            Log.Changed(logger, _directory.State.LastEpoch, _directory.Workers.Count, report.Name);
        }

        foreach (var gone in _workers.Keys.Where(name => !_directory.State.Workers.ContainsKey(name)).ToList()) _workers.Remove(gone);
        var delivering = _directory.Delivering;
        ShardMetrics.Holds(delivering.Count, delivering.Count(s => !_directory.State.Leases.ContainsKey(s)), _directory.Workers.Count, TimeSpan.FromMilliseconds(options.Value.LeaseMs));
        foreach (var name in answer.Concerned)
            if (_workers.TryGetValue(name, out var other)) _ = other.AssignmentChangedAsync();
        return new ShardAssignment(
            [.. answer.Leases.Select(l => _directory.LeaseOf(l.Key, l.Value))],
            options.Value.LeaseMs, Math.Max(1, answer.Workers), answer.IsSuperseded);
    }

    public async Task<IdentifyPermit> TakeIdentifyTurnAsync(int shardId, IdentifyBudget budget)
    {
        ShardMetrics.IdentifyBudget(budget.Remaining, budget.Total, TimeSpan.FromMilliseconds(budget.ResetAfterMs));
        var turn = _pacing.Take(shardId, new IdentifyLimits(budget.Total, budget.Remaining, budget.ResetAfterMs, budget.MaxConcurrency), NowMs);
        if (turn.IsRefused)
        {
            Log.BudgetLow(logger, budget.Remaining, budget.Total, budget.ResetAfterMs / 1_000);
        }
        else
        {
            stored.State.LastIdentifyAt = time.GetUtcNow().AddMilliseconds(turn.WaitMs);
            await WriteAsync();
        }

        return new IdentifyPermit(turn.WaitMs, turn.IsRefused);
    }

    public async Task<bool> ReshardAsync(int shardCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shardCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shardCount, 16_384);
        if (!_directory.Reshard(shardCount)) return false;
        await WriteAsync();
        foreach (var worker in _workers.Values) _ = worker.AssignmentChangedAsync();
        return true;
    }

    public Task<ShardPlan> GetPlanAsync() => Task.FromResult(_directory.ToPlan());

    // What could not be written was not granted: the next activation starts from what is durable.
    private async Task WriteAsync()
    {
        try
        {
            stored.State.Take(_directory.State);
            await stored.WriteStateAsync();
        }
        catch (DbException e)
        {
            _isBroken = true;
            DeactivateOnIdle();
            throw new StorageUnavailableException(e.Message);
        }
        catch
        {
            _isBroken = true;
            DeactivateOnIdle();
            throw;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Shard leases changed up to epoch {Epoch}, {Workers} workers, asked by {Worker}")]
        public static partial void Changed(ILogger logger, long epoch, int workers, string worker);

        [LoggerMessage(2, LogLevel.Warning, "Worker {Worker} was told to end: a later one runs under its name")]
        public static partial void Superseded(ILogger logger, string worker);

        [LoggerMessage(3, LogLevel.Critical, "Only {Remaining} of {Total} identifies are left today: shards only resume until the budget is full again in {Seconds} s")]
        public static partial void BudgetLow(ILogger logger, int remaining, int total, long seconds);
    }
}

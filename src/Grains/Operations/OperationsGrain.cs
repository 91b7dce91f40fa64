using CommunityIntel.Domain.Operations;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Operations;
using CommunityIntel.GrainInterfaces.Shards;
using CommunityIntel.Storage;
using CommunityIntel.Storage.Operations;
using Microsoft.Extensions.Logging;

namespace CommunityIntel.Grains.Operations;

/// <summary>
/// Counts the deployment minute by minute. Holds the last day, what processes told of themselves, and minutes that are not written yet: a crash loses counts of about a minute,
/// of nothing that anybody earns or pays for.
/// </summary>
[GrainType("operations")]
public sealed partial class OperationsGrain(
    [PersistentState("operating_settings")] IPersistentState<StoredOperatingSettings> stored, FigureReader figures, OperationsStore store, TimeProvider time, ILogger<OperationsGrain> logger)
    : Grain, IOperationsGrain, IRemindable
{
    private const string Reminder = "minute";

    /// <summary>Minutes that wait for the database; older ones are given up.</summary>
    private const int MostUnwritten = 120;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly DeploymentWatch _watch = new(time);
    private readonly Queue<(DateTimeOffset Minute, ServiceMinutes Counted)> _unwritten = [];
    private bool _remembers;
    private ReadFigures? _read;
    private DateTimeOffset? _readAt;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(_ => CountAsync(), new GrainTimerCreationOptions(TimeSpan.FromSeconds(5), Minute) { KeepAlive = true });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        DeploymentMetrics.Stop();
        return Task.CompletedTask;
    }

    public Task ReportAsync(ProcessReport report)
    {
        _watch.Hear(report);
        return Task.CompletedTask;
    }

    public Task<OperationsState> GetStateAsync() => Task.FromResult(_watch.State(_read is { } read ? ToWire(read) : null, _readAt));

    public Task<OperatingSettings> GetSettingsAsync() => Task.FromResult(stored.State.ToWire());

    public async Task<bool> SaveSettingsAsync(OperatingSettings settings, Actor actor)
    {
        if (settings.Version != stored.State.Version) return false;
        var before = stored.State;
        stored.State = StoredOperatingSettings.From(settings, stored.State.Version + 1);
        try
        {
            await stored.WriteStateAsync();
        }
        catch (Exception e) when (e is System.Data.Common.DbException or TimeoutException or IOException or Orleans.Storage.InconsistentStateException)
        {
            stored.State = before;
            DeactivateOnIdle();
            throw new StorageUnavailableException(e.Message);
        }

        Log.Saved(logger, actor.UserId, stored.State.Version);
        await CountAsync();
        return true;
    }

    // The first activation counts from then on; the reminder brings it back wherever a silo lives.
    public Task KeepWatchAsync() => this.RegisterOrUpdateReminder(Reminder, Minute, Minute);

    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    private async Task CountAsync()
    {
        await RememberAsync();
        var isUp = await IsUpAsync();
        _unwritten.Enqueue(_watch.EndMinute(isUp));
        if (_unwritten.Count > MostUnwritten) _unwritten.Dequeue();
        try
        {
            await WriteAsync();
            _read = await figures.ReadAsync(stored.State.ToWire());
            _readAt = time.GetUtcNow();
            Tell(_read.Figures);
        }
        catch (CommitFailedException e)
        {
            Log.NoDatabase(logger, e.Message);
            Tell(await AnswersAsync() ? _read?.Figures : null);
        }
    }

    // One figure that takes too long is no database that is away.
    private async Task<bool> AnswersAsync()
    {
        try
        {
            await store.PingAsync(time);
            return true;
        }
        catch (CommitFailedException)
        {
            return false;
        }
    }

    private void Tell(DeploymentFigures? known)
    {
        _watch.Decide(known);
        DeploymentMetrics.Tell(known);
    }

    private async Task RememberAsync()
    {
        if (_remembers) return;
        try
        {
            _watch.Remember(await store.ReadMinutesAsync(time.GetUtcNow().AddDays(-1)));
            _remembers = true;
        }
        catch (CommitFailedException e)
        {
            Log.NoDatabase(logger, e.Message);
        }
    }

    private async Task WriteAsync()
    {
        while (_unwritten.TryPeek(out var minute))
        {
            await store.AddMinuteAsync(minute.Minute, minute.Counted);
            _unwritten.Dequeue();
        }
    }

    // Up: there are shards, and every one that is to be live is connected.
    private async Task<bool> IsUpAsync()
    {
        try
        {
            var live = (await GrainFactory.GetGrain<IShardDirectoryGrain>(0).GetPlanAsync()).Shards.Where(shard => shard.Mode is ShardLeaseMode.Live).ToList();
            return live.Count > 0 && live.All(shard => shard.IsConnected);
        }
        catch (Exception e) when (e is StorageUnavailableException or TimeoutException or OrleansException)
        {
            return false;
        }
    }

    private static FiguresReading ToWire(ReadFigures read)
    {
        var f = read.Figures;
        return new FiguresReading(
            f.Guilds, f.Members, f.WeeklyGrowth, f.PayingGuilds, f.EnterpriseGuilds, f.RevenueMinor, ToWire(f.DatabaseBytes), ToWire(f.Connections), f.PingSeconds, f.OutboxDue,
            f.OutboxOldestSeconds, f.StripeEventsOpen, f.GapsOpen, ToWire(f.ModelRequests), ToWire(f.Traffic), read.Models.CostMicros, read.Models.BudgetMicros, read.FullOn);
    }

    private static UsedReading ToWire(Used used) => new(used.Value, used.Limit);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The deployment's figures cannot be read: {Reason}")]
        public static partial void NoDatabase(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Information, "Operator {UserId} saved prices and limits as version {Version}")]
        public static partial void Saved(ILogger logger, long userId, int version);
    }
}

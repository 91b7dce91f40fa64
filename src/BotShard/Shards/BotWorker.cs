using CommunityIntel.BotShard.Guilds;
using CommunityIntel.Discord;
using CommunityIntel.Discord.Gateway;
using CommunityIntel.Discord.Rest;
using CommunityIntel.GrainInterfaces.Shards;
using Microsoft.Extensions.Options;

namespace CommunityIntel.BotShard.Shards;

/// <summary>
/// Runs the shards that the directory leases to this worker: renews about once a second, starts what it is given, hands over
/// what it is not given any more, and at a stop hands over everything before the process ends.
/// </summary>
public sealed partial class BotWorker(
    IDiscordRest discord,
    IRestRateLimiter restLimits,
    GuildBatcher batcher,
    ShardFactory shards,
    IGrainFactory grains,
    LeaseClock lease,
    IOptions<DiscordOptions> discordOptions,
    IOptions<BotShardOptions> options,
    TimeProvider time,
    ILogger<BotWorker> logger) : BackgroundService, IOwnedShards
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);

    /// <summary>How long a stop waits for its last word to be heard; afterwards the leases run out by themselves.</summary>
    private static readonly TimeSpan PatienceAtStop = TimeSpan.FromSeconds(15);

    private readonly string _name = options.Value.WorkerName ?? Environment.MachineName;
    private readonly long _instance = time.GetUtcNow().ToUnixTimeMilliseconds();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private WorkerObserver? _observer;
    private volatile IReadOnlyDictionary<ShardId, ShardWorker> _shards = new Dictionary<ShardId, ShardWorker>();

    /// <summary>The directory knows this worker, and every shard it runs hears Discord.</summary>
    public bool IsConnected => lease.IsValid && _shards.Values.All(s => s.State == ShardState.Active);

    public IReadOnlyList<ShardId> Owned => [.. _shards.Values.Where(s => s.Lease.Mode == ShardLeaseMode.Live).Select(s => s.Shard)];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ShardGauges.Watch(() => _shards.Count, () => _shards.Values.Count(s => s.Lease.Mode is ShardLeaseMode.Live or ShardLeaseMode.Retiring && s.State == ShardState.Active));
        using var stopSending = new CancellationTokenSource();
        var sending = batcher.RunAsync(stopSending.Token);
        try
        {
            var count = discordOptions.Value.ShardCount ?? (await AskDiscordAsync(stoppingToken)).Shards;
            await HoldLeasesAsync(count, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            await stopSending.CancelAsync();
            await sending;
            foreach (var shard in _shards.Values) await shard.DisposeAsync();
        }
    }

    private async Task HoldLeasesAsync(int proposedCount, CancellationToken stopping)
    {
        _observer = new WorkerObserver(this); // Orleans keeps only a weak reference to it.
        var reference = grains.CreateObjectReference<IShardWorkerObserver>(_observer);
        var directory = grains.GetGrain<IShardDirectoryGrain>(0);
        using var wakeAtStop = stopping.Register(Wake);
        long? stoppedAt = null;
        while (true)
        {
            if (stopping.IsCancellationRequested) stoppedAt ??= time.GetTimestamp();
            var report = new WorkerReport(_name, _instance, [.. _shards.Values.Where(s => !s.IsReleased).Select(s => s.Report())], stoppedAt is not null, proposedCount);
            var assignment = await RenewAsync(directory, report, reference);
            if (assignment is { IsSuperseded: true }) throw new InvalidOperationException($"another worker runs under the name {_name}: give each its own BotShard:WorkerName");
            if (assignment is not null) Follow(report, assignment, stoppedAt is not null);
            if (_shards.Count > 0 && IsConnected) ShardGauges.Connected();
            if (stoppedAt is { } since)
            {
                // Nobody may have heard that we leave: what is not handed over is let go.
                if (assignment is null) foreach (var shard in _shards.Values) shard.BeginStop();
                if ((report.Holds.Count == 0 && assignment is not null) || time.GetElapsedTime(since) > PatienceAtStop) return;
            }

            await _wake.WaitAsync(RenewEvery, CancellationToken.None);
        }
    }

    private async Task<ShardAssignment?> RenewAsync(IShardDirectoryGrain directory, WorkerReport report, IShardWorkerObserver reference)
    {
        var askedAt = time.GetTimestamp();
        try
        {
            var assignment = await directory.RenewAsync(report, reference);
            lease.Renewed(askedAt, assignment.LeaseMs);
            restLimits.ShareGlobalBudget(assignment.Workers);
            return assignment;
        }
        catch (Exception e) // A hosted service's loop: what runs goes on, nothing new is opened once the lease has run out.
        {
            Log.NotRenewed(logger, _name, e.Message);
            return null;
        }
    }

    // Whatever runs and is not granted is handed over; what has ended is forgotten when the directory has heard of it.
    private void Follow(WorkerReport report, ShardAssignment assignment, bool isLeaving)
    {
        var granted = assignment.Leases.ToDictionary(l => new ShardId(l.ShardId, l.ShardCount));
        var running = report.Holds.Where(h => !h.IsRetired).Select(h => h.Lease.Epoch).ToHashSet();
        var next = _shards.Where(s => !s.Value.HasEnded || running.Contains(s.Value.Lease.Epoch)).ToDictionary();
        foreach (var shard in _shards.Values) shard.ThrowIfFailed();
        foreach (var (id, shard) in next)
        {
            if (granted.TryGetValue(id, out var same) && same.Epoch == shard.Lease.Epoch) shard.Follow(same);
            else shard.BeginStop();
        }

        foreach (var (id, granting) in granted)
        {
            if (isLeaving || next.ContainsKey(id)) continue;
            next[id] = shards.Build(id, granting);
            next[id].Start(Wake);
        }

        if (next.Count != _shards.Count) Log.Holds(logger, _name, next.Count, assignment.Workers);
        // Nobody listens through a shard that is somebody else's.
        foreach (var gone in _shards.Values.Except(next.Values)) _ = gone.DisposeAsync().AsTask();
        _shards = next;
    }

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
        }
    }

    private async Task<GatewayInfo> AskDiscordAsync(CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                return await discord.GetGatewayInfoAsync(stopping);
            }
            catch (UnauthorizedException)
            {
                Log.BadToken(logger);
                throw;
            }
            catch (Exception e) when (e is HttpRequestException or DiscordRestException)
            {
                Log.Unreachable(logger, discordOptions.Value.RestBaseUri, e.Message);
                await Task.Delay(AskAgain, time, stopping);
            }
        }
    }

    private sealed class WorkerObserver(BotWorker worker) : IShardWorkerObserver
    {
        public Task AssignmentChangedAsync()
        {
            worker.Wake();
            return Task.CompletedTask;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Worker {Worker} runs {Shards} shards; {Workers} workers in all")]
        public static partial void Holds(ILogger logger, string worker, int shards, int workers);

        [LoggerMessage(2, LogLevel.Critical, "Discord refuses the bot token: set Discord:Token (environment Discord__Token) to the token of the bot page of your application")]
        public static partial void BadToken(ILogger logger);

        [LoggerMessage(3, LogLevel.Warning, "Discord does not answer at {RestBaseUri}: {Reason}; asking again")]
        public static partial void Unreachable(ILogger logger, Uri restBaseUri, string reason);

        [LoggerMessage(4, LogLevel.Warning, "Worker {Worker} could not renew its leases, its shards go on: {Reason}")]
        public static partial void NotRenewed(ILogger logger, string worker, string reason);
    }
}

using CommunityIntel.BotShard.Shards;
using CommunityIntel.Discord.Gateway;
using CommunityIntel.GrainInterfaces.Billing;
using Microsoft.Extensions.Options;

namespace CommunityIntel.BotShard.Billing;

/// <summary>
/// Reads everything that was bought in Discord, on the worker that owns shard 0, where Discord tells of purchases: when it gets that shard, when a session of it begins, and again
/// after some hours. So an event that was lost counts for no longer than that.
/// </summary>
public sealed partial class EntitlementReview(
    IGrainFactory grains, EntitlementReader reader, EntitlementWatch watch, IOwnedShards shards, IOptions<DiscordSalesOptions> options, TimeProvider time, ILogger<EntitlementReview> logger)
    : BackgroundService
{
    private const int HandedOverAtOnce = 8;

    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    /// <summary>So often the wait after a failure doubles: to about five minutes.</summary>
    private const int MostDoublings = 6;

    private readonly TimeSpan _every = TimeSpan.FromSeconds(options.Value.DiscordReviewSeconds);
    private (ShardId Shard, int Sessions, long At)? _done;
    private (int Count, long At)? _failures;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.IsOn) return;
        using var timer = new PeriodicTimer(_every < AskEvery ? _every : AskEvery, time);
        try
        {
            do
            {
                if (DueFor() is { } shard) await ReviewAsync(shard, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private ShardId? DueFor()
    {
        var first = shards.Owned.Where(s => s.Id == 0).Cast<ShardId?>().FirstOrDefault();
        // Whoever gets the shard back has heard nothing in between.
        if (first is null) _done = null;
        if (first is null || (_failures is { } failed && time.GetElapsedTime(failed.At) < AfterFailure * (1 << Math.Min(failed.Count - 1, MostDoublings)))) return null;
        return _done is { } done && done.Shard == first && done.Sessions == watch.FirstShardSessions && time.GetElapsedTime(done.At) < _every ? null : first;
    }

    private async Task ReviewAsync(ShardId shard, CancellationToken stopping)
    {
        var begun = (shard, watch.FirstShardSessions, time.GetTimestamp());
        try
        {
            var all = await reader.ReadAllAsync(stopping);
            await Parallel.ForEachAsync(
                all.Guilds.Keys, new ParallelOptions { MaxDegreeOfParallelism = HandedOverAtOnce, CancellationToken = stopping }, async (guildId, _) => await HandOverAsync(guildId, all));
            var missing = (await grains.GetGrain<IBillingDeskGrain>(0).GetDiscordGuildsAsync()).Where(id => !all.Guilds.ContainsKey(id)).ToList();
            foreach (var guildId in missing) watch.ReadSoon(guildId);
            (_done, _failures) = (begun, null);
            Log.Reviewed(logger, all.Guilds.Count, missing.Count, all.OfUsers);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) // The hosted service's loop: it is begun again.
        {
            _failures = ((_failures?.Count ?? 0) + 1, time.GetTimestamp());
            Log.Failed(logger, e.Message);
        }
    }

    private async Task HandOverAsync(long guildId, AllEntitlements all)
    {
        try
        {
            await reader.HandOverAsync(guildId, all.ReadAt, all.Guilds[guildId]);
        }
        catch (Exception e) // The hosted service's loop: one guild holds up no other.
        {
            Log.NotTaken(logger, guildId, e.Message);
            watch.ReadSoon(guildId);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Guilds with something from Discord: {Guilds}; not listed any more and read one by one: {Missing}; left aside as users' own: {OfUsers}")]
        public static partial void Reviewed(ILogger logger, int guilds, int missing, int ofUsers);

        [LoggerMessage(2, LogLevel.Warning, "What was bought in Discord cannot be reviewed yet: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);

        [LoggerMessage(3, LogLevel.Warning, "Guild {GuildId} did not take what it bought in Discord; it is read again: {Reason}")]
        public static partial void NotTaken(ILogger logger, long guildId, string reason);
    }
}

using CommunityIntel.Discord.Gateway;
using CommunityIntel.Discord.Rest;
using CommunityIntel.GrainInterfaces.Shards;

namespace CommunityIntel.BotShard.Shards;

/// <summary>Waits for a shard's turn to identify among all workers, and while the day's budget is nearly used up.</summary>
public sealed partial class ClusterIdentifyQueue(IDiscordRest discord, IGrainFactory grains, TimeProvider time, ILogger<ClusterIdentifyQueue> logger) : IIdentifyQueue
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(2);

    public async ValueTask WaitForIdentifyAsync(ShardId shard, CancellationToken ct)
    {
        while (true)
        {
            var permit = await AskAsync(shard, ct);
            if (permit is { IsRefused: true }) Log.BudgetLow(logger, shard.Id, permit.WaitMs);
            await Task.Delay(permit is null ? AskAgain : TimeSpan.FromMilliseconds(permit.WaitMs), time, ct);
            if (permit is { IsRefused: false }) return;
        }
    }

    private async Task<IdentifyPermit?> AskAsync(ShardId shard, CancellationToken ct)
    {
        try
        {
            var limit = (await discord.GetGatewayInfoAsync(ct)).SessionStartLimit;
            return await grains.GetGrain<IShardDirectoryGrain>(0).TakeIdentifyTurnAsync(
                shard.Id, new IdentifyBudget(limit.Total, limit.Remaining, limit.ResetAfter, limit.MaxConcurrency));
        }
        catch (Exception e) when (!ct.IsCancellationRequested) // The shard's loop.
        {
            Log.NoTurn(logger, shard.Id, e.Message);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Critical, "Shard {ShardId} may not identify: the bot's daily budget of sessions is nearly used up; asking again in {DurationMs} ms")]
        public static partial void BudgetLow(ILogger logger, int shardId, long durationMs);

        [LoggerMessage(2, LogLevel.Warning, "Shard {ShardId} cannot get its turn to identify: {Reason}")]
        public static partial void NoTurn(ILogger logger, int shardId, string reason);
    }
}

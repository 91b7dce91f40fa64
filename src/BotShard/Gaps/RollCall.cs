using System.Diagnostics;
using CommunityIntel.BotShard.Guilds;
using CommunityIntel.Discord.Gateway;
using CommunityIntel.Discord.Gateway.Events;
using CommunityIntel.GrainInterfaces.Gaps;
using CommunityIntel.GrainInterfaces.Guilds;

namespace CommunityIntel.BotShard.Gaps;

/// <summary>
/// READY lists every guild of its shard: those taken to be there and not listed have removed the bot while nobody listened.
/// Each is told so through its own grain, as an event of READY's sequence: one that has shown itself in the session since is
/// further on and drops it. READY is acknowledged when all of that is durable, so a death in between does it again.
/// </summary>
public sealed partial class RollCall(IGrainFactory grains, GuildBatcher batcher, TimeProvider time, ILogger<RollCall> logger)
{
    private const int GuildsPerPage = 1_000;
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    public void Begin(
        ShardId shard, SessionCreatedEventArgs ready, EventSession session, long sequence, DateTimeOffset at, IEventOrigin origin, CancellationToken abandon) =>
        _ = RunAsync(shard, [.. ready.GuildIds.Select(id => (long)id)], new Answers(origin, sequence), session, sequence, at, abandon);

    private async Task RunAsync(
        ShardId shard, HashSet<long> listed, Answers answers, EventSession session, long sequence, DateTimeOffset at, CancellationToken abandon)
    {
        try
        {
            for (long after = 0; ;)
            {
                var present = await FindPresentAsync(shard, after, abandon);
                foreach (var guildId in present.Where(id => !listed.Contains(id)))
                {
                    Log.Gone(logger, guildId, shard.Id);
                    answers.Expect();
                    await batcher.EnqueueAsync(
                        guildId, new PendingEvent(new GuildGone(sequence, Unavailable: false, at), session, answers, Stopwatch.GetTimestamp()), abandon);
                }

                if (present.Count < GuildsPerPage) break;
                after = present[^1];
            }

            answers.Asked(session.Id);
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
        }
    }

    private async Task<IReadOnlyList<long>> FindPresentAsync(ShardId shard, long after, CancellationToken abandon)
    {
        while (true)
        {
            try
            {
                return await grains.GetGrain<IGapsGrain>(0).FindPresentAsync(shard.Id, shard.Count, after, GuildsPerPage);
            }
            catch (Exception e) when (e is StorageUnavailableException or OrleansException or TimeoutException or IOException)
            {
                Log.AskAgain(logger, shard.Id, e.Message);
                await Task.Delay(AskAgain, time, abandon);
            }
        }
    }

    // One more than the guilds asked: READY itself, until all were asked.
    private sealed class Answers(IEventOrigin origin, long sequence) : IEventOrigin
    {
        private int _open = 1;

        public void Expect() => Interlocked.Increment(ref _open);

        public void Asked(string sessionId) => Acknowledge(sessionId, [sequence]);

        public void Acknowledge(string sessionId, ReadOnlySpan<long> sequences)
        {
            if (Interlocked.Decrement(ref _open) == 0) origin.Acknowledge(sessionId, [sequence]);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Guild {GuildId} of shard {ShardId} has removed the bot while nobody listened")]
        public static partial void Gone(ILogger logger, long guildId, int shardId);

        [LoggerMessage(2, LogLevel.Warning, "The guilds of shard {ShardId} cannot be compared with READY yet: {Reason}")]
        public static partial void AskAgain(ILogger logger, int shardId, string reason);
    }
}

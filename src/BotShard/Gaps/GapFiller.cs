using System.Collections.Concurrent;
using System.Threading.Channels;
using CommunityIntel.BotShard.Shards;
using CommunityIntel.Discord.Gateway;
using CommunityIntel.Discord.Rest;
using CommunityIntel.GrainInterfaces.Gaps;
using CommunityIntel.GrainInterfaces.Guilds;
using Microsoft.Extensions.Options;

namespace CommunityIntel.BotShard.Gaps;

/// <summary>
/// Fills the open gaps of the shards that this worker owns: one page of one channel after the other, round and round, so that a
/// busy channel or guild starves nobody. Holds nothing that counts: how far a channel is through is in the database, and
/// whatever fails is asked for again.
/// </summary>
public sealed partial class GapFiller(
    IGrainFactory grains, IDiscordRest discord, IOwnedShards shards, IOptions<GapsOptions> options, TimeProvider time, ILogger<GapFiller> logger)
    : BackgroundService
{
    private const int GapsPerQuestion = 50;
    private const int MessagesPerPage = 100;

    private readonly GapsOptions _options = options.Value;
    private readonly Channel<Part> _turns = Channel.CreateUnbounded<Part>();
    private readonly ConcurrentDictionary<(long, long, long), bool> _underWay = new();
    private readonly ConcurrentDictionary<(long, long), int> _examined = new();
    private readonly Pace _pace = new(options.Value.PagesPerSecond, time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var takers = Enumerable.Range(0, _options.PagesAtOnce).Select(_ => TakeTurnsAsync(stoppingToken)).ToList();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(_options.AskEveryMs), time);
        try
        {
            do
            {
                foreach (var shard in shards.Owned) await AskAsync(shard);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }

        await Task.WhenAll(takers);
    }

    private async Task AskAsync(ShardId shard)
    {
        try
        {
            foreach (var gap in await grains.GetGrain<IGapsGrain>(0).FindOpenAsync(shard.Id, shard.Count, GapsPerQuestion))
            {
                _examined[(gap.GuildId, gap.GapId)] = gap.Examined;
                foreach (var channel in gap.Channels)
                {
                    var part = new Part(shard, gap.GuildId, gap.GapId, gap.LastMessageId, channel.ChannelId, channel.Cursor);
                    if (_underWay.TryAdd(part.Key, true)) _turns.Writer.TryWrite(part);
                }
            }
        }
        catch (Exception e) // The hosted service's loop: gaps wait, live events do not.
        {
            Log.CannotAsk(logger, shard.Id, e.Message);
        }
    }

    private async Task TakeTurnsAsync(CancellationToken stopping)
    {
        try
        {
            await foreach (var part in _turns.Reader.ReadAllAsync(stopping))
            {
                if (await AdvanceAsync(part, stopping) is { } next) _turns.Writer.TryWrite(next);
                else _underWay.TryRemove(part.Key, out _);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    // Null: this part is through, not ours any more, or failed and is found again.
    private async Task<Part?> AdvanceAsync(Part part, CancellationToken stopping)
    {
        try
        {
            if (!shards.Owned.Contains(part.Shard)) return null;
            var page = await FetchAsync(part, stopping);
            await grains.GetGrain<IGuildGrain>(part.GuildId).BackfillAsync(page);
            _examined.AddOrUpdate((part.GuildId, part.GapId), page.Messages.Count, (_, before) => before + page.Messages.Count);
            WorkerMetrics.Backfilled(page.Messages.Count, page.End);
            if (page.End == BackfillEnd.More) return part with { Cursor = page.Cursor };
            Log.Through(logger, part.ChannelId, part.GuildId, page.End);
            return null;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) // The hosted service's loop: this part is asked for again, from its stored cursor.
        {
            Log.Failed(logger, part.ChannelId, part.GuildId, e.Message);
            return null;
        }
    }

    private async Task<BackfillPage> FetchAsync(Part part, CancellationToken stopping)
    {
        var left = _options.MessagesPerGap - _examined.GetValueOrDefault((part.GuildId, part.GapId));
        if (left <= 0) return part.Page([], BackfillEnd.OverBudget, part.Cursor, time.GetUtcNow());
        await _pace.WaitAsync(stopping);
        try
        {
            var messages = await discord.GetMessagePageAfterAsync((ulong)part.ChannelId, (ulong)part.Cursor, MessagesPerPage, stopping);
            var wanted = messages.Where(m => (long)m.Id <= part.LastMessageId).ToList();
            var end = messages.Count == 0 ? BackfillEnd.Empty
                : messages.Count < MessagesPerPage || wanted.Count < messages.Count ? BackfillEnd.Reached
                : wanted.Count >= left ? BackfillEnd.OverBudget
                : BackfillEnd.More;
            var cursor = end is BackfillEnd.Empty or BackfillEnd.Reached ? part.LastMessageId : (long)wanted[^1].Id;
            return part.Page([.. wanted.Select(BackfilledMessages.Of)], end, cursor, time.GetUtcNow());
        }
        catch (DiscordRestException e) when (BackfilledMessages.RefusalOf(e) is { } refusal)
        {
            return part.Page([], refusal, part.Cursor, time.GetUtcNow());
        }
    }

    private sealed record Part(ShardId Shard, long GuildId, long GapId, long LastMessageId, long ChannelId, long Cursor)
    {
        public (long, long, long) Key => (GuildId, GapId, ChannelId);

        public BackfillPage Page(IReadOnlyList<BackfilledMessage> messages, BackfillEnd end, long cursor, DateTimeOffset at) =>
            new(GapId, ChannelId, messages, cursor, end, at);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Open gaps of shard {ShardId} cannot be asked for: {Reason}")]
        public static partial void CannotAsk(ILogger logger, int shardId, string reason);

        [LoggerMessage(2, LogLevel.Warning, "Messages of channel {ChannelId} in guild {GuildId} cannot be caught up with yet: {Reason}")]
        public static partial void Failed(ILogger logger, long channelId, long guildId, string reason);

        [LoggerMessage(3, LogLevel.Debug, "Channel {ChannelId} in guild {GuildId} is looked through: {End}")]
        public static partial void Through(ILogger logger, long channelId, long guildId, BackfillEnd end);
    }
}

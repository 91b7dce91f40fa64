using System.Collections.Concurrent;
using System.Threading.Channels;
using CommunityIntel.BotShard.Gaps;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Rest;
using CommunityIntel.GrainInterfaces.Invites;
using Microsoft.Extensions.Options;

namespace CommunityIntel.BotShard.Invites;

/// <summary>
/// Looks at a guild's invites a moment after somebody came or an invite was made or withdrawn, and hands what Discord lists to the guild. Holds
/// nothing that counts: Discord counts uses itself, so a look that fails or dies is made up for by the next.
/// </summary>
public sealed partial class InviteWatch(IGrainFactory grains, IDiscordRest discord, IOptions<InvitesOptions> options, TimeProvider time, ILogger<InviteWatch> logger) : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);

    /// <summary>So often the wait after a failure doubles: to half an hour.</summary>
    private const int MostDoublings = 6;

    private readonly TimeSpan _delay = TimeSpan.FromMilliseconds(options.Value.DelayMs);
    private readonly Pace _pace = new(options.Value.LooksPerSecond, time);
    private readonly Channel<(long GuildId, long Since)> _due = Channel.CreateUnbounded<(long, long)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<long, bool> _waiting = new();
    private readonly ConcurrentDictionary<long, int> _failures = new();

    /// <summary>Never waits; a guild that is about to be looked at is not looked at twice.</summary>
    public void LookSoon(long guildId)
    {
        if (_waiting.TryAdd(guildId, true)) _due.Writer.TryWrite((guildId, time.GetTimestamp()));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var (guildId, since) in _due.Reader.ReadAllAsync(stoppingToken))
            {
                var left = _delay - time.GetElapsedTime(since);
                if (left > TimeSpan.Zero) await Task.Delay(left, time, stoppingToken);
                await _pace.WaitAsync(stoppingToken);
                // Whoever comes from here on is seen by the next look.
                _waiting.TryRemove(guildId, out _);
                await LookAsync(guildId, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task LookAsync(long guildId, CancellationToken stopping)
    {
        try
        {
            var at = time.GetUtcNow();
            await grains.GetGrain<IGuildInvitesGrain>(guildId).LookAsync(new InviteLook(at, await ListAsync(guildId, stopping)));
            _failures.TryRemove(guildId, out _);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (NotFoundException)
        {
            // The bot is not there any more.
            _failures.TryRemove(guildId, out _);
        }
        catch (Exception e) // The hosted service's loop: what this look would have seen, the next one sees.
        {
            Log.Failed(logger, guildId, e.Message);
            _ = LookLaterAsync(guildId, stopping);
        }
    }

    private async Task LookLaterAsync(long guildId, CancellationToken stopping)
    {
        var failures = _failures.AddOrUpdate(guildId, 1, (_, before) => Math.Min(before + 1, MostDoublings + 1));
        await Task.Delay(AfterFailure * (1 << (failures - 1)), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stopping.IsCancellationRequested) LookSoon(guildId);
    }

    // Null: the bot may not. Who may only read the audit log gets the list without how often each was used.
    private async Task<IReadOnlyList<ListedInvite>?> ListAsync(long guildId, CancellationToken stopping)
    {
        try
        {
            var listed = await discord.GetInvitesAsync((ulong)guildId, stopping);
            return listed.Any(i => i.Uses is null) ? null : [.. listed.Select(Of)];
        }
        catch (UnauthorizedException e) when (e.StatusCode == System.Net.HttpStatusCode.Forbidden)
        {
            return null;
        }
    }

    private static ListedInvite Of(DiscordInvite i) => new(
        i.Code, (long?)i.Inviter?.Id, (long?)(i.Channel?.Id ?? i.ChannelId), i.Uses ?? 0, i.MaxUses ?? 0, i.CreatedAt ?? DateTimeOffset.UnixEpoch, i.ExpiresAt);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Invites of guild {GuildId} cannot be looked at yet: {Reason}")]
        public static partial void Failed(ILogger logger, long guildId, string reason);
    }
}

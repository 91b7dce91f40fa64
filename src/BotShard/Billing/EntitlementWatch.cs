using System.Collections.Concurrent;
using System.Threading.Channels;
using CommunityIntel.BotShard.Gaps;
using CommunityIntel.Discord.Gateway;
using CommunityIntel.Discord.Gateway.Events;
using Microsoft.Extensions.Options;

namespace CommunityIntel.BotShard.Billing;

/// <summary>
/// Reads what a guild has bought a moment after Discord told that something of it changed; what the event itself says counts for nothing. Holds one entry for each such guild
/// until it was read, after failures at growing intervals; what dies with the process is made up for by <see cref="EntitlementReview"/>.
/// </summary>
public sealed partial class EntitlementWatch(EntitlementReader reader, IOptions<DiscordSalesOptions> options, TimeProvider time, ILogger<EntitlementWatch> logger) : BackgroundService
{
    public const GatewayEventTypes Told = GatewayEventTypes.EntitlementCreate | GatewayEventTypes.EntitlementUpdate | GatewayEventTypes.EntitlementDelete;

    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    /// <summary>So often the wait after a failure doubles: to about four minutes.</summary>
    private const int MostDoublings = 7;

    private readonly bool _isOn = options.Value.IsOn;
    private readonly TimeSpan _delay = TimeSpan.FromMilliseconds(options.Value.DiscordReadDelayMs);
    private readonly Pace _pace = new(options.Value.DiscordReadsPerSecond, time);
    private readonly Channel<(long GuildId, long Since)> _due = Channel.CreateUnbounded<(long, long)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<long, bool> _waiting = new();
    private readonly ConcurrentDictionary<long, int> _failures = new();
    private int _sessions;

    /// <summary>Sessions of a first shard that began in this process: before each, events may have been lost.</summary>
    public int FirstShardSessions => Volatile.Read(ref _sessions);

    /// <summary>Takes an event that is one of <see cref="Told"/>; never waits.</summary>
    public void Offer(in GatewayEvent e)
    {
        if (!_isOn) return;
        var isGuilds = EventDecoder.TryReadGuildId(e.Type, e.Data.Span, out var guildId);
        BillingMetrics.Told(e.Name, isGuilds);
        if (isGuilds) ReadSoon((long)guildId);
    }

    public void SessionBegan(ShardId shard)
    {
        if (shard.Id == 0) Interlocked.Increment(ref _sessions);
    }

    /// <summary>Never waits; a guild that is about to be read is not read twice. Nothing happens while nothing is sold in Discord.</summary>
    public void ReadSoon(long guildId)
    {
        if (_isOn && _waiting.TryAdd(guildId, true)) _due.Writer.TryWrite((guildId, time.GetTimestamp()));
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
                // What is told from here on is in the next reading.
                _waiting.TryRemove(guildId, out _);
                await ReadAsync(guildId, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task ReadAsync(long guildId, CancellationToken stopping)
    {
        try
        {
            await reader.ReadAsync(guildId, stopping);
            _failures.TryRemove(guildId, out _);
            BillingMetrics.Read(succeeded: true);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) // The hosted service's loop: what was bought counts later rather than never.
        {
            BillingMetrics.Read(succeeded: false);
            Log.Failed(logger, guildId, e.Message);
            // It waits already: events meanwhile join the next attempt, and cause none of their own.
            if (_waiting.TryAdd(guildId, true)) _ = AgainAsync(guildId, stopping);
        }
    }

    private async Task AgainAsync(long guildId, CancellationToken stopping)
    {
        var failures = _failures.AddOrUpdate(guildId, 1, (_, before) => Math.Min(before + 1, MostDoublings + 1));
        await Task.Delay(AfterFailure * (1 << (failures - 1)), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _due.Writer.TryWrite((guildId, time.GetTimestamp()));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "What guild {GuildId} bought in Discord cannot be read or handed over yet: {Reason}")]
        public static partial void Failed(ILogger logger, long guildId, string reason);
    }
}

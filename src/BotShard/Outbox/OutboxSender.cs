using CommunityIntel.BotShard.Shards;
using CommunityIntel.GrainInterfaces.Outbox;
using Microsoft.Extensions.Options;

namespace CommunityIntel.BotShard.Outbox;

/// <summary>
/// Does what is due on Discord for the guilds of this worker's shards: takes it under a lease, sends it, reports what became
/// of it. Killed at any moment, the lease lapses and another worker does it again, which is harmless.
/// </summary>
public sealed partial class OutboxSender(
    IGrainFactory grains, IOwnedShards shards, Delivery delivery, IOptions<BotShardOptions> options, TimeProvider time, ILogger<OutboxSender> logger) : BackgroundService
{
    /// <summary>How long a stop waits for what is under way.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Its own for every start: a lease is never taken for one of a predecessor.
    private readonly string _name = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():N}";
    private readonly BotShardOptions _options = options.Value;
    private readonly List<Task<ActionOutcome>> _underWay = [];
    private readonly List<ActionOutcome> _unreported = [];

    private TimeSpan Poll => TimeSpan.FromMilliseconds(_options.OutboxPollMs);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var abandon = new CancellationTokenSource();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ReportAsync();
                if (await TakeAsync(abandon.Token) == 0) await WaitAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
            catch (Exception e) // The hosted loop: silos that are away must not end it; leases lapse, reports are sent again.
            {
                Log.Unreachable(logger, e.Message);
                await Task.Delay(Poll, time, CancellationToken.None);
            }
        }

        await LeaveAsync(abandon);
    }

    private async Task<int> TakeAsync(CancellationToken abandon)
    {
        var taken = 0;
        var oldest = TimeSpan.Zero;
        foreach (var owned in shards.Owned.GroupBy(s => s.Count))
        {
            var room = _options.OutboxInFlight - _underWay.Count;
            if (room <= 0) return 0;
            var lease = TimeSpan.FromSeconds(_options.OutboxLeaseSeconds);
            var due = await grains.GetGrain<IOutboxGrain>(0).TakeDueAsync([.. owned.Select(s => s.Id)], owned.Key, _name, room, lease);
            foreach (var action in due.Actions) _underWay.Add(DoAsync(action, lease * 0.75, abandon));
            taken += due.Actions.Count;
            if (due.OldestDue > oldest) oldest = due.OldestDue;
        }

        OutboxMetrics.OldestDue(oldest);
        return taken;
    }

    private async Task<ActionOutcome> DoAsync(DueAction action, TimeSpan limit, CancellationToken abandon)
    {
        try
        {
            return await delivery.DoAsync(action, limit, abandon);
        }
        catch (Exception e) when (!abandon.IsCancellationRequested) // The hosted loop: what fails as nobody foresaw is tried again for a day, and given up with a reason.
        {
            Log.Failed(logger, e, action.Claim.GuildId, action.Claim.Key);
            return new ActionOutcome(action.Claim, ActionFailure.NoAnswer);
        }
    }

    // Until something is done, or it is time to ask again.
    private async Task WaitAsync(CancellationToken stopping)
    {
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var pause = Task.Delay(Poll, time, woken.Token);
        await Task.WhenAny([pause, .. _underWay]);
        await woken.CancelAsync();
    }

    private async Task ReportAsync()
    {
        foreach (var ended in _underWay.Where(t => t.IsCompleted).ToList())
        {
            _underWay.Remove(ended);
            _unreported.Add(await ended);
        }

        if (_unreported.Count == 0) return;
        await grains.GetGrain<IOutboxGrain>(0).ReportAsync(_name, _unreported);
        foreach (var outcome in _unreported) OutboxMetrics.Ended(outcome);
        _unreported.Clear();
    }

    private async Task LeaveAsync(CancellationTokenSource abandon)
    {
        try
        {
            await Task.WhenAny(Task.WhenAll(_underWay), Task.Delay(Patience, time, CancellationToken.None));
            await ReportAsync();
        }
        catch (Exception e) // The hosted loop's end: what was not reported is done again by whoever comes next.
        {
            Log.Unreachable(logger, e.Message);
        }

        await abandon.CancelAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "What is to be done on Discord cannot be taken or reported: {Reason}; trying again")]
        public static partial void Unreachable(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Error, "{ActionKey} of guild {GuildId} failed unexpectedly; it is tried again")]
        public static partial void Failed(ILogger logger, Exception exception, long guildId, string actionKey);
    }
}

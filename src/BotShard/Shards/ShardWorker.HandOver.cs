using CommunityIntel.Discord.Gateway;
using CommunityIntel.GrainInterfaces.Shards;

namespace CommunityIntel.BotShard.Shards;

/// <summary>How a shard is let go: to its next owner, who resumes the session, or for good when another shard set follows.</summary>
public sealed partial class ShardWorker
{
    /// <summary>How long a hand-over waits for what was offered to be durable; what is not by then is replayed to the next owner.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What the answer to a heartbeat may overtake.</summary>
    private static readonly TimeSpan OnItsWay = TimeSpan.FromSeconds(1);

    /// <summary>After a session's beginning all its guilds are there within this time.</summary>
    private static readonly TimeSpan GuildsCome = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan PatienceForReady = TimeSpan.FromSeconds(5);

    private async Task LetGoAsync(bool isForTheRest)
    {
        await UntilIdentifiedAsync();
        if (_lease.Mode == ShardLeaseMode.Retiring) await UntilGuildsCameAsync();
        // What is kept back would never be acknowledged, and somebody else's shard is not waited for.
        using var patience = new CancellationTokenSource(_gate.IsHolding || _isFenced ? TimeSpan.Zero : Patience, _time);
        var isRetiring = _lease.Mode == ShardLeaseMode.Retiring && !_isFenced && await HasHeardAllAsync(isForTheRest, patience.Token);
        _ear.StopReading();
        if (isRetiring) _isRetired = await _client.RetireAsync(patience.Token);
        else await _client.DetachAsync(patience.Token);
        await SaveAsync();
    }

    // The set that follows keeps events back only since just now: what was sent before is this session's to deliver, and it may
    // not end before it has it. A session that is not whole is kept, and resumed for the rest, which brings all there is.
    private async Task<bool> HasHeardAllAsync(bool isForTheRest, CancellationToken patience)
    {
        if (isForTheRest) return State == ShardState.Active;
        if (!await _client.HearAllAsync(patience)) return false;
        await Task.Delay(OnItsWay, _time, patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return State == ShardState.Active;
    }

    // A session that has just begun still hears of its guilds, and they of what was lost before it.
    private Task UntilGuildsCameAsync()
    {
        var left = _client.Session is { } session ? session.CreatedAt + GuildsCome - _time.GetUtcNow() : TimeSpan.Zero;
        return left > TimeSpan.Zero && left <= GuildsCome && !_isFenced ? Task.Delay(left, _time) : Task.CompletedTask;
    }

    // An IDENTIFY that was sent is used up: its session is waited for, so that there is something to hand over.
    private async Task UntilIdentifiedAsync()
    {
        using var patience = new CancellationTokenSource(_isFenced ? TimeSpan.Zero : PatienceForReady, _time);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50), _time);
        while (State == ShardState.Identifying && !patience.IsCancellationRequested) await tick.WaitForNextTickAsync();
    }

    // The last owner of a leaving shard died before it had delivered everything: its session is asked for the rest.
    private async Task UntilResumedAsync(Task run)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100), _time);
        while (!run.IsCompleted && !_stop.IsCancellationRequested && State != ShardState.Active) await tick.WaitForNextTickAsync();
        BeginStop();
    }
}

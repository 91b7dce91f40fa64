namespace CommunityIntel.Domain.Shards;

/// <summary>Discord's limits on IDENTIFY as <c>GET /gateway/bot</c> gives them; <c>ResetAfterMs</c> until the daily budget is full again.</summary>
public readonly record struct IdentifyLimits(int Total, int Remaining, long ResetAfterMs, int MaxConcurrency);

/// <summary>A shard's turn to identify: after <c>WaitMs</c>; or not at all for now, and to ask again then.</summary>
public readonly record struct IdentifyTurn(long WaitMs, bool IsRefused);

/// <summary>
/// Paces IDENTIFY over all workers: one in five seconds per <c>shard id % max_concurrency</c> (Discord API reference,
/// Sharding), and none when less than a tenth of the day's budget is left, so that it lasts for what cannot resume later.
/// Times are monotonic milliseconds; nobody identifies before <paramref name="notBeforeMs"/>.
/// </summary>
public sealed class IdentifyPacing(long notBeforeMs)
{
    /// <summary>Five seconds, and a little for the way.</summary>
    public const long SpacingMs = 5_250;

    private const long AskAgainMs = 60_000;

    private readonly Dictionary<int, long> _nextFree = [];

    public IdentifyTurn Take(int shardId, IdentifyLimits limits, long now)
    {
        if (limits.Remaining < limits.Total / 10.0) return new IdentifyTurn(Math.Clamp(limits.ResetAfterMs, 1_000, AskAgainMs), true);
        var key = shardId % Math.Max(1, limits.MaxConcurrency);
        var turn = Math.Max(now, _nextFree.GetValueOrDefault(key, notBeforeMs));
        _nextFree[key] = turn + SpacingMs;
        return new IdentifyTurn(turn - now, false);
    }
}

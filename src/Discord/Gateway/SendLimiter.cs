namespace CommunityIntel.Discord.Gateway;

/// <summary>
/// Keeps one connection under 120 sends in any 60 seconds (Discord API reference, Gateway Rate Limiting),
/// with room held back for heartbeats. A sliding window: a fixed one would let 240 through around its edge.
/// </summary>
internal sealed class SendLimiter(TimeProvider time)
{
    public const int Capacity = 120;
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly Queue<long> _sent = new(Capacity);
    private int _reserve = 5;

    /// <summary>Holds back what heartbeats at this interval can need in a window, and two for beats on request.</summary>
    public void ReserveFor(TimeSpan heartbeatInterval) =>
        _reserve = Math.Clamp((int)Math.Ceiling(Window / heartbeatInterval) + 2, 3, Capacity - 10);

    /// <summary>Returns when the send may happen; the caller then sends at once.</summary>
    public async ValueTask WaitAsync(bool isHeartbeat, CancellationToken ct)
    {
        while (TryTake(isHeartbeat) is { } wait)
            await Task.Delay(wait, time, ct);
    }

    private TimeSpan? TryTake(bool isHeartbeat)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            while (_sent.TryPeek(out var oldest) && time.GetElapsedTime(oldest, now) >= Window)
                _sent.Dequeue();
            var allowed = isHeartbeat ? Capacity : Capacity - _reserve;
            if (_sent.Count < allowed)
            {
                _sent.Enqueue(now);
                return null;
            }
            var next = _sent.ElementAt(_sent.Count - allowed);
            return Window - time.GetElapsedTime(next, now) + TimeSpan.FromMilliseconds(1);
        }
    }
}

namespace CommunityIntel.Discord.Rest;

/// <summary>
/// One limit of Discord: a bucket for one major parameter. While nothing is known of it one request is under way at a time;
/// then as many as remain until the reset. Callers are served in the order in which they came.
/// </summary>
internal sealed class RestBucket(TimeProvider time) : IDisposable
{
    private const int Unlimited = int.MaxValue / 2;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private TaskCompletionSource _changed = NewSignal();
    private int? _limit;
    private int _remaining;
    private int _inFlight;
    private DateTimeOffset _resetAt;
    private DateTimeOffset _blockedUntil;
    private RestBucket? _successor;

    /// <summary>Callers that hold or wait for it; guarded by the limiter's lock.</summary>
    public int Users { get; set; }

    public DateTimeOffset LastUsed { get; set; }

    /// <summary>Waits for leave.</summary>
    /// <returns>The bucket that gave it: another one when this one turned out to be the same limit.</returns>
    public async ValueTask<RestBucket> EnterAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            while (_successor is null && TryEnter(out var wait, out var changed) is false)
            {
                using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
                await Task.WhenAny(changed, Task.Delay(RestRateLimiter.Bounded(wait), time, over.Token));
                await over.CancelAsync();
                ct.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            _turn.Release();
        }
        return _successor is { } successor ? await successor.EnterAsync(ct) : this;
    }

    /// <summary>A request that had leave is over.</summary>
    /// <param name="answer">What it says about this limit; null for nothing.</param>
    public void Leave(RestAnswer? answer)
    {
        lock (_lock)
        {
            _inFlight--;
            if (answer is not null)
                Learn(answer);
            Signal();
        }
    }

    /// <summary>Takes over what an answer to a request of another bucket says about this limit.</summary>
    public void Hear(RestAnswer answer)
    {
        lock (_lock)
        {
            Learn(answer);
            Signal();
        }
    }

    public void BlockFor(TimeSpan duration)
    {
        lock (_lock)
        {
            _blockedUntil = Later(_blockedUntil, time.GetUtcNow() + duration);
            Signal();
        }
    }

    /// <summary>Sends everybody who waits here to another bucket.</summary>
    public void ReplaceBy(RestBucket successor)
    {
        lock (_lock)
        {
            _successor = successor;
            Signal();
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <param name="changed">Completes with the next change after this look.</param>
    private bool TryEnter(out TimeSpan wait, out Task changed)
    {
        lock (_lock)
        {
            changed = _changed.Task;
            var now = time.GetUtcNow();
            wait = Timeout.InfiniteTimeSpan;
            if (_blockedUntil > now)
            {
                wait = _blockedUntil - now;
                return false;
            }
            if (_limit is null)
            {
                if (_inFlight > 0)
                    return false;
            }
            else
            {
                // Requests still under way may count in the new window.
                if (now >= _resetAt && _remaining + _inFlight < _limit)
                    _remaining = Math.Max(_remaining, _limit.Value - _inFlight);
                if (_remaining <= 0)
                {
                    wait = now < _resetAt ? _resetAt - now : wait;
                    return false;
                }
                _remaining--;
            }
            _inFlight++;
            return true;
        }
    }

    private void Learn(RestAnswer answer)
    {
        var now = time.GetUtcNow();
        if (answer is not { Limit: { } limit, Remaining: { } remaining, ResetAfter: { } resetAfter })
        {
            // A route that names no limit has none of its own, until an answer names one; an error says nothing of limits.
            if (_limit is null && !answer.IsRateLimited && (int)answer.Status < 500)
                (_limit, _remaining, _resetAt) = (Unlimited, Unlimited, now);
            return;
        }
        var isSameWindow = _limit is not null && now < _resetAt;
        _limit = Math.Max(1, limit);
        // Answers overtake each other: within a window the lowest count is right; those under way are not in it yet.
        _remaining = isSameWindow ? Math.Min(_remaining, remaining) : remaining - _inFlight;
        _resetAt = isSameWindow ? Later(_resetAt, now + resetAfter) : now + resetAfter;
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}

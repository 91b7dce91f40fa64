namespace CommunityIntel.Discord.Gateway;

/// <summary>
/// Knows up to where a session is durable. The reader reports sequences in rising order, as accepted
/// (somebody will acknowledge it) or skipped (nobody has to); acknowledgements may come in any order and twice.
/// Safe for one reader and many acknowledgers. Memory grows with what is outstanding only.
/// </summary>
public sealed class AcknowledgementTracker
{
    private readonly Lock _lock = new();
    private Entry[] _ring = new Entry[256];
    private int _head;
    private int _count;
    private int _unacknowledged;
    private Mark _seen;
    private TaskCompletionSource? _drained;

    /// <param name="sequence">Everything up to and including this one is durable already.</param>
    /// <param name="at">The time of that sequence; UTC.</param>
    public AcknowledgementTracker(long sequence, DateTimeOffset at) => _seen = new Mark(sequence, at);

    /// <summary>The highest sequence reported.</summary>
    public long HighestSeen
    {
        get { lock (_lock) return _seen.Sequence; }
    }

    /// <summary>Accepted and not acknowledged.</summary>
    public int Outstanding
    {
        get { lock (_lock) return _unacknowledged; }
    }

    /// <summary>The highest reported sequence at and below which everything is durable, and its time.</summary>
    public (long Sequence, DateTimeOffset At) Position
    {
        get
        {
            lock (_lock)
            {
                var mark = _count == 0 ? _seen : _ring[_head].Before;
                return (mark.Sequence, mark.At);
            }
        }
    }

    public void Accepted(long sequence, DateTimeOffset at)
    {
        lock (_lock)
        {
            if (_count == _ring.Length)
                Grow();
            _ring[(_head + _count) & (_ring.Length - 1)] = new Entry(sequence, _seen);
            _count++;
            _unacknowledged++;
            _seen = new Mark(sequence, at);
        }
    }

    public void Skipped(long sequence, DateTimeOffset at)
    {
        lock (_lock)
            _seen = new Mark(sequence, at);
    }

    /// <summary>Takes back the last <see cref="Accepted"/>, which nobody has seen: it counts as never received.</summary>
    public void Withdraw(long sequence)
    {
        lock (_lock)
        {
            ref var last = ref _ring[(_head + _count - 1) & (_ring.Length - 1)];
            if (_count == 0 || last.Sequence != sequence || _seen.Sequence != sequence)
                throw new InvalidOperationException("Only the last accepted sequence can be withdrawn.");
            _seen = last.Before;
            _count--;
            _unacknowledged--;
            SignalIfDrained();
        }
    }

    /// <summary>Unknown and repeated sequences change nothing.</summary>
    public void Acknowledge(long sequence) => Acknowledge([sequence]);

    public void Acknowledge(ReadOnlySpan<long> sequences)
    {
        lock (_lock)
        {
            foreach (var sequence in sequences)
                MarkAcknowledged(sequence);
            while (_count > 0 && _ring[_head].IsAcknowledged)
            {
                _head = (_head + 1) & (_ring.Length - 1);
                _count--;
            }
            SignalIfDrained();
        }
    }

    /// <summary>Completes when nothing is outstanding.</summary>
    public Task WhenDrainedAsync(CancellationToken ct)
    {
        lock (_lock)
        {
            if (_unacknowledged == 0)
                return Task.CompletedTask;
            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task.WaitAsync(ct);
        }
    }

    private void MarkAcknowledged(long sequence)
    {
        int low = 0, high = _count - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            ref var entry = ref _ring[(_head + middle) & (_ring.Length - 1)];
            if (entry.Sequence == sequence)
            {
                if (!entry.IsAcknowledged)
                    _unacknowledged--;
                entry.IsAcknowledged = true;
                return;
            }
            if (entry.Sequence < sequence)
                low = middle + 1;
            else
                high = middle - 1;
        }
    }

    private void SignalIfDrained()
    {
        if (_unacknowledged > 0 || _drained is null)
            return;
        _drained.SetResult();
        _drained = null;
    }

    private void Grow()
    {
        var larger = new Entry[_ring.Length * 2];
        for (var i = 0; i < _count; i++)
            larger[i] = _ring[(_head + i) & (_ring.Length - 1)];
        (_ring, _head) = (larger, 0);
    }

    private readonly record struct Mark(long Sequence, DateTimeOffset At);

    private struct Entry(long sequence, Mark before)
    {
        public readonly long Sequence = sequence;
        /// <summary>What had been seen just before it: the position while this one is outstanding.</summary>
        public readonly Mark Before = before;
        public bool IsAcknowledged;
    }
}

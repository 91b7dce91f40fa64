namespace CommunityIntel.Discord.Rest;

/// <summary>The times of what happened within the last <paramref name="length"/>, oldest first. Not safe for concurrent use.</summary>
internal sealed class RequestWindow(TimeSpan length, TimeProvider time)
{
    private readonly Queue<DateTimeOffset> _times = new();

    public int Count
    {
        get
        {
            var from = time.GetUtcNow() - length;
            while (_times.TryPeek(out var oldest) && oldest <= from)
                _times.Dequeue();
            return _times.Count;
        }
    }

    /// <summary>Until the oldest is out of the window.</summary>
    public TimeSpan UntilOldestLeaves => _times.TryPeek(out var oldest) ? oldest + length - time.GetUtcNow() : TimeSpan.Zero;

    public void Add() => _times.Enqueue(time.GetUtcNow());
}

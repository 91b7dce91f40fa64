namespace CommunityIntel.DiscordEmulator.Gateway;

/// <summary>
/// The dispatches of one session, oldest dropped first, bounded by number and bytes. Their JSON lies in large chunks
/// that are used again, so that a long stream leaves nothing behind for the garbage collector.
/// </summary>
public sealed class DispatchLog(int capacity, long capacityBytes)
{
    private const int ChunkBytes = 256 * 1024;
    private const int MaxFreeChunks = 8;
    private readonly Stack<byte[]> free = new();

    // Chunks that take no more, with the number of the last dispatch that may lie in them.
    private readonly Queue<(byte[] Chunk, long Last)> full = new();
    private Entry[] ring = new Entry[Math.Min(256, capacity)];
    private byte[] chunk = [];
    private int used;
    private long bytes;

    private readonly record struct Entry(DispatchName Name, byte[] Chunk, int Offset, int Length, long Timestamp);

    /// <summary>Number of dispatches ever dropped.</summary>
    public long Head { get; private set; }

    /// <summary>Number of dispatches ever added.</summary>
    public long Tail { get; private set; }

    public void Add(Dispatch dispatch)
    {
        while (Tail - Head >= capacity || (Tail > Head && bytes + dispatch.Data.Length > capacityBytes)) DropOldest();
        if (Tail - Head == ring.Length) Grow();
        ring[(int)(Tail % ring.Length)] = Store(dispatch);
        bytes += dispatch.Data.Length;
        Tail++;
    }

    /// <summary>A kept dispatch by its number. The data is valid until the next change of the log.</summary>
    public bool TryRead(long number, out DispatchName name, out ReadOnlySpan<byte> data, out long timestamp)
    {
        var kept = number >= Head && number < Tail;
        var entry = kept ? ring[(int)(number % ring.Length)] : default;
        name = entry.Name;
        data = entry.Chunk.AsSpan(entry.Offset, entry.Length);
        timestamp = entry.Timestamp;
        return kept;
    }

    public void DropOldest()
    {
        ref var oldest = ref ring[(int)(Head % ring.Length)];
        bytes -= oldest.Length;
        Head++;
        oldest = default;
        while (full.TryPeek(out var oldestChunk) && oldestChunk.Last < Head)
        {
            full.Dequeue();
            if (free.Count < MaxFreeChunks) free.Push(oldestChunk.Chunk);
        }
    }

    private Entry Store(Dispatch dispatch)
    {
        var length = dispatch.Data.Length;
        if (length > ChunkBytes / 4) return new Entry(dispatch.Name, dispatch.Data, 0, length, dispatch.Timestamp);
        if (used + length > chunk.Length)
        {
            if (chunk.Length > 0) full.Enqueue((chunk, Tail - 1));
            chunk = free.TryPop(out var again) ? again : new byte[ChunkBytes];
            used = 0;
        }
        dispatch.Data.CopyTo(chunk, used);
        used += length;
        return new Entry(dispatch.Name, chunk, used - length, length, dispatch.Timestamp);
    }

    private void Grow()
    {
        var larger = new Entry[Math.Min(capacity, ring.Length * 2)];
        for (var i = Head; i < Tail; i++) larger[i % larger.Length] = ring[i % ring.Length];
        ring = larger;
    }
}

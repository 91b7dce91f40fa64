namespace CommunityIntel.RankCards;

/// <summary>The cards that were asked for last, up to a number of bytes.</summary>
internal sealed class RankCardCache(long capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<RankCardKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _latestFirst = [];

    public long Bytes { get; private set; }

    public int Count => _entries.Count;

    public RankCardImage? Find(RankCardKey key)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var node)) return null;
            _latestFirst.Remove(node);
            _latestFirst.AddFirst(node);
            return node.Value.Image;
        }
    }

    public void Keep(RankCardKey key, RankCardImage image)
    {
        var entry = new Entry(key, image);
        if (entry.Size > capacity) return;
        lock (_lock)
        {
            if (_entries.ContainsKey(key)) return;
            _entries.Add(key, _latestFirst.AddFirst(entry));
            Bytes += entry.Size;
            while (Bytes > capacity) Forget(_latestFirst.Last!);
        }
    }

    private void Forget(LinkedListNode<Entry> node)
    {
        _latestFirst.Remove(node);
        _entries.Remove(node.Value.Key);
        Bytes -= node.Value.Size;
    }

    private sealed record Entry(RankCardKey Key, RankCardImage Image)
    {
        public long Size { get; } = Key.Size + Image.Png.Length + (2 * Image.Description.Length);
    }
}

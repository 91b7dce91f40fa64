namespace CommunityIntel.Grains.Digests;

/// <summary>
/// Digests that members asked for, of spans that are not over: kept for a while, made once however many ask meanwhile, a bounded number of them. Used by one
/// activation, one call at a time.
/// </summary>
internal sealed class AskedDigests<T>(TimeProvider time)
{
    private const int Most = 64;

    private readonly Dictionary<string, (Task<T> Made, DateTimeOffset Until)> _kept = [];

    /// <summary>Null = it has to be made.</summary>
    public Task<T>? Find(string key) => _kept.TryGetValue(key, out var kept) && kept.Until > time.GetUtcNow() && !kept.Made.IsFaulted ? kept.Made : null;

    /// <summary>It is made again when it is next asked for.</summary>
    public void Forget(string key) => _kept.Remove(key);

    public Task<T> Keep(string key, TimeSpan keepFor, Task<T> made)
    {
        var now = time.GetUtcNow();
        foreach (var old in _kept.Where(k => k.Value.Until <= now).Select(k => k.Key).ToList()) _kept.Remove(old);
        if (_kept.Count >= Most) _kept.Remove(_kept.MinBy(k => k.Value.Until).Key);
        _kept[key] = (made, now + keepFor);
        return made;
    }
}

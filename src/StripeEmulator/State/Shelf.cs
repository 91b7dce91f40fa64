using System.Diagnostics.CodeAnalysis;

namespace CommunityIntel.StripeEmulator.State;

/// <summary>All objects of one kind, by id and in the order of their making.</summary>
internal interface IShelf
{
    bool TryFind(string id, [NotNullWhen(true)] out StripeObject? found);

    IEnumerable<StripeObject> Objects { get; }
}

/// <inheritdoc cref="IShelf"/>
internal sealed class Shelf<T> : IShelf where T : StripeObject
{
    private readonly Dictionary<string, T> byId = [];
    private readonly List<T> inOrder = [];

    public IReadOnlyList<T> All => inOrder;

    /// <summary>As lists are sent.</summary>
    public IEnumerable<T> NewestFirst
    {
        get
        {
            for (var at = inOrder.Count - 1; at >= 0; at--) yield return inOrder[at];
        }
    }

    public T this[string id] => byId[id];

    IEnumerable<StripeObject> IShelf.Objects => inOrder;

    public T Add(T item)
    {
        byId.Add(item.Id, item);
        inOrder.Add(item);
        return item;
    }

    public T? Find(string? id) => id is not null && byId.TryGetValue(id, out var found) ? found : null;

    public void Remove(T item)
    {
        if (byId.Remove(item.Id)) inOrder.Remove(item);
    }

    public void RemoveAll(Predicate<T> gone)
    {
        foreach (var item in inOrder.Where(item => gone(item))) byId.Remove(item.Id);
        inOrder.RemoveAll(gone);
    }

    public void Fill(IEnumerable<T> items)
    {
        foreach (var item in items) Add(item);
    }

    bool IShelf.TryFind(string id, [NotNullWhen(true)] out StripeObject? found) => (found = Find(id)) is not null;
}

namespace CommunityIntel.StripeEmulator.State;

/// <summary>What happens by itself, in the order of its times; of one instant, what was entered first comes first.</summary>
internal sealed class Agenda
{
    private readonly SortedSet<(long At, long Sequence, string Id)> entries = [];
    private readonly Dictionary<string, (long At, long Sequence, string Id)> byId = [];
    private long sequence;

    /// <summary>Enters an object anew, or takes it out when nothing is due.</summary>
    public void Set(StripeObject item)
    {
        var due = item.DueAt;
        if (byId.TryGetValue(item.Id, out var known))
        {
            if (known.At == due) return;
            entries.Remove(known);
            byId.Remove(item.Id);
        }
        if (due is not { } at) return;
        var entry = (at, sequence++, item.Id);
        entries.Add(entry);
        byId.Add(item.Id, entry);
    }

    /// <summary>Takes out the earliest entry at or before <paramref name="until"/>; unix seconds.</summary>
    public bool TryTake(long until, out long at, out string id)
    {
        (at, _, id) = entries.Count == 0 ? (long.MaxValue, 0, "") : entries.Min;
        if (at > until) return false;
        entries.Remove(byId[id]);
        byId.Remove(id);
        return true;
    }
}

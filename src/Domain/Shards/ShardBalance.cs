namespace CommunityIntel.Domain.Shards;

/// <summary>Spreads shards evenly over workers and moves as few as possible.</summary>
public static class ShardBalance
{
    /// <summary>
    /// Who should run each slot: counts differ by at most one, and a slot leaves its present worker only when that one has
    /// too many or is not among <paramref name="workers"/>. Empty when there is no worker. Same input, same answer.
    /// </summary>
    public static Dictionary<ShardSlot, string> Assign(IReadOnlyCollection<ShardSlot> slots, IReadOnlyCollection<string> workers, IReadOnlyDictionary<ShardSlot, string> present)
    {
        var targets = new Dictionary<ShardSlot, string>();
        if (workers.Count == 0) return targets;
        var kept = workers.Order(StringComparer.Ordinal).ToDictionary(w => w, _ => new List<ShardSlot>());
        var free = new Queue<ShardSlot>();
        foreach (var slot in slots.OrderBy(s => s.Count).ThenBy(s => s.Id))
        {
            if (present.TryGetValue(slot, out var worker) && kept.TryGetValue(worker, out var own)) own.Add(slot);
            else free.Enqueue(slot);
        }

        var quotas = Quotas(slots.Count, kept);
        foreach (var (worker, own) in kept)
            for (; own.Count > quotas[worker]; own.RemoveAt(own.Count - 1)) free.Enqueue(own[^1]);
        foreach (var (worker, own) in kept)
        {
            while (own.Count < quotas[worker]) own.Add(free.Dequeue());
            foreach (var slot in own) targets[slot] = worker;
        }

        return targets;
    }

    // Who holds most keeps the odd one: that moves the fewest.
    private static Dictionary<string, int> Quotas(int slots, Dictionary<string, List<ShardSlot>> kept)
    {
        var (each, odd) = (slots / kept.Count, slots % kept.Count);
        return kept.OrderByDescending(k => k.Value.Count).ThenBy(k => k.Key, StringComparer.Ordinal)
            .Select((k, i) => (k.Key, Quota: i < odd ? each + 1 : each)).ToDictionary(q => q.Key, q => q.Quota);
    }
}

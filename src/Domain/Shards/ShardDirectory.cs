namespace CommunityIntel.Domain.Shards;

/// <summary>What of a directory is durable: which shard sets there are, who runs which shard, and the last epoch given.</summary>
public sealed class ShardDirectoryState
{
    public List<ShardSet> Sets { get; init; } = [];

    public Dictionary<ShardSlot, ShardLeaseState> Leases { get; init; } = [];

    /// <summary>The instance that counts, by worker name.</summary>
    public Dictionary<string, long> Workers { get; init; } = [];

    public long LastEpoch { get; set; }
}

/// <summary>All shards of one count. Usually there is one set; while the count changes there are two.</summary>
public sealed class ShardSet(int count, ShardMode mode)
{
    public int Count { get; } = count;

    /// <summary>
    /// The last epoch given in this set since another one follows it; null when none does. The other began far above, so that whatever lease a shard of this
    /// set still gets is before all of the other's.
    /// </summary>
    public long? LastEpoch { get; set; }

    public ShardMode Mode { get; set; } = mode;

    /// <summary>When it took over from the set before (UTC); null when there was none.</summary>
    public DateTimeOffset? LiveSince { get; set; }

    /// <summary>Slots of a retiring set whose session has been ended.</summary>
    public HashSet<int> Retired { get; init; } = [];

    public IEnumerable<ShardSlot> Slots => Enumerable.Range(0, Count).Where(id => !Retired.Contains(id)).Select(id => new ShardSlot(id, Count));
}

/// <summary>What a worker is told when it renews. <c>Changed</c>: durable state changed and must be written before the answer goes out.</summary>
public sealed record ShardRenewal(bool IsSuperseded, IReadOnlyDictionary<ShardSlot, long> Leases, int Workers, bool Changed, IReadOnlySet<string> Concerned);

/// <summary>
/// Who runs which shard. A worker renews often and says what it runs; whoever has not been heard for a lease's length loses
/// its shards. Times are monotonic milliseconds of the caller. A new directory over an old state gives every lease its full
/// length again, so that no clock but its own matters.
/// </summary>
public sealed class ShardDirectory
{
    /// <summary>How long the old set is waited for to be connected, before it is asked to end all the same.</summary>
    private const long PatienceForOldMs = 30_000;

    /// <summary>More leases than an old set can be given while the count changes.</summary>
    private const long RoomForOld = 1 << 20;

    private readonly ShardDirectoryState _state;
    private readonly long _leaseMs;
    private readonly Dictionary<string, Seen> _seen = [];
    private bool _changed;
    private long? _holdingSinceMs;

    public ShardDirectory(ShardDirectoryState state, long leaseMs, long nowMs)
    {
        (_state, _leaseMs) = (state, leaseMs);
        foreach (var name in state.Workers.Keys) _seen[name] = new Seen(nowMs);
    }

    public ShardDirectoryState State => _state;

    private ShardSet? Counting => _state.Sets.FirstOrDefault(s => s.Mode is ShardMode.Live or ShardMode.Retiring);

    /// <summary>The shard count that counts: of the live set. 0 = none yet.</summary>
    public int Count => Counting?.Count ?? 0;

    /// <summary>The shards through which events come now: of the live set, or what is left of it while it retires; never of one that is coming.</summary>
    public IReadOnlyList<ShardSlot> Delivering => [.. Counting?.Slots ?? []];

    /// <summary>Workers heard of within a lease's length that are not on their way out.</summary>
    public IReadOnlyList<string> Workers => [.. _seen.Where(s => !s.Value.IsLeaving).Select(s => s.Key).Order(StringComparer.Ordinal)];

    /// <summary>
    /// A worker is here, runs <paramref name="held"/> and nothing else. A lease that it does not name any more is free.
    /// <paramref name="proposedCount"/> becomes the shard count when there is none yet.
    /// </summary>
    public ShardRenewal Renew(ShardWorkerId worker, IReadOnlyCollection<HeldShard> held, bool isLeaving, int proposedCount, long nowMs, DateTimeOffset utcNow)
    {
        _changed = false;
        // First, so that one who died is not for ever the later one of somebody whose clock went back.
        Expire(nowMs);
        if (_state.Workers.TryGetValue(worker.Name, out var instance) && instance > worker.Instance)
            return new ShardRenewal(true, new Dictionary<ShardSlot, long>(), Workers.Count, _changed, new HashSet<string>());
        Meet(worker, held, isLeaving, nowMs);
        if (_state.Sets.Count == 0 && proposedCount > 0)
        {
            _state.Sets.Add(new ShardSet(proposedCount, ShardMode.Live));
            _changed = true;
        }

        var before = Modes();
        StepReshard(nowMs, utcNow);
        var targets = Targets();
        Grant(worker, targets);
        if (isLeaving && held.Count == 0) Forget(worker.Name);
        var mine = _state.Leases
            .Where(l => l.Value.Worker == worker && targets.GetValueOrDefault(l.Key) == worker.Name)
            .ToDictionary(l => l.Key, l => l.Value.Epoch);
        return new ShardRenewal(false, mine, Workers.Count, _changed, Concerned(worker.Name, targets, Modes() != before));
    }

    /// <summary>Begins to change the shard count; the live set goes on until the new one is up. False while a change is under way or the count is the same.</summary>
    public bool Reshard(int count)
    {
        if (_state.Sets is not [{ Mode: ShardMode.Live } live] || live.Count == count || count < 1) return false;
        live.LastEpoch = _state.LastEpoch;
        _state.LastEpoch += RoomForOld;
        _state.Sets.Add(new ShardSet(count, ShardMode.Warming));
        _holdingSinceMs = null;
        return true;
    }

    /// <summary>The shard's owner said so when it last renewed.</summary>
    public bool IsConnected(ShardSlot slot) => Held(slot) is { IsConnected: true };

    private void Expire(long nowMs)
    {
        foreach (var (name, _) in _seen.Where(s => nowMs - s.Value.AtMs > _leaseMs).ToList()) Forget(name);
    }

    private void Meet(ShardWorkerId worker, IReadOnlyCollection<HeldShard> held, bool isLeaving, long nowMs)
    {
        if (_state.Workers.GetValueOrDefault(worker.Name) != worker.Instance)
        {
            Forget(worker.Name);
            _state.Workers[worker.Name] = worker.Instance;
            _changed = true;
        }

        if (!_seen.TryGetValue(worker.Name, out var seen)) _seen[worker.Name] = seen = new Seen(nowMs);
        (seen.AtMs, seen.IsLeaving, seen.Held) = (nowMs, isLeaving, held.ToDictionary(h => h.Slot));
        foreach (var slot in SlotsOf(worker.Name).ToList())
        {
            if (seen.Held.TryGetValue(slot, out var one) && one.Epoch == _state.Leases[slot].Epoch && !one.IsRetired) continue;
            _state.Leases.Remove(slot);
            _changed = true;
            if (one.IsRetired) SetOf(slot)?.Retired.Add(slot.Id);
        }
    }

    private void Forget(string name)
    {
        foreach (var slot in SlotsOf(name).ToList()) _changed |= _state.Leases.Remove(slot);
        _changed |= _state.Workers.Remove(name);
        _seen.Remove(name);
    }

    // Warming: until every shard of the new set hears Discord. Holding: until every one of them keeps back what it hears; only
    // then does the old set stop, so that nothing falls between. It is best connected then: what it lost with a session is told to
    // guilds by its next one. When the old one has delivered everything, the new one goes live.
    private void StepReshard(long nowMs, DateTimeOffset utcNow)
    {
        if (_state.Sets is not [var old, var coming]) return;
        if (coming.Mode == ShardMode.Warming && coming.Slots.All(s => Held(s) is { IsConnected: true })) Change(coming, ShardMode.Holding);
        if (coming.Mode == ShardMode.Holding) _holdingSinceMs ??= nowMs;
        if (coming.Mode == ShardMode.Holding && old.Mode == ShardMode.Live && coming.Slots.All(s => Held(s) is { IsConnected: true, Mode: ShardMode.Holding })
            && (old.Slots.All(IsConnected) || nowMs - _holdingSinceMs > PatienceForOldMs))
            Change(old, ShardMode.Retiring);
        if (old.Mode != ShardMode.Retiring || old.Slots.Any()) return;
        _state.Sets.Remove(old);
        coming.LiveSince = utcNow;
        Change(coming, ShardMode.Live);
    }

    private void Change(ShardSet set, ShardMode mode)
    {
        set.Mode = mode;
        _changed = true;
    }

    private Dictionary<ShardSlot, string> Targets() => ShardBalance.Assign(
        [.. _state.Sets.SelectMany(s => s.Slots)], Workers, _state.Leases.ToDictionary(l => l.Key, l => l.Value.Worker.Name));

    private void Grant(ShardWorkerId worker, Dictionary<ShardSlot, string> targets)
    {
        foreach (var (slot, name) in targets)
        {
            if (name != worker.Name || _state.Leases.ContainsKey(slot)) continue;
            _state.Leases[slot] = new ShardLeaseState(worker, NextEpoch(slot));
            _changed = true;
        }
    }

    private long NextEpoch(ShardSlot slot) => SetOf(slot) is { LastEpoch: { } last } old ? (old.LastEpoch = last + 1).Value : ++_state.LastEpoch;

    // Others that should renew at once: a free shard waits for them, one of theirs has to go, or their mode changed.
    private HashSet<string> Concerned(string asking, Dictionary<ShardSlot, string> targets, bool modesChanged)
    {
        var concerned = new HashSet<string>();
        foreach (var (slot, target) in targets)
        {
            if (!_state.Leases.TryGetValue(slot, out var lease)) concerned.Add(target);
            else if (lease.Worker.Name != target || modesChanged) concerned.Add(lease.Worker.Name);
        }

        concerned.Remove(asking);
        return concerned;
    }

    private string Modes() => string.Join(',', _state.Sets.Select(s => (s.Count, s.Mode)));

    private IEnumerable<ShardSlot> SlotsOf(string name) => _state.Leases.Where(l => l.Value.Worker.Name == name).Select(l => l.Key);

    public ShardSet? SetOf(ShardSlot slot) => _state.Sets.FirstOrDefault(s => s.Count == slot.Count);

    private HeldShard? Held(ShardSlot slot) =>
        _state.Leases.TryGetValue(slot, out var lease) && _seen.TryGetValue(lease.Worker.Name, out var seen)
        && seen.Held.TryGetValue(slot, out var held) && held.Epoch == lease.Epoch ? held : null;

    private sealed class Seen(long atMs)
    {
        public long AtMs { get; set; } = atMs;
        public bool IsLeaving { get; set; }
        public Dictionary<ShardSlot, HeldShard> Held { get; set; } = [];
    }
}

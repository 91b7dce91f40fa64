using CommunityIntel.Domain.Shards;
using CommunityIntel.GrainInterfaces.Shards;

namespace CommunityIntel.Grains.Shards;

/// <summary>The directory as it is kept, as JSON in grain storage.</summary>
public sealed class StoredShardDirectory
{
    public List<StoredSet> Sets { get; set; } = [];

    public List<StoredLease> Leases { get; set; } = [];

    public Dictionary<string, long> Workers { get; set; } = [];

    public long LastEpoch { get; set; }

    public DateTimeOffset LastIdentifyAt { get; set; }

    public ShardDirectoryState ToDomain() => new()
    {
        Sets = [.. Sets.Select(s => new ShardSet(s.Count, (ShardMode)s.Mode) { LastEpoch = s.LastEpoch, Retired = [.. s.Retired], LiveSince = s.LiveSince })],
        Leases = Leases.ToDictionary(l => new ShardSlot(l.ShardId, l.ShardCount), l => new ShardLeaseState(new ShardWorkerId(l.Worker, l.Instance), l.Epoch)),
        Workers = new Dictionary<string, long>(Workers),
        LastEpoch = LastEpoch,
    };

    public void Take(ShardDirectoryState state)
    {
        Sets = [.. state.Sets.Select(s => new StoredSet(s.Count, (int)s.Mode, [.. s.Retired], s.LiveSince, s.LastEpoch))];
        Leases = [.. state.Leases.Select(l => new StoredLease(l.Key.Id, l.Key.Count, l.Value.Worker.Name, l.Value.Worker.Instance, l.Value.Epoch))];
        Workers = new Dictionary<string, long>(state.Workers);
        LastEpoch = state.LastEpoch;
    }
}

public sealed record StoredSet(int Count, int Mode, IReadOnlyList<int> Retired, DateTimeOffset? LiveSince, long? LastEpoch = null);

public sealed record StoredLease(int ShardId, int ShardCount, string Worker, long Instance, long Epoch);

internal static class ShardPlans
{
    public static ShardLease LeaseOf(this ShardDirectory directory, ShardSlot slot, long epoch)
    {
        var set = directory.SetOf(slot);
        return new ShardLease(slot.Id, slot.Count, epoch, (ShardLeaseMode)(set?.Mode ?? ShardMode.Retiring), set?.LiveSince);
    }

    public static ShardPlan ToPlan(this ShardDirectory directory) => new(
        directory.Workers,
        [.. directory.State.Sets.SelectMany(set => set.Slots.Select(slot =>
        {
            var isOwned = directory.State.Leases.TryGetValue(slot, out var lease);
            return new PlannedShard(slot.Id, slot.Count, (ShardLeaseMode)set.Mode, isOwned ? lease.Worker.Name : null, lease.Epoch, directory.IsConnected(slot));
        }))]);
}

using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Grains.Guilds;
using CommunityIntel.Storage.Xp;

namespace CommunityIntel.Grains.Xp;

/// <summary>Holds nothing. The reminder survives restarts; what was not deleted today is found again tomorrow.</summary>
[GrainType("xp-snapshots")]
public sealed class XpSnapshotsGrain(XpSnapshots snapshots, TimeProvider time) : Grain, IXpSnapshotsGrain, IRemindable
{
    private const string Daily = "daily";

    public Task KeepWatchAsync() => this.RegisterOrUpdateReminder(Daily, TimeSpan.FromHours(1), TimeSpan.FromHours(24));

    public Task ReceiveReminder(string reminderName, TickStatus status) => Outage.Translate(() => snapshots.TrimAsync(time.GetUtcNow() - XpSnapshots.Kept));
}

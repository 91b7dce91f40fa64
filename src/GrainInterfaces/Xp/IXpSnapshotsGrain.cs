namespace CommunityIntel.GrainInterfaces.Xp;

/// <summary>Deletes what a reset of everybody kept, after its 30 days. Key 0.</summary>
[Alias("IXpSnapshotsGrain")]
public interface IXpSnapshotsGrain : IGrainWithIntegerKey
{
    /// <summary>Keeps a daily reminder to look. Harmless when called again.</summary>
    [Alias("KeepWatch")]
    Task KeepWatchAsync();
}

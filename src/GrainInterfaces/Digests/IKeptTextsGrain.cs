namespace CommunityIntel.GrainInterfaces.Digests;

/// <summary>Drops message texts whose time is over, and digests that are old. Key 0.</summary>
[Alias("IKeptTextsGrain")]
public interface IKeptTextsGrain : IGrainWithIntegerKey
{
    /// <summary>Keeps an hourly reminder to look. Harmless when called again.</summary>
    [Alias("KeepWatch")]
    Task KeepWatchAsync();
}

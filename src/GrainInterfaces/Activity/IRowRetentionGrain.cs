namespace CommunityIntel.GrainInterfaces.Activity;

/// <summary>Ends guilds' messages and stays when the months of their plan are over. Key 0.</summary>
[Alias("IRowRetentionGrain")]
public interface IRowRetentionGrain : IGrainWithIntegerKey
{
    /// <summary>Keeps a reminder to look once a day. Harmless when called again.</summary>
    [Alias("KeepWatch")]
    Task KeepWatchAsync();

    /// <summary>Does a bounded part of today's work; false when it is all done.</summary>
    [Alias("GoOn")]
    Task<bool> GoOnAsync();
}

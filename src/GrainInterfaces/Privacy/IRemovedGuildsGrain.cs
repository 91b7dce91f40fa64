namespace CommunityIntel.GrainInterfaces.Privacy;

/// <summary>Deletes guilds that the bot was removed from, after their time. Key 0.</summary>
[Alias("IRemovedGuildsGrain")]
public interface IRemovedGuildsGrain : IGrainWithIntegerKey
{
    /// <summary>Keeps an hourly reminder to look. Harmless when called again.</summary>
    [Alias("KeepWatch")]
    Task KeepWatchAsync();
}

using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Storage;

namespace CommunityIntel.Grains.Guilds;

/// <summary>A driver's exception cannot cross a grain call; ours can.</summary>
internal static class Outage
{
    public static async Task<T> Translate<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (CommitFailedException e)
        {
            throw new StorageUnavailableException(e.Message);
        }
    }
}

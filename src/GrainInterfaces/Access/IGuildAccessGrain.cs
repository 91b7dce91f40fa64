using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Guilds;
using Orleans.Concurrency;

namespace CommunityIntel.GrainInterfaces.Access;

/// <summary>Who may see a guild's dashboard. The guild's own grain; the key is the guild id.</summary>
[Alias("IGuildAccessGrain")]
public interface IGuildAccessGrain : IGrainWithIntegerKey
{
    [Alias("GetAccess"), AlwaysInterleave]
    Task<AccessSettings> GetAccessAsync();

    /// <summary>From now on; the caller has checked that the actor may. Durable when it is answered. Throws <see cref="StorageUnavailableException"/>.</summary>
    [Alias("SaveAccess")]
    [ResponseTimeout("00:00:15")]
    Task SaveAccessAsync(AccessSettings access, Actor actor);
}

/// <summary>Whether only those who manage the guild see its dashboard, and whether only they download from it; otherwise its members do.</summary>
[GenerateSerializer, Immutable, Alias("AccessSettings")]
public sealed record AccessSettings([property: Id(0)] bool ManagersSee, [property: Id(1)] bool ManagersDownload);

using CommunityIntel.GrainInterfaces.Guilds;
using Orleans.Concurrency;

namespace CommunityIntel.GrainInterfaces.Xp;

/// <summary>What a guild's XP rules can name; the key is the guild id.</summary>
[Alias("IGuildScopeGrain")]
public interface IGuildScopeGrain : IGrainWithIntegerKey
{
    /// <summary>An outage is <see cref="StorageUnavailableException"/>.</summary>
    [Alias("GetScopeChoices"), AlwaysInterleave]
    Task<ScopeChoices> GetScopeChoicesAsync();
}

/// <summary>
/// Channels, categories and roles that there are, the newest 200 threads, and whatever the rules name although it was deleted. In no
/// particular order.
/// </summary>
[GenerateSerializer, Immutable, Alias("ScopeChoices")]
public sealed record ScopeChoices(
    [property: Id(0)] IReadOnlyList<ScopeChannel> Channels,
    [property: Id(1)] IReadOnlyList<ScopeRole> Roles);

/// <summary>A channel, category or thread. <c>Type</c> is Discord's; <c>Name</c> null = the bot never saw it.</summary>
[GenerateSerializer, Immutable, Alias("ScopeChannel")]
public sealed record ScopeChannel(
    [property: Id(0)] long Id,
    [property: Id(1)] string? Name,
    [property: Id(2)] int Type,
    [property: Id(3)] long? ParentId,
    [property: Id(4)] bool IsDeleted);

[GenerateSerializer, Immutable, Alias("ScopeRole")]
public sealed record ScopeRole(
    [property: Id(0)] long Id,
    [property: Id(1)] string Name,
    [property: Id(2)] bool IsDeleted);

using CommunityIntel.Domain.Roles;

namespace CommunityIntel.Domain.Guilds;

/// <summary>
/// A channel or thread. <c>Type</c> is Discord's channel type. <c>Name</c> null = never seen by name. <c>Views</c>: for which roles the channel itself
/// says whether they see it; null = not known.
/// </summary>
public sealed record Channel(long Id, int Type, string? Name, long? ParentId, bool IsDeleted, ViewOverwrites? Views = null)
{
    public bool IsThread => Type is 10 or 11 or 12;

    /// <summary>Seen by whoever was let in, whatever their roles.</summary>
    public bool IsPrivateThread => Type == 12;

    /// <summary>People write in it, or in its threads (Discord API reference, Channel Types).</summary>
    public bool IsForText => Type is 0 or 2 or 5 or 13 or 15 or 16;
}

namespace CommunityIntel.Domain.Xp;

/// <summary>Whether a list names those who earn or those who do not.</summary>
public enum XpListMode
{
    AllBut = 0,
    Only = 1,
}

/// <summary>
/// Where XP is earned and by whom. Channels: a thread, its channel and its category all stand for it. A member is named by any of
/// their roles. An empty <see cref="XpListMode.Only"/> list lets nobody earn.
/// </summary>
public sealed record XpScope(XpListMode ChannelMode, IReadOnlySet<long> ChannelIds, XpListMode RoleMode, IReadOnlySet<long> RoleIds)
{
    public static XpScope Everywhere { get; } = new(XpListMode.AllBut, new HashSet<long>(), XpListMode.AllBut, new HashSet<long>());

    public bool Includes(XpPlace place) =>
        (ChannelIds.Contains(place.ChannelId) || ChannelIds.Contains(place.ParentId) || ChannelIds.Contains(place.CategoryId)) == (ChannelMode == XpListMode.Only);

    public bool Includes(IReadOnlyList<long> roleIds)
    {
        if (RoleIds.Count == 0) return RoleMode == XpListMode.AllBut;
        foreach (var roleId in roleIds)
            if (RoleIds.Contains(roleId)) return RoleMode == XpListMode.Only;
        return RoleMode == XpListMode.AllBut;
    }

    public bool Equals(XpScope? other) => other is not null && ChannelMode == other.ChannelMode && RoleMode == other.RoleMode
        && ChannelIds.SetEquals(other.ChannelIds) && RoleIds.SetEquals(other.RoleIds);

    public override int GetHashCode() => HashCode.Combine(ChannelMode, RoleMode, ChannelIds.Count, RoleIds.Count);
}

using CommunityIntel.Domain.Xp;

namespace CommunityIntel.Domain.Rewards;

/// <summary>
/// A role that members have from a level on. <c>Name</c> is the role's when it was chosen. <c>ReplacesLower</c>: it takes the place of
/// the roles of lower levels; otherwise it joins them.
/// </summary>
public sealed record LevelRole(int Level, long RoleId, string Name, bool ReplacesLower = false)
{
    public static IComparer<LevelRole> ByLevel { get; } = Comparer<LevelRole>.Create((a, b) => (a.Level, a.RoleId).CompareTo((b.Level, b.RoleId)));
}

/// <summary>How a guild honours a new level: roles, at most <see cref="MostRoles"/>, in any order, and a message.</summary>
public sealed record LevelRewards(IReadOnlyList<LevelRole> Roles, LevelMessage Message)
{
    public const int MostRoles = 50;

    /// <summary>Discord API reference, Create Guild Role.</summary>
    public const int LongestName = 100;

    public static LevelRewards Off { get; } = new([], LevelMessage.Off);

    public bool AreOff => Message.Place == AnnouncementPlace.Off && Roles.Count == 0;

    /// <summary>
    /// The roles that a member of that level should have, and those of lower levels that they should not. Roles of higher levels
    /// are left alone: a moderator may have given them. Both ascending.
    /// </summary>
    public (IReadOnlyList<long> Granted, IReadOnlyList<long> Revoked) RolesAt(int level)
    {
        var earned = Roles.Where(r => r.Level <= level).ToList();
        var from = earned.Where(r => r.ReplacesLower).Select(r => r.Level).DefaultIfEmpty(0).Max();
        return ([.. earned.Where(r => r.Level >= from).Select(r => r.RoleId).Order()], [.. earned.Where(r => r.Level < from).Select(r => r.RoleId).Order()]);
    }

    public bool Equals(LevelRewards? other) => other is not null && Message == other.Message && Roles.SequenceEqual(other.Roles);

    public override int GetHashCode() => HashCode.Combine(Message, Roles.Count);
}

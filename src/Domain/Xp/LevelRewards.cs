namespace CommunityIntel.Domain.Xp;

/// <summary>Where a new level is announced.</summary>
public enum AnnouncementPlace
{
    Off = 0,
    WhereItHappened = 1,
    Channel = 2,
}

/// <summary>A role that members have from a level on. <c>Name</c> is the role's when it was chosen.</summary>
public sealed record LevelRole(int Level, long RoleId, string Name);

/// <summary>
/// How a guild honours a new level. <c>ChannelId</c> is set when the place is <see cref="AnnouncementPlace.Channel"/>.
/// Without <c>KeepsLowerRoles</c> a member has the roles of their highest rewarded level only. At most <see cref="MostRoles"/> roles.
/// </summary>
public sealed record LevelRewards(AnnouncementPlace Place, long? ChannelId, bool KeepsLowerRoles, IReadOnlyList<LevelRole> Roles)
{
    public const int MostRoles = 50;

    /// <summary>Discord API reference, Create Guild Role.</summary>
    public const int LongestName = 100;

    public static LevelRewards Off { get; } = new(AnnouncementPlace.Off, null, true, []);

    public bool AreOff => Place == AnnouncementPlace.Off && Roles.Count == 0;

    /// <summary>Throws <see cref="ArgumentException"/> when no guild could mean these settings.</summary>
    public void Check()
    {
        if (!Enum.IsDefined(Place)) throw new ArgumentException("a level can be announced nowhere, where it happened, or in a channel");
        if (Place == AnnouncementPlace.Channel && ChannelId is not > 0) throw new ArgumentException("the channel for announcements is missing");
        if (Roles.Count > MostRoles) throw new ArgumentException($"a guild gives at most {MostRoles} roles");
        if (Roles.Any(r => r.Level is < 1 or > XpCurve.MostLevels || r.RoleId <= 0)) throw new ArgumentException($"a role is given from a level between 1 and {XpCurve.MostLevels} on");
        if (Roles.Any(r => r.Name.Length > LongestName)) throw new ArgumentException($"a role's name has at most {LongestName} characters");
        if (Roles.Select(r => r.RoleId).Distinct().Count() != Roles.Count) throw new ArgumentException("a role is given from one level on");
    }

    /// <summary>Where a level reached by a message in that channel is announced; null = nowhere.</summary>
    public long? AnnounceIn(long messageChannelId) => Place switch
    {
        AnnouncementPlace.WhereItHappened => messageChannelId,
        AnnouncementPlace.Channel => ChannelId,
        _ => null,
    };

    /// <summary>
    /// The roles that a member of that level should have, and those of lower levels that they should not. Roles of higher levels
    /// are left alone: a moderator may have given them.
    /// </summary>
    public (IReadOnlyList<long> Granted, IReadOnlyList<long> Revoked) RolesAt(int level)
    {
        var earned = Roles.Where(r => r.Level <= level).ToList();
        if (earned.Count == 0) return ([], []);
        var highest = earned.Max(r => r.Level);
        var kept = earned.Where(r => KeepsLowerRoles || r.Level == highest).Select(r => r.RoleId).Order().ToList();
        return (kept, [.. earned.Select(r => r.RoleId).Except(kept).Order()]);
    }
}

using CommunityIntel.Domain.Xp;
using CommunityIntel.GrainInterfaces.Xp;

namespace CommunityIntel.Grains.Xp;

/// <summary>Level rewards between the grain's callers and the rules.</summary>
internal static class LevelRewardWire
{
    public static LevelRewards ToDomain(LevelRewardSettings s) => new(
        (AnnouncementPlace)(int)s.Announcement, s.Announcement == LevelAnnouncement.Channel ? s.ChannelId : null, s.KeepsLowerRoles,
        [.. s.Roles.Select(r => new LevelRole(r.Level, r.RoleId, r.Name)).OrderBy(r => r.Level).ThenBy(r => r.RoleId)]);

    public static LevelRewardSettings ToWire(LevelRewards r) => new(
        (LevelAnnouncement)(int)r.Place, r.ChannelId, r.KeepsLowerRoles, [.. r.Roles.Select(x => new LevelRoleSetting(x.Level, x.RoleId, x.Name))]);
}

namespace CommunityIntel.GrainInterfaces.Xp;

/// <summary>Where a new level is announced.</summary>
[GenerateSerializer, Alias("LevelAnnouncement")]
public enum LevelAnnouncement
{
    Off = 0,
    WhereItHappened = 1,
    Channel = 2,
}

/// <summary>
/// How a guild honours a new level. <c>ChannelId</c> is set when it is announced in a fixed channel. Without
/// <c>KeepsLowerRoles</c> a higher role takes the place of the lower ones.
/// </summary>
[GenerateSerializer, Immutable, Alias("LevelRewardSettings")]
public sealed record LevelRewardSettings(
    [property: Id(0)] LevelAnnouncement Announcement,
    [property: Id(1)] long? ChannelId,
    [property: Id(2)] bool KeepsLowerRoles,
    [property: Id(3)] IReadOnlyList<LevelRoleSetting> Roles);

/// <summary>A role that members have from a level (1 or more) on. <c>Name</c> is the role's when it was chosen, at most 100 characters.</summary>
[GenerateSerializer, Immutable, Alias("LevelRoleSetting")]
public sealed record LevelRoleSetting(
    [property: Id(0)] int Level,
    [property: Id(1)] long RoleId,
    [property: Id(2)] string Name);

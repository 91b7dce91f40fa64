using CommunityIntel.Domain.Roles;

namespace CommunityIntel.Domain.Health;

public enum HealthGrade
{
    /// <summary>It cannot work.</summary>
    Broken = 0,

    /// <summary>It works otherwise than it reads.</summary>
    Doubtful = 1,

    /// <summary>It cannot be told from here.</summary>
    NotKnown = 2,
}

public enum HealthIssue
{
    BotIsGone = 0,

    /// <summary>Levels give roles, and the bot may not “Manage roles”.</summary>
    MissingManageRoles = 1,
    RewardRoleGone = 2,
    RewardRoleManaged = 3,
    RewardRoleDangerous = 4,
    RewardRoleTooHigh = 5,
    RewardRoleEveryone = 6,

    /// <summary>No XP is enough for the level; <c>Number</c>: the highest level of the curve.</summary>
    RewardBeyondHighestLevel = 7,
    AnnouncementChannelGone = 8,

    /// <summary>The bot may not write anywhere by its roles.</summary>
    MissingSendMessages = 9,

    /// <summary>The bot may not see channels by its roles.</summary>
    MissingViewChannel = 10,

    /// <summary>No level passes the filter.</summary>
    NothingAnnounced = 11,

    /// <summary>The channel's own permissions are not known here.</summary>
    ChannelPermissionsNotKnown = 12,

    /// <summary>Only channels of an empty list earn: nobody does.</summary>
    NoChannelEarns = 13,

    /// <summary>Only roles of an empty list earn: nobody does.</summary>
    NoRoleEarns = 14,

    /// <summary>All that may earn is multiplied by 0 %.</summary>
    EverythingTimesZero = 15,
    ListedChannelGone = 16,
    ListedRoleGone = 17,
    MultiplierChannelGone = 18,
    MultiplierRoleGone = 19,

    /// <summary>A multiplier for what earns nothing anyway.</summary>
    MultiplierWithoutEffect = 20,

    /// <summary>Time in voice earns, and no voice channel may.</summary>
    NoVoiceChannelEarns = 21,

    /// <summary>A message earns 0 XP and time in voice none.</summary>
    NothingEarns = 22,

    /// <summary>Things that Discord refused; <c>Number</c> of them.</summary>
    ActionsGivenUp = 23,
}

/// <summary>One thing that will not work, and what it is about, where it has that.</summary>
public sealed record HealthFinding(
    HealthIssue Issue, HealthGrade Grade, long RoleId = 0, long ChannelId = 0, int Level = 0, long Number = 0, RolePermissions Permissions = RolePermissions.None);

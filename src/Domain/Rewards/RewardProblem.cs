using CommunityIntel.Domain.Roles;
using CommunityIntel.Domain.Xp;

namespace CommunityIntel.Domain.Rewards;

/// <summary>What keeps reward settings from being saved.</summary>
public enum RewardFault
{
    /// <summary>The role itself: see <see cref="RewardProblem.Role"/>.</summary>
    Role = 0,

    /// <summary><c>Number</c> is how many there were.</summary>
    TooManyRewards = 1,

    /// <summary>Not 1 to <see cref="XpCurve.MostLevels"/>.</summary>
    LevelOutOfBounds = 2,
    RoleTwice = 3,
    NameTooLong = 4,

    /// <summary>Announced in a channel, and none was chosen.</summary>
    ChannelMissing = 5,

    /// <summary>Deleted, or never seen.</summary>
    ChannelUnknown = 6,

    /// <summary>No messages can be written in it.</summary>
    ChannelNotForText = 7,

    /// <summary><c>Number</c> is its length.</summary>
    TemplateTooLong = 8,
    TemplateBlank = 9,

    /// <summary><c>Word</c> in braces means nothing.</summary>
    UnknownPlaceholder = 10,

    /// <summary>Every so many levels, or from which on: not 1 to <see cref="XpCurve.MostLevels"/>.</summary>
    FilterOutOfBounds = 11,
    PlaceUnknown = 12,
}

/// <summary>One reason, and what it is about: a role and the level at which it was to be given, where it concerns one.</summary>
public sealed record RewardProblem(RewardFault Fault, long RoleId = 0, int Level = 0, RoleRefusal? Role = null, long Number = 0, string? Word = null);

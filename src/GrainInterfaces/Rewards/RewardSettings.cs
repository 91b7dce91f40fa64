using CommunityIntel.GrainInterfaces.Settings;

namespace CommunityIntel.GrainInterfaces.Rewards;

/// <summary>The roles that levels give; at most 50, each once.</summary>
[GenerateSerializer, Immutable, Alias("RewardSettings")]
public sealed record RewardSettings([property: Id(0)] IReadOnlyList<RewardRole> Roles);

/// <summary>
/// A role that members have from a level (1 or more) on. <c>Name</c> is the role's when it was chosen, at most 100 characters.
/// <c>ReplacesLower</c>: it takes the place of the roles of lower levels; otherwise it joins them.
/// </summary>
[GenerateSerializer, Immutable, Alias("RewardRole")]
public sealed record RewardRole(
    [property: Id(0)] int Level,
    [property: Id(1)] long RoleId,
    [property: Id(2)] string Name,
    [property: Id(3)] bool ReplacesLower);

/// <summary><c>Version</c> is to be named when they are saved; 0 = never changed.</summary>
[GenerateSerializer, Immutable, Alias("VersionedRewards")]
public sealed record VersionedRewards(
    [property: Id(0)] RewardSettings Settings,
    [property: Id(1)] int Version);

/// <summary>Nothing was saved; every reason at once.</summary>
[GenerateSerializer, Immutable, Alias("RewardsRefused")]
public sealed record RewardsRefused([property: Id(0)] IReadOnlyList<RewardProblem> Problems) : SettingsAnswer;

/// <summary>
/// One reason. What it is about, where it has that: a role and the level at which it was to be given, permissions that make it dangerous
/// (Discord's bits), a number (how many rewards, how long a template), a word (a placeholder that means nothing).
/// </summary>
[GenerateSerializer, Immutable, Alias("RewardProblem")]
public sealed record RewardProblem(
    [property: Id(0)] RewardProblemKind Kind,
    [property: Id(1)] long RoleId = 0,
    [property: Id(2)] string? RoleName = null,
    [property: Id(3)] int Level = 0,
    [property: Id(4)] ulong Permissions = 0,
    [property: Id(5)] long Number = 0,
    [property: Id(6)] string? Word = null);

[GenerateSerializer, Alias("RewardProblemKind")]
public enum RewardProblemKind
{
    /// <summary>The role was deleted, or never seen.</summary>
    RoleUnknown = 0,
    RoleIsEveryone = 1,

    /// <summary>It belongs to a bot, to boosters or another integration.</summary>
    RoleIsManaged = 2,

    /// <summary>It holds permissions of moderators or administrators.</summary>
    RoleIsDangerous = 3,

    /// <summary>It stands at or above the bot's highest role.</summary>
    RoleTooHigh = 4,
    TooManyRewards = 5,
    LevelOutOfBounds = 6,
    RoleTwice = 7,
    NameTooLong = 8,
    ChannelMissing = 9,
    ChannelUnknown = 10,
    ChannelNotForText = 11,
    TemplateTooLong = 12,
    TemplateBlank = 13,
    UnknownPlaceholder = 14,
    FilterOutOfBounds = 15,
    PlaceUnknown = 16,
}

namespace CommunityIntel.GrainInterfaces.Rewards;

/// <summary>Where a new level is announced.</summary>
[GenerateSerializer, Alias("LevelAnnouncement")]
public enum LevelAnnouncement
{
    Off = 0,
    WhereItHappened = 1,
    Channel = 2,

    /// <summary>By direct message, to members who asked for it, and to nobody else.</summary>
    DirectOnly = 3,
}

/// <summary>
/// How a new level is announced. <c>ChannelId</c> is set for a fixed channel. <c>Template</c>: the guild's own words with placeholders
/// in braces ({member} {name} {level} {xp} {server} {role}), at most 1 500 characters; null = the product's, in the guild's language.
/// A level is announced when it is at least <c>MinimumLevel</c>, a multiple of <c>EveryLevels</c> and, with <c>RewardLevelsOnly</c>,
/// one that gives a role.
/// </summary>
[GenerateSerializer, Immutable, Alias("AnnouncementSettings")]
public sealed record AnnouncementSettings(
    [property: Id(0)] LevelAnnouncement Place,
    [property: Id(1)] long? ChannelId,
    [property: Id(2)] string? Template,
    [property: Id(3)] bool RewardLevelsOnly,
    [property: Id(4)] int EveryLevels,
    [property: Id(5)] int MinimumLevel,
    [property: Id(6)] bool PingsMember);

/// <summary><c>Version</c> is to be named when they are saved; 0 = never changed.</summary>
[GenerateSerializer, Immutable, Alias("VersionedAnnouncements")]
public sealed record VersionedAnnouncements(
    [property: Id(0)] AnnouncementSettings Settings,
    [property: Id(1)] int Version);

/// <summary>
/// A message as it would be sent for a member who reaches a level. <c>Template</c> null = <c>Usual</c>, which is the product's own in the
/// language of <c>Culture</c>; figures are written as there (e.g. <c>fr-FR</c>).
/// </summary>
[GenerateSerializer, Immutable, Alias("MessagePreviewRequest")]
public sealed record MessagePreviewRequest(
    [property: Id(0)] string? Template,
    [property: Id(1)] string Usual,
    [property: Id(2)] string Culture,
    [property: Id(3)] long UserId,
    [property: Id(4)] string MemberName,
    [property: Id(5)] int Level);

/// <summary>The text exactly as Discord would get it, and what keeps the template from being saved.</summary>
[GenerateSerializer, Immutable, Alias("MessagePreview")]
public sealed record MessagePreview(
    [property: Id(0)] string Text,
    [property: Id(1)] IReadOnlyList<RewardProblem> Problems);

/// <summary>What a member wants to hear of their own levels; it changes nothing where a guild announces none.</summary>
[GenerateSerializer, Alias("LevelNewsChoice")]
public enum LevelNewsChoice
{
    Default = 0,
    Muted = 1,
    Direct = 2,
}

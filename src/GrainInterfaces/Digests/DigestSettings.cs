using CommunityIntel.GrainInterfaces.Settings;

namespace CommunityIntel.GrainInterfaces.Digests;

/// <summary>
/// What a guild's digests are made of, when, and for whom. Text is kept of messages in <c>ChannelIds</c> (at most 50; none = of nothing, and
/// digests have figures alone) and of their threads, for at most <c>KeepDays</c> days (1 to 30). <c>Hour</c>: the local one at which
/// digests appear, 0 to 23. <c>PostChannelId</c> 0 = they are not posted. <c>AudienceRoleId</c> 0 = @everyone: digests are made of channels that
/// this role can read, and shown to who has it.
/// </summary>
[GenerateSerializer, Immutable, Alias("DigestSettings")]
public sealed record DigestSettings(
    [property: Id(0)] IReadOnlyList<long> ChannelIds,
    [property: Id(1)] int KeepDays,
    [property: Id(2)] bool IsDaily,
    [property: Id(3)] bool IsWeekly,
    [property: Id(4)] int Hour,
    [property: Id(5)] DigestLanguageChoice Language,
    [property: Id(6)] DigestLength Length,
    [property: Id(7)] bool NamesAuthors,
    [property: Id(8)] long PostChannelId,
    [property: Id(9)] long AudienceRoleId)
{
    /// <summary>What holds until somebody chooses otherwise: no text is kept, nothing is posted.</summary>
    public static DigestSettings Usual { get; } = new([], 8, false, false, 8, DigestLanguageChoice.Guild, DigestLength.Brief, false, 0, 0);
}

[GenerateSerializer, Alias("DigestLanguageChoice")]
public enum DigestLanguageChoice
{
    /// <summary>French where the guild's own language is, otherwise English.</summary>
    Guild = 0,
    English = 1,
    French = 2,
}

[GenerateSerializer, Alias("DigestLength")]
public enum DigestLength
{
    /// <summary>At most five items.</summary>
    Brief = 0,

    /// <summary>At most twelve.</summary>
    Full = 1,
}

/// <summary><c>Version</c> is to be named when they are saved; 0 = never changed.</summary>
[GenerateSerializer, Immutable, Alias("VersionedDigestSettings")]
public sealed record VersionedDigestSettings(
    [property: Id(0)] DigestSettings Settings,
    [property: Id(1)] int Version);

/// <summary>Nothing was saved: all that is wrong, at once.</summary>
[GenerateSerializer, Immutable, Alias("DigestSettingsRefused")]
public sealed record DigestSettingsRefused([property: Id(0)] IReadOnlyList<DigestProblem> Problems) : SettingsAnswer;

/// <summary>What is wrong with settings. <c>ChannelId</c>, <c>RoleId</c>: which one it is about, or 0.</summary>
[GenerateSerializer, Immutable, Alias("DigestProblem")]
public sealed record DigestProblem(
    [property: Id(0)] DigestProblemKind Kind,
    [property: Id(1)] long ChannelId = 0,
    [property: Id(2)] long RoleId = 0,
    [property: Id(3)] int Number = 0);

[GenerateSerializer, Alias("DigestProblemKind")]
public enum DigestProblemKind
{
    /// <summary>More than 50; <c>Number</c> is how many.</summary>
    TooManyChannels = 0,

    /// <summary>Deleted, or never seen.</summary>
    ChannelUnknown = 1,

    /// <summary>Nobody writes in it: a category or a directory.</summary>
    ChannelNotForText = 2,
    KeepDaysOutOfBounds = 3,
    HourOutOfBounds = 4,

    /// <summary>Deleted, or never seen.</summary>
    RoleUnknown = 5,

    /// <summary>The channel to post in is deleted, never seen or not for text.</summary>
    PostChannelUnusable = 6,
    ChoiceUnknown = 7,

    /// <summary>Texts would be gone before a digest is made of them; <c>Number</c> is how many days it takes.</summary>
    KeepDaysTooFew = 8,
}

/// <summary>A channel that text may be kept of. <c>IsForAudience</c>: the audience of the settings can read it, so that it counts in digests for all.</summary>
[GenerateSerializer, Immutable, Alias("DigestChannel")]
public sealed record DigestChannel(
    [property: Id(0)] long Id,
    [property: Id(1)] string? Name,
    [property: Id(2)] int Type,
    [property: Id(3)] long? ParentId,
    [property: Id(4)] bool IsForAudience);

/// <summary>What settings can name, as the guild is now. <c>MessagesKept</c>: how many texts there are now.</summary>
[GenerateSerializer, Immutable, Alias("DigestChoices")]
public sealed record DigestChoices(
    [property: Id(0)] IReadOnlyList<DigestChannel> Channels,
    [property: Id(1)] IReadOnlyList<DigestRole> Roles,
    [property: Id(2)] long MessagesKept);

/// <summary>Highest first; the one with the guild's id is @everyone.</summary>
[GenerateSerializer, Immutable, Alias("DigestRole")]
public sealed record DigestRole([property: Id(0)] long Id, [property: Id(1)] string Name);

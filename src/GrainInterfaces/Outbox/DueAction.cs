using CommunityIntel.GrainInterfaces.Digests;

namespace CommunityIntel.GrainInterfaces.Outbox;

/// <summary>Actions that a worker has leased. <c>OldestDue</c>: how long the longest waiting one of its shards is due by now.</summary>
[GenerateSerializer, Immutable, Alias("DueActions")]
public sealed record DueActions(
    [property: Id(0)] IReadOnlyList<DueAction> Actions,
    [property: Id(1)] TimeSpan OldestDue);

/// <summary>Which row of the outbox, and which attempt at it. Goes back with the outcome.</summary>
[GenerateSerializer, Immutable, Alias("ActionClaim")]
public sealed record ActionClaim(
    [property: Id(0)] long GuildId,
    [property: Id(1)] string Key,
    [property: Id(2)] int Revision,
    [property: Id(3)] int Attempts,
    [property: Id(4)] DateTimeOffset CreatedAt);

/// <summary>Something to do on Discord; doing it twice must be harmless.</summary>
[GenerateSerializer, Immutable, Alias("DueAction")]
public abstract record DueAction([property: Id(0)] ActionClaim Claim);

/// <summary>
/// Tell that a member reached a level, in a channel or (<c>ChannelId</c> 0) by direct message. <c>Nonce</c> has at most 25 characters;
/// <c>Locale</c> is the guild's. <c>Template</c>: the guild's own words, null = the product's. Names are as people chose them.
/// </summary>
[GenerateSerializer, Immutable, Alias("AnnounceLevelAction")]
public sealed record AnnounceLevelAction(
    ActionClaim Claim,
    [property: Id(0)] long ChannelId,
    [property: Id(1)] long UserId,
    [property: Id(2)] int Level,
    [property: Id(3)] string Locale,
    [property: Id(4)] string Nonce,
    [property: Id(5)] string? Template = null,
    [property: Id(6)] bool PingsMember = false,
    [property: Id(7)] string? MemberName = null,
    [property: Id(8)] long Xp = 0,
    [property: Id(9)] string GuildName = "",
    [property: Id(10)] IReadOnlyList<string>? RoleNames = null) : DueAction(Claim);

/// <summary>Post a digest of a day or week in a channel; what it says is asked of the guild's digests. <c>Nonce</c> has at most 25 characters.</summary>
[GenerateSerializer, Immutable, Alias("PostDigestAction")]
public sealed record PostDigestAction(
    ActionClaim Claim,
    [property: Id(0)] long ChannelId,
    [property: Id(1)] DigestSpan Span,
    [property: Id(2)] DateOnly FirstDay,
    [property: Id(3)] string Nonce) : DueAction(Claim);

/// <summary>A member is to have the granted roles and none of the revoked ones.</summary>
[GenerateSerializer, Immutable, Alias("SetRolesAction")]
public sealed record SetRolesAction(
    ActionClaim Claim,
    [property: Id(0)] long UserId,
    [property: Id(1)] int Level,
    [property: Id(2)] IReadOnlyList<long> Granted,
    [property: Id(3)] IReadOnlyList<long> Revoked) : DueAction(Claim);

/// <summary>What became of an attempt. <c>Failure</c> null = done.</summary>
[GenerateSerializer, Immutable, Alias("ActionOutcome")]
public sealed record ActionOutcome(
    [property: Id(0)] ActionClaim Claim,
    [property: Id(1)] ActionFailure? Failure);

/// <summary>Why Discord did not do it. Only <see cref="NoAnswer"/> is tried again, for a day.</summary>
[GenerateSerializer, Alias("ActionFailure")]
public enum ActionFailure
{
    /// <summary>Discord did not answer, answered with an error of its own, or does not accept the bot's token.</summary>
    NoAnswer = 0,
    UnknownChannel = 1,
    UnknownMember = 2,
    UnknownRole = 3,

    /// <summary>The bot is not in the guild.</summary>
    UnknownGuild = 4,

    /// <summary>50001: the bot may not see the channel.</summary>
    MissingAccess = 5,

    /// <summary>50013 for a message: the bot may not write in the channel.</summary>
    MissingPermission = 6,

    /// <summary>50013 for a role: without MANAGE_ROLES, or the role stands above the bot's. Discord does not say which.</summary>
    RoleOutOfReach = 7,

    /// <summary>50028: a role that nobody gives by hand, of a bot or of boosters.</summary>
    RoleNotAssignable = 8,

    /// <summary>Refused for a reason that this version does not know.</summary>
    Refused = 9,

    /// <summary>50007: the member takes no direct messages. Nobody is told.</summary>
    DirectRefused = 10,
}

/// <summary>A guild's actions that need a person's eye; at most 20 in the list, and how many there are in all.</summary>
[GenerateSerializer, Immutable, Alias("OpenActions")]
public sealed record OpenActions(
    [property: Id(0)] IReadOnlyList<OpenAction> Actions,
    [property: Id(1)] long GivenUp,
    [property: Id(2)] long Waiting);

/// <summary>
/// An action that was given up, or (not <c>IsGivenUp</c>) failed so far. Names are null when nobody has seen them.
/// An announcement has a channel; a change of roles has those that were to be granted.
/// </summary>
[GenerateSerializer, Immutable, Alias("OpenAction")]
public sealed record OpenAction(
    [property: Id(0)] OpenActionKind Kind,
    [property: Id(1)] bool IsGivenUp,
    [property: Id(2)] ActionFailure Failure,
    [property: Id(3)] DateTimeOffset CreatedAt,
    [property: Id(4)] long UserId,
    [property: Id(5)] string? UserName,
    [property: Id(6)] int Level,
    [property: Id(7)] string? ChannelName,
    [property: Id(8)] IReadOnlyList<string?> RoleNames);

[GenerateSerializer, Alias("OpenActionKind")]
public enum OpenActionKind
{
    AnnounceLevel = 0,
    SetRoles = 1,
    PostDigest = 2,
}

namespace CommunityIntel.GrainInterfaces.Guilds;

/// <summary>
/// One thing that Discord said about a guild. <c>Sequence</c> is the gateway sequence within the batch's session;
/// times are UTC. <c>RoleIds</c> are a member's, ascending; null = not told.
/// </summary>
[GenerateSerializer, Immutable, Alias("GuildEvent")]
public abstract record GuildEvent([property: Id(0)] long Sequence);

/// <summary>
/// A message in a guild channel or thread. Its time is its snowflake's. <c>Content</c>: its text, only for guilds that keep some (<see cref="TextWish"/>);
/// the guild drops it unless it keeps that channel's. <c>ReplyToId</c> 0 = it answers no message.
/// </summary>
[GenerateSerializer, Immutable, Alias("MessageCreated")]
public sealed record MessageCreated(
    long Sequence,
    [property: Id(0)] long MessageId,
    [property: Id(1)] long ChannelId,
    [property: Id(2)] long AuthorId,
    [property: Id(3)] AuthorKind AuthorKind,
    [property: Id(4)] string? AuthorName,
    [property: Id(5)] string? AuthorAvatar,
    [property: Id(6)] DateTimeOffset ReceivedAt,
    [property: Id(7)] IReadOnlyList<long>? RoleIds = null,
    [property: Id(8)] MessageTextFacts? Text = null,
    [property: Id(9)] string? Content = null,
    [property: Id(10)] long ReplyToId = 0) : GuildEvent(Sequence);

/// <summary>A message's text is another one now, or (empty) gone. Only for guilds that keep text or digests.</summary>
[GenerateSerializer, Immutable, Alias("MessageEdited")]
public sealed record MessageEdited(
    long Sequence,
    [property: Id(0)] long MessageId,
    [property: Id(1)] long ChannelId,
    [property: Id(2)] string Content) : GuildEvent(Sequence);

/// <summary>Messages were deleted, one or many. Only for guilds that keep text or digests.</summary>
[GenerateSerializer, Immutable, Alias("MessagesDeleted")]
public sealed record MessagesDeleted(
    long Sequence,
    [property: Id(0)] IReadOnlyList<long> MessageIds) : GuildEvent(Sequence);

/// <summary>What a guild wants to be told of message texts; asked for anew by every batch.</summary>
[Flags, GenerateSerializer, Alias("TextWish")]
public enum TextWish
{
    None = 0,

    /// <summary>Texts as they are written: it keeps those of some channels.</summary>
    Texts = 1,

    /// <summary>Edits and deletions: it has texts, or digests that rest on some.</summary>
    Changes = 2,
}

/// <summary>What is looked at of a text that the bot may read. Equal texts have equal fingerprints.</summary>
[GenerateSerializer, Immutable, Alias("MessageTextFacts")]
public sealed record MessageTextFacts(
    [property: Id(0)] int Length,
    [property: Id(1)] long Fingerprint,
    [property: Id(2)] bool IsCommand);

/// <summary>Who wrote a message. Bots and webhooks are counted apart and earn nothing; system messages are not activity.</summary>
[GenerateSerializer, Alias("AuthorKind")]
public enum AuthorKind
{
    Member = 0,
    Bot = 1,
    Webhook = 2,
    System = 3,
}

/// <summary>A member's whole voice state as Discord sends it; <c>ChannelId</c> null = not in voice. No time comes with it: <c>At</c> is the arrival.</summary>
[GenerateSerializer, Immutable, Alias("VoiceStateChanged")]
public sealed record VoiceStateChanged(
    long Sequence,
    [property: Id(0)] long UserId,
    [property: Id(1)] long? ChannelId,
    [property: Id(2)] VoiceFlags Flags,
    [property: Id(3)] bool IsBot,
    [property: Id(4)] string? Name,
    [property: Id(5)] string? Avatar,
    [property: Id(6)] DateTimeOffset At,
    [property: Id(7)] IReadOnlyList<long>? RoleIds = null) : GuildEvent(Sequence);

[Flags, GenerateSerializer, Alias("VoiceFlags")]
public enum VoiceFlags
{
    None = 0,
    SelfMute = 1,
    SelfDeaf = 2,
    Mute = 4,
    Deaf = 8,
    Stream = 16,
    Video = 32,
    Suppress = 64,
}

/// <summary>A member joined; Discord may say so again for somebody who is already in.</summary>
[GenerateSerializer, Immutable, Alias("MemberJoined")]
public sealed record MemberJoined(
    long Sequence,
    [property: Id(0)] long UserId,
    [property: Id(1)] string? Name,
    [property: Id(2)] string? Avatar,
    [property: Id(3)] bool IsBot,
    [property: Id(4)] DateTimeOffset JoinedAt,
    [property: Id(5)] IReadOnlyList<long>? RoleIds = null) : GuildEvent(Sequence);

/// <summary>A member's name, avatar or roles changed. No time comes with it: <c>At</c> is the arrival.</summary>
[GenerateSerializer, Immutable, Alias("MemberUpdated")]
public sealed record MemberUpdated(
    long Sequence,
    [property: Id(0)] long UserId,
    [property: Id(1)] string? Name,
    [property: Id(2)] string? Avatar,
    [property: Id(3)] bool IsBot,
    [property: Id(4)] IReadOnlyList<long>? RoleIds = null,
    [property: Id(5)] DateTimeOffset At = default) : GuildEvent(Sequence);

/// <summary>A member left, was kicked or banned. No time comes with it: <c>At</c> is the arrival.</summary>
[GenerateSerializer, Immutable, Alias("MemberLeft")]
public sealed record MemberLeft(
    long Sequence,
    [property: Id(0)] long UserId,
    [property: Id(1)] bool IsBot,
    [property: Id(2)] DateTimeOffset At) : GuildEvent(Sequence);

/// <summary>
/// GUILD_CREATE: the guild as it is now. Voice sessions are reconciled with <c>VoiceStates</c>.
/// <c>Roles</c> are all there are; null = not told, as <c>Self</c>.
/// <c>ConnectedUntil</c> is the last instant at which everything that the shard heard before this session was acknowledged;
/// null = not known. Time in voice after it is uncertain, messages after it are caught up with. <c>LostSessionId</c>: the session it is about.
/// </summary>
[GenerateSerializer, Immutable, Alias("GuildAvailable")]
public sealed record GuildAvailable(
    long Sequence,
    [property: Id(0)] string Name,
    [property: Id(1)] string? Icon,
    [property: Id(2)] long OwnerId,
    [property: Id(3)] string PreferredLocale,
    [property: Id(4)] int MemberCount,
    [property: Id(5)] IReadOnlyList<GuildChannel> Channels,
    [property: Id(6)] IReadOnlyList<VoiceStateChanged> VoiceStates,
    [property: Id(7)] DateTimeOffset At,
    [property: Id(8)] DateTimeOffset? ConnectedUntil,
    [property: Id(9)] string? LostSessionId = null,
    [property: Id(10)] long? AfkChannelId = null,
    [property: Id(11)] IReadOnlyList<GuildRole>? Roles = null,
    [property: Id(12)] GuildSelf? Self = null) : GuildEvent(Sequence);

/// <summary>The bot itself in a guild; roles ascend, without @everyone.</summary>
[GenerateSerializer, Immutable, Alias("GuildSelf")]
public sealed record GuildSelf(
    [property: Id(0)] long UserId,
    [property: Id(1)] IReadOnlyList<long> RoleIds);

/// <summary>GUILD_UPDATE: name, icon, owner, locale or AFK channel changed. No time comes with it: <c>At</c> is the arrival.</summary>
[GenerateSerializer, Immutable, Alias("GuildUpdated")]
public sealed record GuildUpdated(
    long Sequence,
    [property: Id(0)] string Name,
    [property: Id(1)] string? Icon,
    [property: Id(2)] long OwnerId,
    [property: Id(3)] string PreferredLocale,
    [property: Id(4)] long? AfkChannelId = null,
    [property: Id(5)] DateTimeOffset At = default) : GuildEvent(Sequence);

/// <summary>GUILD_DELETE: an outage (<c>Unavailable</c>, data stays as it is) or the bot was removed.</summary>
[GenerateSerializer, Immutable, Alias("GuildGone")]
public sealed record GuildGone(
    long Sequence,
    [property: Id(0)] bool Unavailable,
    [property: Id(1)] DateTimeOffset At) : GuildEvent(Sequence);

/// <summary>A channel or thread was created or changed. <c>Name</c> null = the bot may not see it (obfuscated): the old name is kept.</summary>
[GenerateSerializer, Immutable, Alias("ChannelChanged")]
public sealed record ChannelChanged(
    long Sequence,
    [property: Id(0)] GuildChannel Channel) : GuildEvent(Sequence);

[GenerateSerializer, Immutable, Alias("ChannelDeleted")]
public sealed record ChannelDeleted(
    long Sequence,
    [property: Id(0)] long ChannelId,
    [property: Id(1)] DateTimeOffset At) : GuildEvent(Sequence);

/// <summary>A role was made or changed.</summary>
[GenerateSerializer, Immutable, Alias("RoleChanged")]
public sealed record RoleChanged(
    long Sequence,
    [property: Id(0)] GuildRole Role) : GuildEvent(Sequence);

[GenerateSerializer, Immutable, Alias("RoleDeleted")]
public sealed record RoleDeleted(
    long Sequence,
    [property: Id(0)] long RoleId) : GuildEvent(Sequence);

/// <summary>A role; the one with the guild's id is @everyone. <c>Permissions</c> are Discord's bits, <c>Color</c> 0xRRGGBB or 0.</summary>
[GenerateSerializer, Immutable, Alias("GuildRole")]
public sealed record GuildRole(
    [property: Id(0)] long Id,
    [property: Id(1)] string Name,
    [property: Id(2)] int Position,
    [property: Id(3)] ulong Permissions,
    [property: Id(4)] bool IsManaged,
    [property: Id(5)] int Color);

/// <summary>
/// A channel or thread. <c>Type</c> is Discord's channel type; <c>Name</c> null = hidden from the bot. <c>LastMessageId</c>: of its newest
/// message, which may be deleted by now; null = not told. <c>ViewAllowed</c>, <c>ViewDenied</c>: roles for which the channel itself allows or denies
/// to see it, ascending; null = not told.
/// </summary>
[GenerateSerializer, Immutable, Alias("GuildChannel")]
public sealed record GuildChannel(
    [property: Id(0)] long Id,
    [property: Id(1)] int Type,
    [property: Id(2)] string? Name,
    [property: Id(3)] long? ParentId,
    [property: Id(4)] long? LastMessageId = null,
    [property: Id(5)] IReadOnlyList<long>? ViewAllowed = null,
    [property: Id(6)] IReadOnlyList<long>? ViewDenied = null);

/// <summary>
/// Events of one guild from one gateway session, in ascending sequence order. Sending the same batch again is harmless:
/// whatever is at or below the guild's watermark for that session is dropped, and so is everything of a session whose
/// <c>SessionOrder</c> is below that of a session already heard. <c>IsOverlap</c>: another session delivered some of these
/// events too, the one before a change of the shard count.
/// </summary>
[GenerateSerializer, Immutable, Alias("GuildBatch")]
public sealed record GuildBatch(
    [property: Id(0)] string SessionId,
    [property: Id(1)] IReadOnlyList<GuildEvent> Events,
    [property: Id(2)] long SessionOrder,
    [property: Id(3)] bool IsOverlap = false);

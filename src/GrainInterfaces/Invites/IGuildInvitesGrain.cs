using CommunityIntel.GrainInterfaces.Guilds;
using Orleans.Concurrency;

namespace CommunityIntel.GrainInterfaces.Invites;

/// <summary>By which invites people came to a guild. The guild's own grain; the key is the guild id.</summary>
[Alias("IGuildInvitesGrain")]
public interface IGuildInvitesGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Counts what the invites were used since the look before; durable when the task completes. The same look again, or an older one, changes
    /// nothing. Throws <see cref="StorageUnavailableException"/>: look again later.
    /// </summary>
    [Alias("Look")]
    [ResponseTimeout("00:00:15")]
    Task LookAsync(InviteLook look);

    /// <summary>Invites by which people came between two local dates, both included, at most 800 days apart, and those that are listed now.</summary>
    [Alias("GetInvites"), AlwaysInterleave]
    Task<InviteReport> GetInvitesAsync(DateOnly firstDay, DateOnly lastDay);
}

/// <summary>A guild's invites as Discord listed them at one time; <c>Invites</c> null = it refused to.</summary>
[GenerateSerializer, Immutable, Alias("InviteLook")]
public sealed record InviteLook([property: Id(0)] DateTimeOffset At, [property: Id(1)] IReadOnlyList<ListedInvite>? Invites);

/// <summary>One invite. <c>Uses</c>: in all. <c>MaxUses</c> 0 = unlimited. <c>ExpiresAt</c> null = never.</summary>
[GenerateSerializer, Immutable, Alias("ListedInvite")]
public sealed record ListedInvite(
    [property: Id(0)] string Code,
    [property: Id(1)] long? UserId,
    [property: Id(2)] long? ChannelId,
    [property: Id(3)] int Uses,
    [property: Id(4)] int MaxUses,
    [property: Id(5)] DateTimeOffset CreatedAt,
    [property: Id(6)] DateTimeOffset? ExpiresAt);

/// <summary>
/// Invites, most joins of the range first. <c>LookedAt</c> null = not yet. <c>IsRefused</c>: the bot lacks Manage Server, nothing has been
/// counted since <c>LookedAt</c>.
/// </summary>
[GenerateSerializer, Immutable, Alias("InviteReport")]
public sealed record InviteReport(
    [property: Id(0)] DateOnly From,
    [property: Id(1)] DateOnly To,
    [property: Id(2)] DateTimeOffset? LookedAt,
    [property: Id(3)] bool IsRefused,
    [property: Id(4)] IReadOnlyList<InviteFigures> Invites,
    [property: Id(5)] DateTimeOffset ComputedAt);

/// <summary>
/// An invite and how many came by it in the range. <c>UserName</c>: who made it; null = not known, or not to be named. <c>ChannelName</c> null =
/// deleted before it was seen, or hidden. <c>IsGone</c>: used up, expired or withdrawn.
/// </summary>
[GenerateSerializer, Immutable, Alias("InviteFigures")]
public sealed record InviteFigures(
    [property: Id(0)] string Code,
    [property: Id(1)] string? UserName,
    [property: Id(2)] string? ChannelName,
    [property: Id(3)] int Joins,
    [property: Id(4)] int Uses,
    [property: Id(5)] int MaxUses,
    [property: Id(6)] DateTimeOffset CreatedAt,
    [property: Id(7)] DateTimeOffset? ExpiresAt,
    [property: Id(8)] bool IsGone);

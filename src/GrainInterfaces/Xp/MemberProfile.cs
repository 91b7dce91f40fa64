using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.GrainInterfaces.Rewards;

namespace CommunityIntel.GrainInterfaces.Xp;

/// <summary>
/// A member's all-time entry among <c>Total</c>, and their local days up to today, 91 without holes. <c>Roles</c> are those that the
/// guild gives for levels reached, lowest first; <c>Next</c> is the next one to earn, null = none. <c>IsPrivate</c>: nobody but the member
/// is shown this.
/// </summary>
[GenerateSerializer, Immutable, Alias("MemberProfile")]
public sealed record MemberProfile(
    [property: Id(0)] LeaderboardEntry Entry,
    [property: Id(1)] int Total,
    [property: Id(2)] DateTimeOffset? JoinedAt,
    [property: Id(3)] bool HasLeft,
    [property: Id(4)] IReadOnlyList<MemberDay> Days,
    [property: Id(5)] IReadOnlyList<RewardRole> Roles,
    [property: Id(6)] RewardRole? Next,
    [property: Id(7)] bool IsPrivate = false);

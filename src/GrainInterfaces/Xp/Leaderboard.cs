namespace CommunityIntel.GrainInterfaces.Xp;

/// <summary>What a leaderboard is sorted by.</summary>
[GenerateSerializer, Alias("LeaderboardBoard")]
public enum LeaderboardBoard
{
    Xp = 0,
    Messages = 1,
    Voice = 2,
}

/// <summary>A page of a leaderboard; <c>Total</c> counts everybody with at least one message or second of voice.</summary>
[GenerateSerializer, Immutable, Alias("LeaderboardPage")]
public sealed record LeaderboardPage(
    [property: Id(0)] LeaderboardBoard Board,
    [property: Id(1)] int Skip,
    [property: Id(2)] int Total,
    [property: Id(3)] IReadOnlyList<LeaderboardEntry> Entries);

/// <summary>Where a member stands by XP among <c>Total</c>. <c>IsPrivate</c>: the member chose not to appear to others, or not by name.</summary>
[GenerateSerializer, Immutable, Alias("MemberRank")]
public sealed record MemberRank(
    [property: Id(0)] LeaderboardEntry Entry,
    [property: Id(1)] int Total,
    [property: Id(2)] bool IsPrivate = false);

/// <summary>One member; <c>UserId</c> 0 without name = somebody who chose not to be named. <c>Rank</c> starts at 1. <c>XpIntoLevel</c> of <c>XpForLevel</c> is the way to the next level.</summary>
[GenerateSerializer, Immutable, Alias("LeaderboardEntry")]
public sealed record LeaderboardEntry(
    [property: Id(0)] int Rank,
    [property: Id(1)] long UserId,
    [property: Id(2)] string Name,
    [property: Id(3)] string? Avatar,
    [property: Id(4)] long Xp,
    [property: Id(5)] int Level,
    [property: Id(6)] long XpIntoLevel,
    [property: Id(7)] long XpForLevel,
    [property: Id(8)] long Messages,
    [property: Id(9)] long VoiceSeconds);

namespace CommunityIntel.GrainInterfaces.Xp;

/// <summary>The time that a board counts, in the guild's local days. Weeks begin on Monday.</summary>
[GenerateSerializer, Alias("LeaderboardPeriod")]
public enum LeaderboardPeriod
{
    AllTime = 0,
    Week = 1,
    Month = 2,
    LastWeek = 3,
    LastMonth = 4,
}

/// <summary><c>Skip</c> 0 or more, <c>Take</c> 1 to 100. <c>Reader</c> is who looks; null = nobody in particular.</summary>
[GenerateSerializer, Immutable, Alias("BoardQuestion")]
public sealed record BoardQuestion(
    [property: Id(0)] LeaderboardBoard Board,
    [property: Id(1)] LeaderboardPeriod Period,
    [property: Id(2)] int Skip,
    [property: Id(3)] int Take,
    [property: Id(4)] long? Reader = null);

/// <summary><c>Text</c> is 1 to 100 characters, all meant as they are; <c>Take</c> 1 to 25.</summary>
[GenerateSerializer, Immutable, Alias("BoardSearch")]
public sealed record BoardSearch(
    [property: Id(0)] LeaderboardBoard Board,
    [property: Id(1)] LeaderboardPeriod Period,
    [property: Id(2)] string Text,
    [property: Id(3)] int Take,
    [property: Id(4)] long? Reader = null);

/// <summary>
/// Members by rank. <c>First</c> and <c>Last</c> are the local days that count; null = all times. <c>Total</c> counts who is on the
/// board, <c>Listed</c> how many of them pages show. <c>Reader</c> is the reader's own entry, wherever it is; null = not listed.
/// Entries hold XP, messages and voice of the period; the level is always of all XP. <c>ByBeginning</c>: names were searched by
/// their beginning alone.
/// </summary>
[GenerateSerializer, Immutable, Alias("BoardPage")]
public sealed record BoardPage(
    [property: Id(0)] LeaderboardBoard Board,
    [property: Id(1)] LeaderboardPeriod Period,
    [property: Id(2)] DateOnly? First,
    [property: Id(3)] DateOnly? Last,
    [property: Id(4)] int Skip,
    [property: Id(5)] int Total,
    [property: Id(6)] int Listed,
    [property: Id(7)] IReadOnlyList<LeaderboardEntry> Entries,
    [property: Id(8)] LeaderboardEntry? Reader = null,
    [property: Id(9)] bool ByBeginning = false);

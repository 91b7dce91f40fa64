using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Xp;

namespace CommunityIntel.Web.Tests;

/// <summary>120 people, of whom the reader is the 70th, on every board; one of them has no name. Whoever is searched is found.</summary>
public sealed partial class ScriptedGuild : IGuildBoardsGrain
{
    public const int People = 120;
    public const int RankOfReader = 70;
    public const int Nameless = 3;
    public const long Hidden = 900;

    public Task<BoardPage> GetBoardAsync(BoardQuestion question)
    {
        if (this.GetPrimaryKeyLong() == ScriptedSite.OtherGuildId)
            throw new StorageUnavailableException("scripted");
        var (first, last) = DatesOf(question.Period);
        var entries = Enumerable.Range(1, People).Skip(question.Skip).Take(question.Take).Select(rank => Entry(rank, question.Reader));
        return Task.FromResult(new BoardPage(
            question.Board, question.Period, first, last, question.Skip, People + 5, People, [.. entries], question.Reader is { } me ? Entry(RankOfReader, me) : null));
    }

    public Task<BoardPage> FindOnBoardAsync(BoardSearch search)
    {
        var (first, last) = DatesOf(search.Period);
        IReadOnlyList<LeaderboardEntry> found = search.Text == "nobody" ? [] : [Entry(17, search.Reader) with { Name = $"called {search.Text}" }, Entry(RankOfReader, search.Reader)];
        return Task.FromResult(new BoardPage(search.Board, search.Period, first, last, 0, People, People, found, null, ByBeginning: true));
    }

    public Task<MemberRank?> GetRankForAsync(long userId, long? reader) =>
        Task.FromResult<MemberRank?>(userId == Hidden && reader != Hidden ? null : new MemberRank(Entry(17, userId) with { UserId = userId }, People));

    public Task<MemberProfile?> GetMemberAsync(long userId, long? reader)
    {
        if (this.GetPrimaryKeyLong() == ScriptedSite.OtherGuildId)
            throw new StorageUnavailableException("scripted");
        if (userId > 10_000 || (userId == Hidden && reader != Hidden))
            return Task.FromResult<MemberProfile?>(null);
        var days = Enumerable.Range(0, 91).Select(i => new MemberDay(Today.AddDays(i - 90), i % 9, i % 5 * 600, i % 9 * 20));
        return Task.FromResult<MemberProfile?>(new(
            Entry(17, userId) with { UserId = userId }, People, new DateTimeOffset(2024, 5, 4, 0, 0, 0, TimeSpan.Zero), false, [.. days],
            [new(1, 901, "<Bronze>", false), new(2, 902, "Silver", false)], new(5, 905, "Gold", false), IsPrivate: reader == userId));
    }

    private static (DateOnly? First, DateOnly? Last) DatesOf(LeaderboardPeriod period) =>
        period == LeaderboardPeriod.AllTime ? (null, null) : (new DateOnly(2026, 11, 16), new DateOnly(2026, 11, 22));

    private static LeaderboardEntry Entry(int rank, long? reader) => new(
        rank, rank == RankOfReader && reader is { } me ? me : rank == Nameless ? 0 : rank + 1_000, rank == Nameless ? "" : $"<b>person {rank}</b>", null,
        10_000 - rank, 12, 20, 155, 900 - rank, 60 * rank);
}

using CommunityIntel.Domain.Privacy;
using CommunityIntel.Domain.Xp;
using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Grains.Xp;
using CommunityIntel.Storage;

namespace CommunityIntel.Grains.Guilds;

public sealed partial class GuildGrain : IGuildBoardsGrain
{
    private const int MostOnPage = 100;
    private const int MostFound = 25;
    private const int LongestName = 100;

    private GuildBoards _boards = null!;

    public async Task<LeaderboardPage> GetLeaderboardAsync(LeaderboardBoard board, int skip, int take)
    {
        var page = await GetBoardAsync(new BoardQuestion(board, LeaderboardPeriod.AllTime, skip, take));
        return new LeaderboardPage(page.Board, page.Skip, page.Total, page.Entries);
    }

    public Task<MemberRank?> GetRankAsync(long userId) => Outage.Translate(async () => await _boards.RankAsync(userId, await NowAsync()));

    public Task<BoardPage> GetBoardAsync(BoardQuestion question)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(question.Skip, nameof(question));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(question.Take, nameof(question));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(question.Take, MostOnPage, nameof(question));
        return Outage.Translate(async () => await _boards.PageAsync(question, await NowAsync()));
    }

    public Task<BoardPage> FindOnBoardAsync(BoardSearch search)
    {
        ArgumentException.ThrowIfNullOrEmpty(search.Text, nameof(search));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(search.Text.Length, LongestName, nameof(search));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(search.Take, nameof(search));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(search.Take, MostFound, nameof(search));
        return Outage.Translate(async () => await _boards.FindAsync(search, await NowAsync()));
    }

    public Task<MemberRank?> GetRankForAsync(long userId, long? reader) =>
        _guild.AppearanceOf(userId, reader ?? 0) == Appearance.Shown ? GetRankAsync(userId) : Task.FromResult<MemberRank?>(null);

    public async Task<MemberProfile?> GetMemberAsync(long userId, long? reader) => await GetRankForAsync(userId, reader) is { } rank
        ? await Outage.Translate(() => queries.MemberAsync(GuildId, rank, _calendar.DateOf(time.GetUtcNow()), _guild.Rewards))
        : null;

    // What was read may be thrown away again before it is used. Whoever asks needs the guild: it must not be put to sleep meanwhile.
    private async Task<BoardsNow> NowAsync()
    {
        _isInUse = true;
        XpStandings? standings;
        while ((standings = _boards.Standings) is null) await BuildStandingsAsync();
        return new BoardsNow(_guild, standings, _calendar.DateOf(time.GetUtcNow()), _written.Commits);
    }

    // Between commits, so that what is read is what the standings then follow. Not by a call of the grain to itself: an activation that
    // is going away waits for those who ask, and they would wait for the next activation.
    private async Task BuildStandingsAsync()
    {
        using (await _turn.TakeAsync())
            if (_boards.Standings is null) await _boards.BuildAsync(_guild);
    }
}

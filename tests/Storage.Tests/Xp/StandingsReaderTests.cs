using CommunityIntel.Domain.Xp;
using CommunityIntel.Lab.Postgres;
using CommunityIntel.Storage.Xp;

namespace CommunityIntel.Storage.Tests.Xp;

public sealed class StandingsReaderTests : IAsyncLifetime
{
    private const long Guild = 77;
    private const int Members = 3_300;

    private static readonly long[] Nobody = [];

    private ScratchDatabase _database = null!;
    private StandingsReader _reader = null!;
    private List<XpStanding> _sorted = [];

    public async ValueTask InitializeAsync()
    {
        _database = await ScratchDatabase.CreateAsync();
        _reader = new StandingsReader(_database.DataSource);
        // Many equals, a guild beside it, and no order in the ids.
        await _database.ExecuteAsync($"""
            INSERT INTO user_xp (guild_id, user_id, xp, messages, voice_seconds)
            SELECT g, (i * 7919) % 10007, CASE WHEN i % 3 = 0 THEN 0 ELSE (i * 31) % 500 END, i, 0 FROM generate_series(1, {Members}) AS i, unnest(ARRAY[{Guild}, {Guild + 1}]) AS g
            """);
        _sorted = await SortedAsync();
    }

    [Fact]
    public async Task Every_rank_and_every_page_is_that_of_the_sorted_list()
    {
        var standings = await _reader.ReadAsync(Guild, Nobody);
        standings.Total.Should().Be(Members);
        standings.Stretches.Should().Be(4);
        foreach (var place in Places())
        {
            (await RankAsync(standings, _sorted[place], Nobody)).Should().Be(place + 1);
            var page = await PageAsync(standings, place, 20, Nobody);
            page.Should().Equal(_sorted.Skip(place).Take(20).Select(s => s.UserId));
        }

        (await PageAsync(standings, Members + 5, 20, Nobody)).Should().BeEmpty();
    }

    [Fact]
    public async Task Who_is_hidden_is_passed_over_and_takes_no_place()
    {
        long[] hidden = [_sorted[0].UserId, _sorted[700].UserId, _sorted[999].UserId, _sorted[1_000].UserId, _sorted[^1].UserId];
        var seen = _sorted.Where(s => !hidden.Contains(s.UserId)).ToList();
        var standings = await _reader.ReadAsync(Guild, hidden);
        standings.Total.Should().Be(Members - 5);
        foreach (var place in Places().Where(p => p < seen.Count))
        {
            (await RankAsync(standings, seen[place], hidden)).Should().Be(place + 1);
            (await PageAsync(standings, place, 20, hidden)).Should().Equal(seen.Skip(place).Take(20).Select(s => s.UserId));
        }

        (await RankAsync(standings, _sorted[700], hidden)).Should().Be(700, "one of those ahead is hidden");
    }

    [Fact]
    public async Task A_guild_without_members_has_standings_all_the_same()
    {
        var standings = await _reader.ReadAsync(5, Nobody);
        (standings.Total, standings.Stretches).Should().Be((0, 1));
        (await _reader.ReadPageAsync(5, standings.StretchBehind(0), 0, 20, Nobody)).Should().BeEmpty();
        (await _reader.FindAsync(5, 1)).Should().BeNull();
    }

    [Fact]
    public async Task The_standing_at_a_place_is_found()
    {
        var standings = await _reader.ReadAsync(Guild, Nobody);
        var stretch = standings.StretchBehind(1_500);
        (await _reader.FindAtAsync(Guild, stretch, 0, Nobody)).Should().Be(_sorted[1_000]);
        (await _reader.FindAtAsync(Guild, stretch, 999, Nobody)).Should().Be(_sorted[1_999]);
        (await _reader.FindAtAsync(Guild, stretch, 5_000, Nobody)).Should().BeNull();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static IEnumerable<int> Places() => Enumerable.Range(0, Members).Where(p => p % 271 == 0 || p % 1_000 is 0 or 1 or 999 || p == Members - 1);

    private async Task<int> RankAsync(XpStandings standings, XpStanding standing, long[] hidden)
    {
        var stretch = standings.StretchOf(standing);
        return stretch.Ahead + await _reader.CountAheadAsync(Guild, standing, stretch, hidden) + 1;
    }

    private async Task<IEnumerable<long>> PageAsync(XpStandings standings, int skip, int take, long[] hidden)
    {
        var stretch = standings.StretchBehind(skip);
        return (await _reader.ReadPageAsync(Guild, stretch, skip - stretch.Ahead, take, hidden)).Select(m => m.UserId);
    }

    private async Task<List<XpStanding>> SortedAsync()
    {
        await using var command = _database.DataSource.CreateCommand($"SELECT xp, user_id FROM user_xp WHERE guild_id = {Guild}");
        await using var reader = await command.ExecuteReaderAsync();
        var all = new List<XpStanding>();
        while (await reader.ReadAsync()) all.Add(new XpStanding(reader.GetInt64(0), reader.GetInt64(1)));
        return [.. all.Order(XpStanding.BestFirst)];
    }
}

using CommunityIntel.GrainInterfaces.Privacy;
using CommunityIntel.GrainInterfaces.Rewards;
using CommunityIntel.GrainInterfaces.Xp;

namespace CommunityIntel.Grains.Tests.Xp;

public sealed class BoardsTests(RunningSilo silo) : IClassFixture<RunningSilo>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_asks_while_a_guild_is_about_to_be_put_to_sleep_is_answered()
    {
        var id = Some.GuildId();
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning)));
        await silo.Guild(id).GetLiveAsync();
        Task slow;
        Task<MemberRank?> asked;
        await using (var connection = await silo.Database.DataSource.OpenConnectionAsync(Cancellation))
        await using (var transaction = await connection.BeginTransactionAsync(Cancellation))
        {
            await using var command = new Npgsql.NpgsqlCommand("LOCK TABLE guild_watermarks IN ACCESS EXCLUSIVE MODE", connection, transaction);
            await command.ExecuteNonQueryAsync(Cancellation);
            // That it is there is all that is said of it: it need not stay in memory.
            slow = silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Guild(2, Some.Morning.AddMinutes(1), "fr")));
            await Eventually.Holds(() => silo.Database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)", Cancellation));
            asked = Boards(id).GetRankForAsync(7, null);
            await silo.Guild(id).GetLiveAsync();
        }

        // An activation that waits for itself would hold both up for half a minute.
        await Task.WhenAll(slow, asked).WaitAsync(TimeSpan.FromSeconds(15), Cancellation);
        (await asked).Should().BeNull();
    }

    [Fact]
    public async Task Equals_are_ranked_by_their_ids_and_everybody_has_another_rank()
    {
        var id = Some.GuildId();
        await FillAsync(id, members: 40, xp: "100 + i / 10");
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning)));

        var page = await Boards(id).GetBoardAsync(new BoardQuestion(LeaderboardBoard.Xp, LeaderboardPeriod.AllTime, 0, 100, Reader: 35));
        page.Entries.Select(e => e.UserId).Should().Equal(Enumerable.Range(1, 40).OrderByDescending(i => i / 10).ThenBy(i => i).Select(i => (long)i));
        page.Entries.Select(e => e.Rank).Should().Equal(Enumerable.Range(1, 40));
        foreach (var entry in page.Entries) (await silo.Guild(id).GetRankAsync(entry.UserId)).Should().BeEquivalentTo(new { Entry = new { entry.Rank, entry.UserId }, Total = 40 });
        page.Reader.Should().BeEquivalentTo(new { Rank = 7, UserId = 35L });
    }

    [Fact]
    public async Task The_reader_is_told_their_place_on_whatever_page_and_nobody_without_XP()
    {
        var id = Some.GuildId();
        await FillAsync(id, members: 60, xp: "1000 - i");
        var second = await Boards(id).GetBoardAsync(new BoardQuestion(LeaderboardBoard.Xp, LeaderboardPeriod.AllTime, 20, 20, Reader: 55));
        second.Entries.Select(e => e.Rank).Should().Equal(Enumerable.Range(21, 20));
        second.Reader.Should().BeEquivalentTo(new { Rank = 55, UserId = 55L });
        (await Boards(id).GetBoardAsync(new BoardQuestion(LeaderboardBoard.Messages, LeaderboardPeriod.AllTime, 0, 5, Reader: 1))).Reader!.Rank.Should().Be(60);
        (await Boards(id).GetBoardAsync(new BoardQuestion(LeaderboardBoard.Xp, LeaderboardPeriod.AllTime, 20, 20, Reader: 99))).Reader.Should().BeNull();
        (await Boards(id).GetBoardAsync(new BoardQuestion(LeaderboardBoard.Xp, LeaderboardPeriod.AllTime, 80, 20))).Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task Ranks_stay_exact_while_thousands_write_and_pass_each_other()
    {
        var id = Some.GuildId();
        await FillAsync(id, members: 5_200, xp: "(i * 31) % 400");
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning)));
        (await silo.Guild(id).GetRankAsync(1))!.Total.Should().Be(5_200);

        // Newcomers crowd into one stretch, and members of every place move.
        var sequence = 2L;
        for (var batch = 0; batch < 6; batch++)
        {
            var at = Some.Morning.AddMinutes(batch * 2);
            await silo.Guild(id).ApplyAsync(Some.Batch("s", [.. Enumerable.Range(0, 400).Select(i =>
                Some.Message(sequence++, i % 2 == 0 ? 20_000 + (batch * 400) + i : 1 + (((i * 13) + batch) % 5_200), at, n: i))]));
        }

        await MustAgreeAsync(id);
        await silo.DeactivateAsync(id);
        await MustAgreeAsync(id);
    }

    [Fact]
    public async Task Somebody_is_found_by_name_with_their_rank_on_the_board_that_was_asked()
    {
        var id = Some.GuildId();
        await FillAsync(id, members: 30, xp: "1000 - i");
        await silo.Database.ExecuteAsync($"UPDATE members SET name = 'Zoé %' WHERE guild_id = {id} AND user_id = 7");
        var found = await Boards(id).FindOnBoardAsync(new BoardSearch(LeaderboardBoard.Xp, LeaderboardPeriod.AllTime, "ZOÉ", 10));
        found.Entries.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Rank = 7, UserId = 7L, Name = "Zoé %" });
        found.ByBeginning.Should().BeFalse();
        (await Boards(id).FindOnBoardAsync(new BoardSearch(LeaderboardBoard.Messages, LeaderboardPeriod.AllTime, "zo", 10))).Entries.Single().Rank.Should().Be(24);
        (await Boards(id).FindOnBoardAsync(new BoardSearch(LeaderboardBoard.Xp, LeaderboardPeriod.Week, "zo", 10))).Entries.Should().BeEmpty();
        (await Boards(id).FindOnBoardAsync(new BoardSearch(LeaderboardBoard.Xp, LeaderboardPeriod.AllTime, "nobody", 10))).Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task A_page_is_asked_within_bounds()
    {
        var boards = Boards(Some.GuildId());
        await boards.Awaiting(b => b.GetBoardAsync(new BoardQuestion(LeaderboardBoard.Xp, LeaderboardPeriod.AllTime, -1, 10))).Should().ThrowAsync<ArgumentOutOfRangeException>();
        await boards.Awaiting(b => b.GetBoardAsync(new BoardQuestion(LeaderboardBoard.Xp, LeaderboardPeriod.AllTime, 0, 101))).Should().ThrowAsync<ArgumentOutOfRangeException>();
        await boards.Awaiting(b => b.FindOnBoardAsync(new BoardSearch(LeaderboardBoard.Xp, LeaderboardPeriod.AllTime, "", 10))).Should().ThrowAsync<ArgumentException>();
        (await boards.GetBoardAsync(new BoardQuestion(LeaderboardBoard.Xp, LeaderboardPeriod.AllTime, 0, 10))).Should().BeEquivalentTo(new { Total = 0, Listed = 0 });
    }

    [Fact]
    public async Task A_profile_has_91_days_and_the_roles_that_the_level_brought()
    {
        var id = Some.GuildId();
        await FillAsync(id, members: 3, xp: "400 * i");
        await silo.Database.ExecuteAsync($"""
            INSERT INTO member_activity_daily (guild_id, date, user_id, messages, voice_seconds, xp, became_author)
            SELECT {id}, (now() AT TIME ZONE 'UTC')::date - d, 2, d + 1, 60, 5, true FROM unnest(ARRAY[0, 90, 91]) AS d
            """);
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning)));
        await silo.Grains.GetGrain<IGuildRewardsGrain>(id).SaveRewardsAsync(
            new RewardSettings([new(5, 904, "Tin", false), new(1, 901, "Silver", false), new(3, 903, "Iron", false), new(2, 902, "Gold", true)]), 0, Some.Manager);

        var profile = await Boards(id).GetMemberAsync(2, reader: null);
        profile.Should().BeEquivalentTo(new { Total = 3, HasLeft = false, Entry = new { Rank = 2, Level = 4, UserId = 2L } });
        profile!.Days.Should().HaveCount(91);
        profile.Days.Where(d => d.Messages > 0).Select(d => d.Messages).Should().Equal(91, 1);
        profile.Roles.Select(r => r.Name).Should().Equal(["Gold", "Iron"], "gold took the place of silver");
        profile.Next!.Name.Should().Be("Tin");
        (await Boards(id).GetMemberAsync(99, reader: null)).Should().BeNull();
    }

    [Fact]
    public async Task Whoever_hides_is_on_no_board_and_ahead_of_nobody_but_sees_their_own_place()
    {
        var id = Some.GuildId();
        await FillAsync(id, members: 30, xp: "1000 - i");
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning)));
        (await silo.Guild(id).GetRankAsync(20))!.Entry.Rank.Should().Be(20);
        await ChooseAsync(id, 5, MemberChoices.Hide);

        foreach (var _ in new[] { "counted while it happened", "read again" })
        {
            (await silo.Guild(id).GetRankAsync(20)).Should().BeEquivalentTo(new { Total = 29, Entry = new { Rank = 19 } });
            (await BoardAsync(id, LeaderboardBoard.Xp, reader: 20)).Entries.Select(e => e.UserId).Should().NotContain(5).And.HaveCount(29);
            (await BoardAsync(id, LeaderboardBoard.Messages, reader: 20)).Entries.Select(e => e.UserId).Should().NotContain(5).And.HaveCount(29);
            (await Boards(id).FindOnBoardAsync(new BoardSearch(LeaderboardBoard.Xp, LeaderboardPeriod.AllTime, "member 5", 10, Reader: 20))).Entries.Should().BeEmpty();
            (await Boards(id).GetRankForAsync(5, reader: 20)).Should().BeNull();
            (await Boards(id).GetMemberAsync(5, reader: 20)).Should().BeNull();
            (await Boards(id).GetMemberAsync(5, reader: null)).Should().BeNull();
            (await Boards(id).GetMemberAsync(5, reader: 5)).Should().BeEquivalentTo(new { IsPrivate = true, Total = 29, Entry = new { Rank = 5, UserId = 5L } });
            (await BoardAsync(id, LeaderboardBoard.Xp, reader: 5)).Reader!.Rank.Should().Be(5);
            await silo.DeactivateAsync(id);
        }

        await ChooseAsync(id, 5, MemberChoices.None);
        (await silo.Guild(id).GetRankAsync(20)).Should().BeEquivalentTo(new { Total = 30, Entry = new { Rank = 20 } });
        (await BoardAsync(id, LeaderboardBoard.Messages, reader: 20)).Total.Should().Be(30);
    }

    [Fact]
    public async Task Whoever_has_no_name_keeps_their_place_without_name_and_id()
    {
        var id = Some.GuildId();
        await FillAsync(id, members: 10, xp: "1000 - i");
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning)));
        await ChooseAsync(id, 3, MemberChoices.Anonymise);
        foreach (var board in new[] { LeaderboardBoard.Xp, LeaderboardBoard.Messages })
        {
            var others = await BoardAsync(id, board, reader: 8);
            others.Entries.Should().HaveCount(10);
            others.Entries.Single(e => e.UserId == 0).Should().BeEquivalentTo(new { Name = "", Avatar = (string?)null, Messages = 3L });
            others.Entries.Should().NotContain(e => e.UserId == 3);
            (await BoardAsync(id, board, reader: 3)).Entries.Should().Contain(e => e.UserId == 3 && e.Name == "member 3");
        }

        (await Boards(id).FindOnBoardAsync(new BoardSearch(LeaderboardBoard.Xp, LeaderboardPeriod.AllTime, "member 3", 10, Reader: 8))).Entries.Should().BeEmpty();
        (await Boards(id).GetMemberAsync(3, reader: 8)).Should().BeNull();
        (await silo.Guild(id).GetRankAsync(8))!.Entry.Rank.Should().Be(8);
    }

    [Fact]
    public async Task Whoever_hides_and_writes_and_comes_back_has_the_place_of_all_their_XP()
    {
        var id = Some.GuildId();
        await FillAsync(id, members: 10, xp: "100 * i");
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning)));
        (await silo.Guild(id).GetRankAsync(1))!.Entry.Rank.Should().Be(10);
        await ChooseAsync(id, 1, MemberChoices.Hide);
        await silo.Guild(id).ApplyAsync(Some.Batch("s", [.. Enumerable.Range(0, 10).Select(i => Some.Message(2 + i, 1, Some.Morning.AddMinutes(2 * i)))]));
        (await silo.Guild(id).GetRankAsync(2)).Should().BeEquivalentTo(new { Total = 9, Entry = new { Rank = 9 } });
        await ChooseAsync(id, 1, MemberChoices.None);
        (await silo.Guild(id).GetRankAsync(1)).Should().BeEquivalentTo(new { Total = 10, Entry = new { Rank = 9 } });
        (await silo.Guild(id).GetRankAsync(2))!.Entry.Rank.Should().Be(10);
        await MustAgreeAsync(id);
    }

    private Task ChooseAsync(long id, long userId, MemberChoices choices) =>
        silo.Grains.GetGrain<IGuildPrivacyGrain>(id).ChooseAsync(userId, choices, null, Some.Morning.AddHours(1));

    private Task<BoardPage> BoardAsync(long id, LeaderboardBoard board, long reader) =>
        Boards(id).GetBoardAsync(new BoardQuestion(board, LeaderboardPeriod.AllTime, 0, 100, reader));

    private IGuildBoardsGrain Boards(long id) => silo.Grains.GetGrain<IGuildBoardsGrain>(id);

    // Straight into the tables, before the guild's first activation: members 1, 2, … with as many messages as their number.
    private Task FillAsync(long id, int members, string xp) => silo.Database.ExecuteAsync($"""
        INSERT INTO user_xp (guild_id, user_id, xp, messages, voice_seconds) SELECT {id}, i, {xp}, i, 0 FROM generate_series(1, {members}) AS i;
        INSERT INTO members (guild_id, user_id, name, is_bot, has_left) SELECT {id}, i, 'member ' || i, false, false FROM generate_series(1, {members}) AS i
        """);

    private async Task MustAgreeAsync(long id)
    {
        var sorted = new List<long>();
        await using (var command = silo.Database.DataSource.CreateCommand($"SELECT user_id FROM user_xp WHERE guild_id = {id} ORDER BY xp DESC, user_id"))
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync()) sorted.Add(reader.GetInt64(0));
        for (var place = 0; place < sorted.Count; place += 173)
        {
            var page = await Boards(id).GetBoardAsync(new BoardQuestion(LeaderboardBoard.Xp, LeaderboardPeriod.AllTime, place, 10));
            page.Total.Should().Be(sorted.Count);
            page.Entries.Select(e => e.UserId).Should().Equal(sorted.Skip(place).Take(10));
            (await silo.Guild(id).GetRankAsync(sorted[place]))!.Entry.Rank.Should().Be(place + 1);
        }
    }
}

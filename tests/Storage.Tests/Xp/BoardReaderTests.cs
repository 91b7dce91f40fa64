using CommunityIntel.Domain.Xp;
using CommunityIntel.Lab.Postgres;
using CommunityIntel.Storage.Xp;

namespace CommunityIntel.Storage.Tests.Xp;

public sealed class BoardReaderTests : IAsyncLifetime
{
    private const long Guild = 77;

    private static readonly long[] Nobody = [];
    private static readonly BoardDays Week = new(new DateOnly(2026, 10, 19), new DateOnly(2026, 10, 25));

    private ScratchDatabase _database = null!;
    private BoardReader _reader = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await ScratchDatabase.CreateAsync();
        _reader = new BoardReader(_database.DataSource);
        await _database.ExecuteAsync($"""
            INSERT INTO member_activity_daily (guild_id, date, user_id, messages, voice_seconds, xp, became_author) VALUES
              ({Guild}, '2026-10-18', 1, 50, 0, 500, true), ({Guild}, '2026-10-19', 1, 2, 0, 40, true), ({Guild}, '2026-10-25', 1, 1, 60, 20, true),
              ({Guild}, '2026-10-25', 3, 3, 0, 60, true), ({Guild}, '2026-10-25', 2, 3, 0, 60, true),
              ({Guild}, '2026-10-26', 4, 9, 9, 90, true), ({Guild}, '2026-10-20', 5, 0, 90, 0, false), ({Guild + 1}, '2026-10-20', 6, 1, 1, 1, true);
            INSERT INTO user_xp (guild_id, user_id, xp, messages, voice_seconds)
              VALUES ({Guild}, 1, 560, 53, 60), ({Guild}, 2, 60, 3, 0), ({Guild}, 3, 60, 3, 0), ({Guild}, 4, 90, 9, 9), ({Guild}, 5, 0, 0, 90);
            INSERT INTO members (guild_id, user_id, name, is_bot, has_left) VALUES
              ({Guild}, 1, 'Éloïse', false, false), ({Guild}, 2, '100%_sure', false, false), ({Guild}, 3, 'élan', false, true),
              ({Guild}, 4, 'ada_\', false, false), ({Guild}, 9, 'elsewhere', false, false)
            """);
    }

    [Fact]
    public async Task A_week_is_its_days_alone_and_equals_are_in_the_order_of_their_ids()
    {
        var scores = await _reader.ReadAsync(Guild, StoredBoard.Xp, Week, 10, Nobody);
        scores.First.Should().Equal(new StoredScore(1, 60, 3, 60), new StoredScore(2, 60, 3, 0), new StoredScore(3, 60, 3, 0));
        scores.Total.Should().Be(3);
        (await _reader.ReadAsync(Guild, StoredBoard.Voice, Week, 10, Nobody)).First.Select(s => s.UserId).Should().Equal(5, 1);
        (await _reader.ReadAsync(Guild, StoredBoard.Messages, null, 10, Nobody)).First.Select(s => s.UserId).Should().Equal(1, 4, 2, 3);
    }

    [Fact]
    public async Task Only_the_first_are_listed_of_all_who_are_counted_and_nobody_who_is_hidden()
    {
        var scores = await _reader.ReadAsync(Guild, StoredBoard.Messages, null, 2, [1]);
        scores.First.Select(s => s.UserId).Should().Equal(4, 2);
        scores.Total.Should().Be(3);
    }

    [Theory]
    [InlineData("É", true, "3,1"), InlineData("éL", true, "3,1"), InlineData("élo", true, "1"), InlineData("ÏSE", false, "1")]
    [InlineData("lan", true, ""), InlineData("lan", false, "3")]
    [InlineData("%", true, ""), InlineData("%", false, "2"), InlineData("_", false, "2,4"), InlineData("100%", true, "2"), InlineData("a_a", false, ""), InlineData("\\", false, "4")]
    [InlineData("else", true, "")]
    public async Task Names_are_found_as_they_are_written_whatever_the_case(string text, bool byBeginning, string found)
    {
        var members = await _reader.FindByNameAsync(Guild, text, byBeginning, 10, Nobody);
        string.Join(',', members.Select(m => m.UserId)).Should().Be(found);
    }

    [Fact]
    public async Task Nobody_who_is_hidden_is_found() =>
        (await _reader.FindByNameAsync(Guild, "é", true, 10, [1])).Select(m => m.UserId).Should().Equal(3);

    [Fact]
    public async Task A_membership_is_known_of_whoever_was_seen()
    {
        (await _reader.FindMembershipAsync(Guild, 3))!.Value.HasLeft.Should().BeTrue();
        (await _reader.FindMembershipAsync(Guild, 1))!.Value.Should().Be(((DateTime?)null, false));
        (await _reader.FindMembershipAsync(Guild, 8)).Should().BeNull();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}

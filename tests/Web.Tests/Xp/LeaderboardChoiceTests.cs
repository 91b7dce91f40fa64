using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Web.Xp;
using Microsoft.AspNetCore.WebUtilities;

namespace CommunityIntel.Web.Tests.Xp;

public sealed class LeaderboardChoiceTests
{
    [Fact]
    public void Every_choice_is_read_back_from_its_address()
    {
        foreach (var board in Enum.GetValues<LeaderboardBoard>())
        foreach (var period in Enum.GetValues<LeaderboardPeriod>())
        foreach (var search in new[] { null, "a & b", "é%_" })
        {
            var choice = new LeaderboardChoice(board, 7, period, search);
            var query = QueryHelpers.ParseQuery(choice.Query());
            LeaderboardChoice.Parse(query.GetValueOrDefault("board"), query.GetValueOrDefault("page"), query.GetValueOrDefault("period"), query.GetValueOrDefault("q")).Should().Be(choice);
        }
    }

    [Fact]
    public void The_usual_choice_has_no_query() => LeaderboardChoice.Parse(null, "1", "all", "  ").Query().Should().BeEmpty();
}

using System.Net;

namespace CommunityIntel.Web.Tests.Xp;

public sealed class RankingTests(ScriptedSite site)
{
    private static readonly string Board = $"/g/{ScriptedSite.GuildId}/leaderboard";

    [Theory]
    [InlineData("", "by-xp", "All time", 1)]
    [InlineData("?board=voice&period=week&page=2", "by-voice", "This week", 51)]
    [InlineData("?period=last-month", "by-xp", "This month", 1)]
    [InlineData("?board=nonsense&period=nonsense&page=-3", "by-xp", "All time", 1)]
    public async Task What_is_shown_is_in_the_address(string query, string table, string period, int firstRank)
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Member);
        var html = await visitor.GetStringAsync(Board + query);
        html.Should().Contain($"ranking {table}").And.Contain($"aria-current=\"true\">{period}</a>").And.Contain($"person {firstRank}&lt;").And.NotContain($"person {firstRank + 50}&lt;");
        html.Contains("Mon, Nov 16 to Sun, Nov 22", StringComparison.Ordinal).Should().Be(period != "All time");
        html.Contains("Back to this month", StringComparison.Ordinal).Should().Be(query.Contains("last-month", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_readers_own_row_is_pinned_on_pages_that_they_are_not_on()
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Member);
        (await visitor.GetStringAsync(Board)).Should().Contain("class=\"pinned\"");
        var own = await visitor.GetStringAsync(Board + "?page=2");
        own.Should().NotContain("class=\"pinned\"").And.Contain("class=\"me\"");
        (await visitor.GetStringAsync(Board + "?page=9")).Should().Contain("class=\"pinned\"", "also where there is nobody else");
    }

    [Fact]
    public async Task Whoever_has_no_name_has_no_link_and_names_are_never_markup()
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Member);
        var html = await visitor.GetStringAsync(Board);
        html.Should().Contain("A member").And.NotContain("/members/0\"").And.NotContain("<b>person").And.Contain("/members/1001\"");
    }

    [Fact]
    public async Task Pages_end_where_the_list_ends()
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Member);
        var first = await visitor.GetStringAsync(Board + "?board=messages&period=month");
        first.Should().Contain("rel=\"next\" href=\"/g/81384788765712384/leaderboard?board=messages&amp;period=month&amp;page=2\"").And.Contain("the first 120 are listed");
        (await visitor.GetStringAsync(Board + "?page=3")).Should().NotContain("rel=\"next\"").And.Contain("rel=\"prev\"");
    }

    [Fact]
    public async Task A_search_keeps_the_board_and_the_text_as_it_was_typed()
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Member);
        var html = await visitor.GetStringAsync(Board + "?board=voice&period=week&q=" + Uri.EscapeDataString(" <i>%_\\ "));
        html.Should().Contain("called &lt;i&gt;%_\\<").And.Contain("ranking by-voice").And.Contain("name=\"period\" value=\"week\"").And.Contain("value=\"&lt;i&gt;%_\\\"").And.Contain("name=\"board\" value=\"voice\"").And.Contain("searched by their beginning");
        (await visitor.GetStringAsync(Board + "?q=nobody")).Should().Contain("No one by that name");
        (await visitor.GetStringAsync(Board + "?q=" + new string('a', 500))).Should().Contain($"called {new string('a', 100)}<");
    }

    [Fact]
    public async Task A_guild_that_does_not_answer_says_so()
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Stranger);
        (await visitor.GetAsync($"/g/{ScriptedSite.OtherGuildId}/leaderboard")).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await visitor.GetAsync($"/g/{ScriptedSite.OtherGuildId}/members/5")).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_profile_shows_the_way_the_days_and_the_roles_and_needs_no_script()
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Member);
        var html = await visitor.GetStringAsync($"/g/{ScriptedSite.GuildId}/members/5");
        html.Should().Contain("20 of 155 XP to level 13").And.Contain("#17").And.Contain("&lt;Bronze&gt;").And.Contain("next, at level 5")
            .And.Contain("Member since May 4, 2024").And.NotContain("blazor.web");
    }

    [Fact]
    public async Task Whoever_is_hidden_or_was_never_active_is_not_there_for_others()
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Member);
        foreach (var nobody in new[] { ScriptedGuild.Hidden, 77_777 })
        {
            var answer = await visitor.GetAsync($"/g/{ScriptedSite.GuildId}/members/{nobody}");
            answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
            (await answer.Content.ReadAsStringAsync()).Should().Contain("Nobody to show here").And.NotContain("Only you see this page");
        }
    }

    [Fact]
    public async Task Nobody_outside_the_guild_sees_a_profile()
    {
        using var stranger = await site.SignedInAsync(ScriptedAccounts.Stranger);
        (await stranger.GetAsync($"/g/{ScriptedSite.GuildId}/members/5")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }
}

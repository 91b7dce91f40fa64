using System.Net;

namespace CommunityIntel.Web.Tests.Retention;

public sealed class RetentionPageTests(ScriptedSite site)
{
    private static readonly string Page = $"/g/{ScriptedSite.GuildId}/retention";

    [Fact]
    public async Task Shares_stand_beside_how_many_they_are_of_and_changes_are_in_points()
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Member);

        var page = WebUtility.HtmlDecode(await member.GetStringAsync(Page));

        page.Should().Contain("60%").And.Contain("20 pts").And.Contain("of 10 people who came").And.Contain("nobody came early enough yet")
            .And.Contain("4 people came: too few to say").And.Contain("<td colspan=\"3\">too few to say</td>")
            .And.Contain("In the week of Nov 2, 10 people came: 8 were active in that week, 5 in the next.").And.Contain("title=\"8 of 10 active\">80%")
            .And.Contain("c2 running\" title=\"4 of 10 active\">40%").And.NotContain("blazor.web.js");
    }

    [Fact]
    public async Task The_file_has_a_line_for_every_week_after_an_arrival()
    {
        using var member = await site.SignedInAsync(ScriptedAccounts.Member);

        var lines = (await member.GetStringAsync($"{Page}.csv")).Trim('\uFEFF', '\r', '\n').Split("\r\n");
        lines.Should().HaveCount(6).And.StartWith(["week_of_arrival,arrivals,weeks_after,active,is_running", "2026-11-02,10,0,8,false", "2026-11-02,10,1,5,false", "2026-11-02,10,2,4,true", "2026-11-09,3,,,false"]);
        using var stranger = await site.SignedInAsync(ScriptedAccounts.Stranger);
        (await stranger.GetAsync($"{Page}.csv")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }
}

namespace CommunityIntel.Web.Tests.Browser;

/// <summary>The leaderboard and a member's page on the scripted site: long names, a pinned row, a search, nobody.</summary>
public sealed class BoardsInABrowserTests(ScriptedSite site)
{
    private static readonly (string Name, string Address)[] Pages =
    [
        ("board", "leaderboard"), ("board-page-2", "leaderboard?page=2"), ("board-week-voice", "leaderboard?board=voice&period=week"), ("board-search", "leaderboard?q=person"),
        ("board-nobody", "leaderboard?q=nobody"), ("member", "members/5"), ("member-you", "members/3"), ("member-hidden", "members/900"),
    ];

    [Theory, MemberData(nameof(Look.All), MemberType = typeof(Look))]
    public async Task Every_page_is_accessible_and_fits(string language, string theme, int width)
    {
        await using var window = await site.OpenAsync(ScriptedAccounts.Member, new Look(language, theme, width));
        foreach (var (name, address) in Pages)
        {
            await window.Page.GotoAsync($"{window.Guild}/{address}");
            (await window.FaultsAsync(name)).Should().BeEmpty();
        }
    }

    [Fact]
    public async Task A_search_by_keyboard_and_a_way_to_a_member_need_no_script()
    {
        await using var window = await site.OpenAsync(ScriptedAccounts.Member, new Look(), script: false);
        var page = window.Page;
        await page.GotoAsync($"{window.Guild}/leaderboard?board=messages&period=week");
        await page.Locator("#find").FillAsync("zoé & co");
        await page.Locator("#find").PressAsync("Enter");
        await page.WaitForURLAsync("**/leaderboard?board=messages&period=week&q=zo*");
        await page.Locator("a.line").First.ClickAsync();
        await page.WaitForURLAsync("**/members/*");
        (await page.Locator("h1").InnerTextAsync()).Should().StartWith("<b>person 17</b>");
    }
}

using Deque.AxeCore.Playwright;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Playwright;

namespace CommunityIntel.Web.Tests.Browser;

/// <summary>The leaderboard and a member's page on the scripted site: long names, a pinned row, a search, nobody.</summary>
public sealed class BoardsInABrowserTests(ScriptedSite site)
{
    private static readonly (string Name, string Address)[] Pages =
    [
        ("board", "leaderboard"), ("board-page-2", "leaderboard?page=2"), ("board-week-voice", "leaderboard?board=voice&period=week"), ("board-search", "leaderboard?q=person"),
        ("board-nobody", "leaderboard?q=nobody"), ("member", "members/5"), ("member-you", "members/3"), ("member-hidden", "members/900"),
    ];

    [Theory]
    [InlineData("en", ColorScheme.Dark, 390), InlineData("fr", ColorScheme.Light, 390), InlineData("fr", ColorScheme.Dark, 1440), InlineData("en", ColorScheme.Light, 1440)]
    public async Task Every_page_is_accessible_fits_and_is_whole_without_JavaScript(string language, ColorScheme scheme, int width)
    {
        RunningProduct.MustHaveChromium();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = RunningProduct.Chromium, Args = RunningProduct.Switches });
        await using var context = await browser.NewContextAsync(new()
        {
            BaseURL = site.Address.AbsoluteUri, Locale = language == "fr" ? "fr-FR" : "en-US", ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = width < 500 ? 844 : 900 },
        });
        var page = await context.NewPageAsync();
        await SignInAsync(page);
        foreach (var (name, address) in Pages)
        {
            await page.GotoAsync($"/g/{ScriptedSite.GuildId}/{address}");
            await page.ScreenshotAsync(new() { Path = Path.Combine(RunningProduct.Screenshots, "tested", $"{name}-{width}-{language}-{scheme}.png"), FullPage = true });
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).Should().Be(0, name);
            (await page.RunAxe()).Violations.Should().BeEmpty(name);
        }
    }

    [Fact]
    public async Task A_search_by_keyboard_and_a_way_to_a_member_need_no_script()
    {
        RunningProduct.MustHaveChromium();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = RunningProduct.Chromium, Args = RunningProduct.Switches });
        await using var context = await browser.NewContextAsync(new() { BaseURL = site.Address.AbsoluteUri, Locale = "en-US", JavaScriptEnabled = false });
        var page = await context.NewPageAsync();
        await SignInAsync(page);
        await page.GotoAsync($"/g/{ScriptedSite.GuildId}/leaderboard?board=messages&period=week");
        await page.Locator("#find").FillAsync("zoé & co");
        await page.Locator("#find").PressAsync("Enter");
        await page.WaitForURLAsync("**/leaderboard?board=messages&period=week&q=zo*");
        await page.Locator("a.line").First.ClickAsync();
        await page.WaitForURLAsync("**/members/*");
        (await page.Locator("h1").InnerTextAsync()).Should().StartWith("<b>person 17</b>");
    }

    // The scripted Discord has no page to consent on: its address carries what the way back needs.
    private static async Task SignInAsync(IPage page)
    {
        var consent = await page.Context.APIRequest.GetAsync("/login", new() { MaxRedirects = 0 });
        var state = QueryHelpers.ParseQuery(new Uri(consent.Headers["location"]).Query)["state"].Single();
        await page.GotoAsync($"/oauth/callback?code={ScriptedAccounts.Member}&state={state}");
    }
}

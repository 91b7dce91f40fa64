namespace CommunityIntel.Web.Tests.Browser;

public sealed class PagesInABrowserTests(RunningProduct product)
{
    [Theory, InlineData("en"), InlineData("fr")]
    public async Task Every_page_is_accessible_fits_is_translated_and_breaks_no_policy(string language)
    {
        var english = Translations.EnglishOnly();
        await using var window = await product.OpenAsync(language);
        List<string> faults = [];
        foreach (var address in window.Pages)
        {
            await window.GotoAsync(address);
            foreach (var (theme, width) in ((string, int)[])[("light", 1440), ("dark", 1440), ("dark", 390), ("light", 390)])
            {
                await window.LookAsync(theme, width);
                // Between them the two languages cover every theme in every size.
                faults.AddRange(await window.FaultsAsync(address, asksAxe: theme == "light" == (width == 1440) == (language == "en")));
            }
            if (language == "fr")
                faults.AddRange((await window.TextsAsync()).Intersect(english).Select(text => $"{address} is not translated: {text}"));
        }
        faults.AddRange(window.Complaints.Where(complaint => !complaint.Contains("404 (Not Found)", StringComparison.Ordinal)));
        faults.Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_wrong_with_a_page_is_found()
    {
        await using var window = await product.OpenAsync(width: 390);
        await window.GotoAsync("/help");
        await window.Page.EvaluateAsync("""
            () => {
              const main = document.querySelector("main");
              main.innerHTML = "<img src=x><p>wide</p><a class=btn href=#>small</a>";
              main.querySelector("p").style.width = "999px";
              main.querySelector("a").style.cssText = "display: block; height: 20px; min-height: 0; padding: 0";
            }
            """);

        (await window.FaultsAsync("broken")).Should().HaveCountGreaterThanOrEqualTo(3)
            .And.Contain(fault => fault.StartsWith("broken scrolls sideways", StringComparison.Ordinal))
            .And.Contain(fault => fault.StartsWith("broken is hard to touch", StringComparison.Ordinal))
            .And.Contain(fault => fault.StartsWith("broken image-alt", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_leaderboard_opens_no_websocket_and_the_overview_one()
    {
        await using var window = await product.OpenAsync();

        await window.GotoAsync($"{window.Guild}/leaderboard");
        window.WebSockets.Should().Be(0);

        await window.GotoAsync(window.Guild);
        window.WebSockets.Should().Be(1);
    }

    [Fact]
    public async Task Without_JavaScript_the_overview_reads_the_same()
    {
        await using var window = await product.OpenAsync(script: false);
        await window.Page.GotoAsync(window.Guild);

        (await window.Page.Locator(".kpi b").AllInnerTextsAsync()).Should().HaveCount(5).And.OnlyContain(text => text.Length > 0);
        (await window.Page.Locator(".chart.main path.line").First.GetAttributeAsync("d")).Should().StartWith("M");
        await window.Page.Locator(".seg a").First.ClickAsync();
        window.Page.Url.Should().EndWith("?range=7");
    }

    [Fact]
    public async Task The_theme_can_be_switched_with_and_without_JavaScript()
    {
        foreach (var script in new[] { true, false })
        {
            await using var window = await product.OpenAsync(script: script);
            await window.Page.GotoAsync("/help");
            await window.Page.Locator("[data-theme-form] button").ClickAsync();

            await window.Page.Locator("html[data-theme=dark]").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Attached });
            await window.Page.GotoAsync("/privacy");
            (await window.Page.Locator("html").GetAttributeAsync("data-theme")).Should().Be("dark");
        }
    }

    [Fact]
    public async Task The_language_can_be_switched_and_stays()
    {
        await using var window = await product.OpenAsync("en");
        await window.Page.GotoAsync(window.Guild);
        await window.Page.Locator(".side button[name=language]").ClickAsync();

        (await window.Page.Locator("h1").InnerTextAsync()).Should().Be("Vue d’ensemble");
        await window.Page.GotoAsync("/help");
        (await window.Page.Locator("h1").InnerTextAsync()).Should().Be("Aide");
    }
}

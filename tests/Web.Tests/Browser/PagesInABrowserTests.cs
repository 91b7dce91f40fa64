using Deque.AxeCore.Playwright;

namespace CommunityIntel.Web.Tests.Browser;

public sealed class PagesInABrowserTests(RunningProduct product)
{
    public static TheoryData<string, int, string> Looks => new()
    {
        { "light", 1440, "fr" }, { "dark", 1440, "en" }, { "light", 390, "en" }, { "dark", 390, "fr" },
    };

    [Theory, MemberData(nameof(Looks))]
    public async Task Every_page_is_accessible_fits_and_breaks_no_policy(string theme, int width, string language)
    {
        await using var window = await product.OpenAsync(language, theme, width);
        List<string> faults = [];
        foreach (var address in window.Pages)
        {
            await window.GotoAsync(address);
            await window.Page.ScreenshotAsync(new() { Path = window.Picture("tested", address), FullPage = true });

            var wide = await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (wide != 0)
                faults.Add($"{address} scrolls sideways by {wide}");
            if (width < 500)
            {
                var small = await window.Page.EvaluateAsync<string[]>("""
                    () => [...document.querySelectorAll(".btn, .seg a, .tabs a, .choices label, a.server, a.kpi")]
                      .filter(it => it.offsetHeight > 0 && it.offsetHeight < 44).map(it => it.outerHTML.slice(0, 100))
                    """);
                faults.AddRange(small.Select(target => $"{address} is hard to touch: {target}"));
            }
            var found = await window.Page.RunAxe();
            faults.AddRange(found.Violations.Select(violation => $"{address} {violation.Id}: {violation.Nodes[0].Html}"));
        }
        faults.AddRange(window.Complaints.Where(complaint => !complaint.Contains("404 (Not Found)", StringComparison.Ordinal)));
        faults.Should().BeEmpty();
    }

    [Fact]
    public async Task The_French_pages_hold_no_English_text()
    {
        var english = Translations.EnglishOnly();
        await using var window = await product.OpenAsync("fr");
        foreach (var address in window.Pages)
        {
            await window.GotoAsync(address);
            var texts = await window.Page.EvaluateAsync<string[]>("""
                () => {
                  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), all = [];
                  while (walker.nextNode())
                    if (!walker.currentNode.parentElement.closest("script, bdi")) all.push(walker.currentNode.textContent.trim());
                  for (const part of document.querySelectorAll("[aria-label], [title]"))
                    if (!part.closest("[lang]:not(html)")) all.push(part.getAttribute("aria-label") ?? "", part.title);
                  return all;
                }
                """);
            texts.Intersect(english).Should().BeEmpty(address);
        }
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

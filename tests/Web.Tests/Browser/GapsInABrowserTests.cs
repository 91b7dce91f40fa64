using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CommunityIntel.Web.Tests.Browser;

/// <summary>Charts with times at which nobody listened, as the scripted guild has them.</summary>
public sealed class GapsInABrowserTests(ScriptedSite site)
{
    [Theory]
    [InlineData("light", 1440, "en"), InlineData("dark", 1440, "fr"), InlineData("light", 390, "fr"), InlineData("dark", 390, "en")]
    public async Task A_gap_is_drawn_told_by_the_tooltip_and_accessible(string theme, int width, string language)
    {
        RunningProduct.MustHaveChromium();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = RunningProduct.Chromium, Args = RunningProduct.Switches });
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = site.Address.AbsoluteUri,
            Locale = language == "fr" ? "fr-FR" : "en-US",
            ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new() { Width = width, Height = 900 },
        });
        var consent = await context.APIRequest.GetAsync("/login", new() { MaxRedirects = 0 });
        var state = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(consent.Headers["location"]).Query)["state"].Single()!;
        var page = await context.NewPageAsync();
        await page.GotoAsync($"/oauth/callback?code={ScriptedAccounts.Owner}&state={state}");
        await page.GotoAsync($"/g/{ScriptedSite.GuildId}");

        (await page.Locator("rect.gap").CountAsync()).Should().BeGreaterThan(1);
        var plot = page.Locator(".chart.main .plot");
        await plot.FocusAsync();
        await page.Keyboard.PressAsync("End");
        var told = page.Locator(".chart.main output");
        for (var i = 0; i < 7 && !(await told.TextContentAsync())!.Contains("40", StringComparison.Ordinal); i++) await page.Keyboard.PressAsync("ArrowLeft");
        (await told.TextContentAsync()).Should().Contain("40 min");
        var tip = (await page.Locator(".chart.main .tip").BoundingBoxAsync())!;
        var room = (await plot.BoundingBoxAsync())!;
        (tip.X >= room.X - 1 && tip.X + tip.Width <= room.X + room.Width + 1).Should().BeTrue("the tooltip stays within the chart");
        await page.ScreenshotAsync(new() { Path = Path.Combine(RunningProduct.Screenshots, $"gap-{width}-{language}-{theme}.png"), FullPage = true });

        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).Should().Be(0);
        (await page.RunAxe()).Violations.Select(v => $"{v.Id}: {v.Nodes[0].Html}").Should().BeEmpty();
    }
}

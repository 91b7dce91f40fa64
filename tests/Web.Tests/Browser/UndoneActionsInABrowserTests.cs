using Deque.AxeCore.Playwright;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Playwright;

namespace CommunityIntel.Web.Tests.Browser;

/// <summary>The card of what could not be done on Discord, on the scripted site: every reason at once.</summary>
public sealed class UndoneActionsInABrowserTests(ScriptedSite site)
{
    private static string Chromium => Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium";

    [Fact]
    public async Task The_card_is_accessible_and_fits_in_every_look()
    {
        Assert.SkipUnless(File.Exists(Chromium), "There is no Chromium to look with.");
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox", "--disable-gpu"] });
        foreach (var (language, scheme, width) in new[] { ("en", ColorScheme.Dark, 390), ("fr", ColorScheme.Light, 390), ("fr", ColorScheme.Dark, 1440), ("en", ColorScheme.Light, 1440) })
        {
            await using var context = await browser.NewContextAsync(new()
            {
                BaseURL = site.Address.AbsoluteUri, Locale = language == "fr" ? "fr-FR" : "en-US", ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 },
            });
            var page = await context.NewPageAsync();
            await SignInAsync(page);
            await page.GotoAsync($"/g/{ScriptedSite.GuildId}");
            var card = page.Locator(".undone").First;
            await card.Locator("summary").ClickAsync();

            (await card.Locator("li:visible").CountAsync()).Should().Be(11);
            await page.ScreenshotAsync(new() { Path = Path.Combine(RunningProduct.Screenshots, "tested", $"undone-{width}-{language}-{scheme}.png"), FullPage = true });
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).Should().Be(0);
            (await page.RunAxe()).Violations.Should().BeEmpty();
        }
    }

    // The scripted Discord has no page to consent on: its address carries what the way back needs.
    private static async Task SignInAsync(IPage page)
    {
        var consent = await page.Context.APIRequest.GetAsync("/login", new() { MaxRedirects = 0 });
        var state = QueryHelpers.ParseQuery(new Uri(consent.Headers["location"]).Query)["state"].Single();
        await page.GotoAsync($"/oauth/callback?code={ScriptedAccounts.Manager}&state={state}");
    }
}

using Deque.AxeCore.Playwright;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Playwright;

namespace CommunityIntel.Web.Tests.Browser;

/// <summary>The account page with choices taken and a deletion pending, on the scripted site, in every look.</summary>
public sealed class MyDataInABrowserTests(ScriptedSite site)
{
    [Fact]
    public async Task A_person_hides_asks_to_be_deleted_and_calls_it_off()
    {
        RunningProduct.MustHaveChromium();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = RunningProduct.Chromium, Args = RunningProduct.Switches });
        foreach (var (language, scheme, width) in new[] { ("en", ColorScheme.Light, 1440), ("fr", ColorScheme.Dark, 1440), ("fr", ColorScheme.Light, 390), ("en", ColorScheme.Dark, 390) })
        {
            await using var context = await browser.NewContextAsync(new()
            {
                BaseURL = site.Address.AbsoluteUri, Locale = language == "fr" ? "fr-FR" : "en-US", ColorScheme = scheme,
                ViewportSize = new() { Width = width, Height = width < 500 ? 844 : 900 },
            });
            var page = await context.NewPageAsync();
            await SignInAsync(page);
            await page.GotoAsync("/me");
            await LookAsync(page, $"me-{width}-{language}-{scheme}");

            await page.Locator("form.decision").First.Locator("button").ClickAsync();
            await Assertions.Expect(page.Locator(".told")).ToBeVisibleAsync();
            await page.Locator("input[name=word]").FillAsync(language == "fr" ? "supprimer" : "DELETE");
            await page.Locator("button.danger").ClickAsync();
            await Assertions.Expect(page.Locator("form.decision .primary")).ToBeVisibleAsync();
            await LookAsync(page, $"me-pending-{width}-{language}-{scheme}");

            await page.Locator("form.decision .primary").ClickAsync();
            await page.Locator("form.decision").First.Locator("button").ClickAsync();
            await Assertions.Expect(page.Locator("form.decision .tag")).ToHaveCountAsync(0);
            foreach (var (name, address) in new[] { ("privacy", "/privacy"), ("settings-privacy", $"/g/{ScriptedSite.GuildId}/settings/privacy") })
            {
                await page.GotoAsync(address);
                await LookAsync(page, $"{name}-{width}-{language}-{scheme}");
            }
        }
    }

    private static async Task LookAsync(IPage page, string name)
    {
        await page.ScreenshotAsync(new() { Path = Path.Combine(RunningProduct.Screenshots, "tested", $"{name}.png"), FullPage = true });
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).Should().Be(0, name);
        (await page.RunAxe()).Violations.Should().BeEmpty(name);
    }

    // The scripted Discord has no page to consent on: its address carries what the way back needs.
    private static async Task SignInAsync(IPage page)
    {
        var consent = await page.Context.APIRequest.GetAsync("/login", new() { MaxRedirects = 0 });
        var state = QueryHelpers.ParseQuery(new Uri(consent.Headers["location"]).Query)["state"].Single();
        await page.GotoAsync($"/oauth/callback?code={ScriptedAccounts.Manager}&state={state}");
    }
}

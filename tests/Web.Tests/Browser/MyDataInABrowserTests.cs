using Microsoft.Playwright;

namespace CommunityIntel.Web.Tests.Browser;

/// <summary>The account page with choices taken and a deletion pending, on the scripted site.</summary>
public sealed class MyDataInABrowserTests(ScriptedSite site)
{
    // One person's choices: the looks follow each other.
    [Theory, MemberData(nameof(Look.All), MemberType = typeof(Look))]
    public async Task A_person_hides_asks_to_be_deleted_and_calls_it_off(string language, string theme, int width)
    {
        await using var window = await site.OpenAsync(ScriptedAccounts.Manager, new Look(language, theme, width));
        var page = window.Page;
        await page.GotoAsync("/me");
        (await window.FaultsAsync("me")).Should().BeEmpty();

        await page.Locator("form.decision").First.Locator("button").ClickAsync();
        await Assertions.Expect(page.Locator(".told")).ToBeVisibleAsync();
        await page.Locator("input[name=word]").FillAsync(language == "fr" ? "supprimer" : "DELETE");
        await page.Locator("button.danger").ClickAsync();
        await Assertions.Expect(page.Locator("form.decision .primary")).ToBeVisibleAsync();
        (await window.FaultsAsync("me-pending")).Should().BeEmpty();

        await page.Locator("form.decision .primary").ClickAsync();
        await page.Locator("form.decision").First.Locator("button").ClickAsync();
        await Assertions.Expect(page.Locator("form.decision .tag")).ToHaveCountAsync(0);
        foreach (var (name, address) in new[] { ("privacy-manager", "/privacy"), ("settings-privacy", $"{window.Guild}/settings/privacy") })
        {
            await page.GotoAsync(address);
            (await window.FaultsAsync(name)).Should().BeEmpty();
        }
    }
}

using Microsoft.Playwright;

namespace CommunityIntel.Web.Tests.Browser;

/// <summary>Changing the rules as a manager does, on the whole product.</summary>
public sealed class SettingsInABrowserTests(RunningProduct product)
{
    [Fact]
    public async Task A_curve_is_previewed_saved_and_taken_back()
    {
        await using var window = await product.OpenAsync();
        var page = window.Page;
        await window.GotoAsync($"{window.Guild}/settings/xp");
        await page.Locator("input[value=Amari]").CheckAsync();
        await page.Locator("[data-preview]").ClickAsync();
        await page.Locator(".preview-card b").First.WaitForAsync();
        await page.ScreenshotAsync(new() { Path = window.Picture("tested", "settings-previewed"), FullPage = true });
        await page.Locator("[data-save]").ClickAsync();
        await page.Locator(".result.good").WaitForAsync();

        await page.ReloadAsync();
        (await page.Locator("input[value=Amari]").IsCheckedAsync()).Should().BeTrue();

        await window.GotoAsync($"{window.Guild}/audit");
        await page.Locator(".entry .btn").First.ClickAsync();
        await page.Locator("[data-undo]").ClickAsync();
        await page.Locator(".result.good").WaitForAsync();
        await window.GotoAsync($"{window.Guild}/settings/xp");
        (await page.Locator("input[value=Mee6]").IsCheckedAsync()).Should().BeTrue();
        window.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task The_second_of_two_managers_sees_what_the_first_changed_and_decides()
    {
        await using var first = await product.OpenAsync();
        await using var second = await product.OpenAsync();
        await first.GotoAsync($"{first.Guild}/settings/xp");
        await second.GotoAsync($"{second.Guild}/settings/xp");
        await SaveAsync(first, "12");

        await second.Page.Locator("#field-message-min").FillAsync("11");
        await second.Page.Locator("[data-save]").ClickAsync();
        await second.Page.Locator(".meanwhile").WaitForAsync();
        (await second.Page.Locator(".meanwhile tbody").InnerTextAsync()).Should().Contain("12 to").And.Contain("11 to");
        await second.Page.ScreenshotAsync(new() { Path = second.Picture("tested", "settings-meanwhile"), FullPage = true });
        await second.Page.Locator("[data-mine]").ClickAsync();
        await second.Page.Locator(".result.good").WaitForAsync();

        await first.GotoAsync($"{first.Guild}/settings/xp");
        (await first.Page.Locator("#field-message-min").InputValueAsync()).Should().Be("11");
        await SaveAsync(first, "15");
    }

    [Fact]
    public async Task Leaving_with_changes_asks_first()
    {
        await using var window = await product.OpenAsync();
        await window.GotoAsync($"{window.Guild}/settings/xp");
        await window.Page.Locator("#field-message-max").FillAsync("99");
        await window.Page.Locator("[data-unsaved]").WaitForAsync();
        var asked = new TaskCompletionSource<string>();
        window.Page.Dialog += (_, dialog) =>
        {
            asked.TrySetResult(dialog.Type);
            _ = dialog.AcceptAsync();
        };

        await window.Page.GotoAsync("/help");

        (await asked.Task.WaitAsync(TimeSpan.FromSeconds(30))).Should().Be(DialogType.BeforeUnload);
    }

    private static async Task SaveAsync(Window window, string least)
    {
        await window.Page.Locator("#field-message-min").FillAsync(least);
        await window.Page.Locator("[data-save]").ClickAsync();
        await window.Page.Locator(".result.good").WaitForAsync();
    }
}

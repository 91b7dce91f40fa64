using Microsoft.Playwright;

namespace CommunityIntel.Web.Tests.Browser;

/// <summary>Notes on charts as the scripted guild has them, and writing one as a manager does.</summary>
public sealed class NotesInABrowserTests(ScriptedSite site, RunningProduct product)
{
    [Theory, MemberData(nameof(Look.All), MemberType = typeof(Look))]
    public async Task Notes_are_marked_told_by_the_tooltip_and_accessible(string language, string theme, int width)
    {
        await using var window = await site.OpenAsync(ScriptedAccounts.Owner, new Look(language, theme, width));
        var page = window.Page;
        await page.GotoAsync(window.Guild);

        (await page.Locator(".chart.main .mark-number").AllTextContentsAsync()).Should().Equal("1", "2", "3");
        (await page.Locator(".note-mark").First.EvaluateAsync<string>("it => getComputedStyle(it).fill")).Should().NotBe(
            await page.Locator(".mark").First.EvaluateAsync<string>("it => getComputedStyle(it).fill"), "the brand keeps its colour");
        (await page.Locator(".notes li").CountAsync()).Should().Be(4);
        (await page.Locator(".notes li span").Nth(2).EvaluateAsync<string>("it => getComputedStyle(it).direction")).Should().Be("rtl");
        var plot = page.Locator(".chart.main .plot");
        await plot.FocusAsync();
        await page.Keyboard.PressAsync("End");
        var told = page.Locator(".chart.main output");
        for (var i = 0; i < 5 && !(await told.TextContentAsync())!.Contains(ScriptedGuild.Hebrew, StringComparison.Ordinal); i++) await page.Keyboard.PressAsync("ArrowLeft");
        (await told.TextContentAsync()).Should().EndWith($"{ScriptedGuild.Hostile}, {ScriptedGuild.Hebrew}");
        var (tip, room) = ((await page.Locator(".chart.main .tip").BoundingBoxAsync())!, (await plot.BoundingBoxAsync())!);
        (tip.X >= room.X - 1 && tip.X + tip.Width <= room.X + room.Width + 1).Should().BeTrue("the tooltip stays within the chart");
        (await window.FaultsAsync("notes")).Should().BeEmpty();

        await page.GotoAsync($"{window.Guild}/settings/notes");
        (await window.FaultsAsync("settings-notes")).Should().BeEmpty();
        window.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Without_JavaScript_a_note_is_written_read_on_the_chart_deleted_and_brought_back()
    {
        await using var window = await product.OpenAsync(script: false);
        var (page, text) = (window.Page, $"Raid night {Guid.NewGuid():N}");
        await page.GotoAsync(window.Guild);
        await page.GetByRole(AriaRole.Link, new() { Name = "Add a note" }).ClickAsync();
        await page.Locator("#note-text").FillAsync(text);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the note" }).ClickAsync();
        await page.Locator(".result.good").WaitForAsync();

        await page.GotoAsync(window.Guild);
        (await page.Locator(".notes").InnerTextAsync()).Should().Contain(text);
        (await page.Locator(".chart.main .mark-number").CountAsync()).Should().BePositive();

        await page.GotoAsync($"{window.Guild}/settings/notes");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Delete: {text}" }).ClickAsync();
        await page.Locator(".result.good .link").ClickAsync();
        await page.Locator(".entry", new() { HasText = text }).First.Locator(".btn").ClickAsync();
        (await page.Locator(".entry").InnerTextAsync()).Should().Contain("deleted a note of a day").And.Contain(text);
        await page.Locator("[data-undo]").ClickAsync();
        await page.Locator(".result.good").WaitForAsync();
        await page.GotoAsync(window.Guild);
        (await page.Locator(".notes").InnerTextAsync()).Should().Contain(text);
    }
}

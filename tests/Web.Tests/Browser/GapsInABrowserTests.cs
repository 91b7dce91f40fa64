namespace CommunityIntel.Web.Tests.Browser;

/// <summary>Charts with times at which nobody listened, as the scripted guild has them.</summary>
public sealed class GapsInABrowserTests(ScriptedSite site)
{
    [Theory, MemberData(nameof(Look.All), MemberType = typeof(Look))]
    public async Task A_gap_is_drawn_told_by_the_tooltip_and_accessible(string language, string theme, int width)
    {
        await using var window = await site.OpenAsync(ScriptedAccounts.Owner, new Look(language, theme, width));
        var page = window.Page;
        await page.GotoAsync(window.Guild);

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
        (await window.FaultsAsync("gap")).Should().BeEmpty();
    }
}

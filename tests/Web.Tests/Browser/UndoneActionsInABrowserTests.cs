namespace CommunityIntel.Web.Tests.Browser;

/// <summary>The card of what could not be done on Discord, on the scripted site: every reason at once.</summary>
public sealed class UndoneActionsInABrowserTests(ScriptedSite site)
{
    [Theory, MemberData(nameof(Look.All), MemberType = typeof(Look))]
    public async Task The_card_is_accessible_and_fits(string language, string theme, int width)
    {
        await using var window = await site.OpenAsync(ScriptedAccounts.Manager, new Look(language, theme, width));
        await window.Page.GotoAsync(window.Guild);
        var card = window.Page.Locator(".undone").First;
        await card.Locator("summary").ClickAsync();

        (await card.Locator("li:visible").CountAsync()).Should().Be(11);
        (await window.FaultsAsync("undone")).Should().BeEmpty();
    }
}

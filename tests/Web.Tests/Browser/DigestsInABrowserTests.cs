using Microsoft.Playwright;

namespace CommunityIntel.Web.Tests.Browser;

/// <summary>Digests and their settings as the scripted guild has them.</summary>
public sealed class DigestsInABrowserTests(ScriptedSite site)
{
    [Theory, MemberData(nameof(Look.All), MemberType = typeof(Look))]
    public async Task Every_page_of_digests_is_accessible_fits_and_is_translated(string language, string theme, int width)
    {
        var english = Translations.EnglishOnly();
        await using var window = await site.OpenAsync(ScriptedAccounts.Owner, new Look(language, theme, width));
        List<string> faults = [];
        foreach (var address in (string[])["/digests", "/digests/week/2026-11-16", "/digests/day/2026-11-20", "/digests/day/2020-01-01", "/settings/digest"])
        {
            await window.GotoAsync($"{window.Guild}{address}");
            faults.AddRange(await window.FaultsAsync($"scripted{address}"));
            if (language == "fr")
                faults.AddRange((await window.TextsAsync()).Intersect(english).Select(text => $"{address} is not translated: {text}"));
        }
        faults.AddRange(window.Complaints.Where(complaint => !complaint.Contains("404 (Not Found)", StringComparison.Ordinal)));
        faults.Should().BeEmpty();
    }

    [Theory, MemberData(nameof(Look.All), MemberType = typeof(Look))]
    public async Task Pages_without_digests_are_accessible_for_who_manages_and_who_may_not_read(string language, string theme, int width)
    {
        List<string> faults = [];
        foreach (var (person, guild) in ((string, long)[])[(ScriptedAccounts.Boss, ScriptedSite.KeptGuildId), (ScriptedAccounts.Boss, ScriptedSite.ManagedGuildId), (ScriptedAccounts.Regular, ScriptedSite.KeptGuildId)])
        {
            await using var window = await site.OpenAsync(person, new Look(language, theme, width));
            foreach (var address in person == ScriptedAccounts.Boss && guild == ScriptedSite.KeptGuildId ? (string[])["/digests", "/settings/digest"] : ["/digests"])
            {
                await window.GotoAsync($"/g/{guild}{address}");
                faults.AddRange(await window.FaultsAsync($"{person}-{guild}{address}"));
            }
            faults.AddRange(window.Complaints);
        }
        faults.Should().BeEmpty();
    }

    [Theory, InlineData("en"), InlineData("fr")]
    public async Task The_first_screen_has_the_strip_the_range_the_figures_the_digest_and_the_whole_chart(string language)
    {
        await using var window = await site.OpenAsync(ScriptedAccounts.Member, new Look(language));
        await window.GotoAsync(window.Guild);
        foreach (var part in (string[])[".live", ".seg", ".kpis", ".digest-line", ".chart.main"])
        {
            var box = (await window.Page.Locator(part).First.BoundingBoxAsync())!;
            (box.Y + box.Height).Should().BeLessThan(900, part);
        }
    }

    [Fact]
    public async Task Without_JavaScript_a_digest_is_found_read_and_rated()
    {
        await using var window = await site.OpenAsync(ScriptedAccounts.Member, new Look(), script: false);
        var page = window.Page;
        await page.GotoAsync(window.Guild);
        await page.Locator(".digest-line").ClickAsync();

        (await page.Locator("h1").InnerTextAsync()).Should().Be("Week of November 16, 2026");
        await page.Locator("#useful button[value=yes]").ClickAsync();
        await page.Locator("#useful [role=status]").WaitForAsync();
        (await page.Locator("#useful button[value=yes]").GetAttributeAsync("aria-pressed")).Should().Be("true");
        await page.Locator("a[rel=prev]").ClickAsync();
        (await page.Locator("h1").InnerTextAsync()).Should().Be("Week of November 9, 2026");
        await page.Locator(".back a").ClickAsync();
        await page.Locator("a[rel=next]").ClickAsync();
        page.Url.Should().Contain("?before=");
        (await page.Locator(".entries li").CountAsync()).Should().BePositive();
    }

    [Fact]
    public async Task By_keyboard_alone_a_channel_is_chosen_and_saved_and_the_message_for_members_follows()
    {
        await using var window = await site.OpenAsync(ScriptedAccounts.Boss, new Look(Width: 390));
        var page = window.Page;
        await window.GotoAsync($"/g/{ScriptedSite.KeptGuildId}/settings/digest");

        await page.Locator(".picked input").First.FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.Locator("textarea").WaitForAsync();
        (await page.Locator("textarea").InputValueAsync()).Should().Contain("#<general>").And.Contain("/confidentialité arrêter");
        await page.Locator("#field-language").SelectOptionAsync("1");
        await Assertions.Expect(page.Locator("textarea")).ToHaveAttributeAsync("lang", "en");
        (await page.Locator("textarea").InputValueAsync()).Should().Contain("/privacy stop").And.Contain("8 days at most");
        (await window.FaultsAsync("settings-digest-unsaved")).Should().BeEmpty();
        await page.Locator("[data-save]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".result.good").WaitForAsync();

        await page.Locator("#field-keep-days").FillAsync("3");
        await page.Locator(".effect[role=status]").WaitForAsync();
        await page.Locator("#field-keep-days").FillAsync("31");
        await page.Locator(".fault").WaitForAsync();
        (await page.Locator("[data-save]").IsDisabledAsync()).Should().BeTrue();
        (await window.FaultsAsync("settings-digest-fault")).Should().BeEmpty();
        window.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task A_second_manager_is_told_what_the_first_saved_and_a_refusal_stands_at_its_fields()
    {
        await using var first = await site.OpenAsync(ScriptedAccounts.Boss, new Look());
        await using var second = await site.OpenAsync(ScriptedAccounts.Boss, new Look());
        var address = $"/g/{ScriptedSite.ManagedGuildId}/settings/digest";
        await first.GotoAsync(address);
        await second.GotoAsync(address);
        await first.Page.GetByLabel("A digest every day").CheckAsync();
        await first.Page.Locator("[data-save]").ClickAsync();
        await first.Page.Locator(".result.good").WaitForAsync();

        await second.Page.Locator("#field-hour").SelectOptionAsync("21");
        await second.Page.Locator("[data-save]").ClickAsync();
        await second.Page.Locator(".meanwhile").WaitForAsync();
        (await second.Page.Locator(".meanwhile tbody").InnerTextAsync()).Should().Contain("A digest every day");
        await second.Page.Locator("[data-mine]").ClickAsync();
        await second.Page.Locator(".result.good").WaitForAsync();

        await second.Page.GetByLabel("#forgotten").CheckAsync();
        await second.Page.Locator("[data-save]").ClickAsync();
        await second.Page.Locator(".result.bad").WaitForAsync();
        (await second.Page.Locator(".fault").AllInnerTextsAsync()).Should().HaveCount(3).And.Contain(fault => fault.EndsWith("it is gone: #forgotten", StringComparison.Ordinal));
        (await second.FaultsAsync("settings-digest-refused")).Should().BeEmpty();
    }
}

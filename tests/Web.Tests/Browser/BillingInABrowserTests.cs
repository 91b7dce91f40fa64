using CommunityIntel.Web.Billing;

namespace CommunityIntel.Web.Tests.Browser;

/// <summary>Plans, payments and limits on the scripted site, in every trouble that a guild can have with them.</summary>
public sealed class BillingInABrowserTests(ScriptedSite site)
{
    private static readonly string[] OfBuyer =
    [
        $"/g/{ScriptedPlans.Free}/billing", $"/g/{ScriptedPlans.Pro}/billing?told=done", $"/g/{ScriptedPlans.Unpaid}/billing?told=declined", $"/g/{ScriptedPlans.Lost}/billing",
        $"/g/{ScriptedPlans.Ending}/billing?told=free-slot", $"/g/{ScriptedPlans.Silent}/billing", $"/g/{ScriptedPlans.Free}/activity?range=364", $"/g/{ScriptedPlans.Free}/settings/digest", $"/g/{ScriptedPlans.Free}/settings/rewards",
        $"/g/{ScriptedPlans.Free}/settings/privacy", $"/g/{ScriptedPlans.Unpaid}/voice", $"/g/{ScriptedPlans.Lost}/activity?range=364", "/me/billing", "/me",
    ];
    private static readonly string[] OfReader = [$"/g/{ScriptedPlans.Free}/activity?range=364", $"/g/{ScriptedPlans.Free}/activity.json"], OfOperator = ["/operator", "/operator/capacity?told=saved", OperatorEndpoints.Page, $"{OperatorEndpoints.Page}?before=1793304300000&told=no-grant"];

    [Theory, MemberData(nameof(Look.All), MemberType = typeof(Look))]
    public async Task Every_page_of_billing_is_accessible_fits_and_is_translated(string language, string theme, int width)
    {
        var look = new Look(language, theme, width);
        List<string> faults = [.. await FaultsAsync(ScriptedAccounts.Buyer, look, OfBuyer), .. await FaultsAsync(ScriptedAccounts.Reader, look, OfReader), .. await FaultsAsync(ScriptedAccounts.Operator, look, OfOperator)];
        faults.Should().BeEmpty();
    }

    [Theory, MemberData(nameof(Look.All), MemberType = typeof(Look))]
    public async Task The_front_page_with_prices_is_accessible_fits_and_is_translated(string language, string theme, int width)
    {
        await using var shop = new ScriptedSite(("Web:ShowsPrices", "true"), ("Web:ContactUri", "mailto:sales@example.org"));
        await shop.InitializeAsync();
        (await FaultsAsync(ScriptedAccounts.Buyer, new Look(language, theme, width), ["/"], shop)).Should().BeEmpty();
    }

    [Fact]
    public async Task Without_JavaScript_and_by_keyboard_a_plan_leads_to_where_it_is_paid()
    {
        await using var window = await site.OpenAsync(ScriptedAccounts.Buyer, new Look(), script: false);
        var page = window.Page;
        await page.GotoAsync($"/g/{ScriptedPlans.Free}/billing");
        await page.Locator("button[value=pro_month]").FocusAsync();
        // Where it leads is not there; that the policy of our pages lets the browser go is what a redirect after a form needs.
        await page.RunAndWaitForRequestAsync(() => page.Keyboard.PressAsync("Enter"), ScriptedPayer.CheckoutPage.AbsoluteUri);
        window.Complaints.Should().NotContain(complaint => complaint.Contains("form-action", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_JavaScript_somebody_comes_back_from_paying_and_redeems_a_code()
    {
        await using var window = await site.OpenAsync(ScriptedAccounts.Buyer, new Look(), script: false);
        var page = window.Page;
        await page.GotoAsync($"{BillingEndpoints.ReturnPath}?guild={ScriptedPlans.Pro}&session_id={ScriptedPayer.Session}");
        (await page.Locator("#told").InnerTextAsync()).Should().StartWith("Thank you.");
        await page.Locator("#code").FillAsync("Used");
        await page.Locator("#code").PressAsync("Enter");
        await page.WaitForURLAsync("**/billing?told=code-used#told");
        window.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Without_JavaScript_an_operator_makes_codes_and_copies_them()
    {
        await using var window = await site.OpenAsync(ScriptedAccounts.Operator, new Look(Width: 390), script: false);
        var page = window.Page;
        await page.GotoAsync(OperatorEndpoints.Page);
        await page.Locator("#gift-count").FillAsync("2");
        await page.Locator("#gift-note").FillAsync("fair");
        await page.Locator("#gift-note").PressAsync("Enter");
        await page.Locator("textarea").WaitForAsync();
        (await page.Locator("textarea").InputValueAsync()).Split('\n').Should().HaveCount(2);
        window.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task What_the_plan_does_not_allow_is_said_where_it_is_saved_and_nothing_typed_is_lost()
    {
        await using var window = await site.OpenAsync(ScriptedAccounts.Buyer, new Look(Width: 390));
        var page = window.Page;
        await window.GotoAsync($"/g/{ScriptedPlans.Free}/settings/digest");
        await page.GetByLabel("A digest every day").CheckAsync();
        await page.Locator("[data-save]").ClickAsync();
        await page.Locator(".result.bad").WaitForAsync();

        (await page.Locator(".result.bad").InnerTextAsync()).Should().Contain("weekly digests, not daily ones. Pro allows it, for €25 a month.");
        (await page.Locator(".result.bad a").GetAttributeAsync("href")).Should().Be($"/g/{ScriptedPlans.Free}/billing#plans");
        (await page.GetByLabel("A digest every day").IsCheckedAsync()).Should().BeTrue();
        (await window.FaultsAsync("settings-over-plan")).Should().BeEmpty();
        window.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Whoever_has_no_seat_is_told_and_loses_nothing_typed()
    {
        await using var window = await site.OpenAsync(ScriptedAccounts.Buyer, new Look());
        var page = window.Page;
        await window.GotoAsync($"/g/{ScriptedPlans.Ending}/settings/rewards");
        await page.Locator("#field-level-71").FillAsync("6");
        await page.Locator("[data-save]").ClickAsync();
        await page.Locator(".result.bad").WaitForAsync();
        (await page.Locator(".result.bad").InnerTextAsync()).Should().Contain("seats");
        (await page.Locator("#field-level-71").InputValueAsync()).Should().Be("6");
        (await window.FaultsAsync("settings-no-seat")).Should().BeEmpty();

        page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await page.GotoAsync($"/g/{ScriptedPlans.Ending}/settings/privacy");
        await page.Locator("form.access button.primary").ClickAsync();
        await page.Locator(".result.bad").WaitForAsync();
        (await page.Locator(".result.bad").InnerTextAsync()).Should().Contain("seats");
        window.Complaints.Should().BeEmpty();
    }

    private async Task<IReadOnlyList<string>> FaultsAsync(string person, Look look, IEnumerable<string> addresses, ScriptedSite? at = null)
    {
        var english = Translations.EnglishOnly();
        await using var window = await (at ?? site).OpenAsync(person, look);
        List<string> faults = [];
        foreach (var address in addresses)
        {
            await window.GotoAsync(address);
            faults.AddRange(await window.FaultsAsync($"billing-{person}{address}"));
            if (look.Language == "fr")
                faults.AddRange((await window.TextsAsync()).Intersect(english).Select(text => $"{address} is not translated: {text}"));
        }
        // The page of what does not answer, and the refused file, are told by their status.
        faults.AddRange(window.Complaints.Where(complaint => !complaint.Contains("503 (Service Unavailable)", StringComparison.Ordinal) && !complaint.Contains("402 (Payment Required)", StringComparison.Ordinal)));
        return faults;
    }
}

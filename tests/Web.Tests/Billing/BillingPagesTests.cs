using System.Net;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.Web.Billing;
using CommunityIntel.Web.Guilds;
using Microsoft.AspNetCore.Authorization;

namespace CommunityIntel.Web.Tests.Billing;

public sealed class BillingPagesTests(ScriptedSite site)
{
    [Theory]
    [InlineData(ScriptedAccounts.Buyer, 200), InlineData(ScriptedAccounts.Reader, 404), InlineData(ScriptedAccounts.Stranger, 404), InlineData(ScriptedAccounts.Operator, 404), InlineData(null, 302)]
    public async Task A_guilds_billing_is_for_who_manages_it(string? person, int status)
    {
        using var visitor = person is null ? site.Visitor() : await site.SignedInAsync(person);
        ((int)(await visitor.GetAsync($"/g/{ScriptedPlans.Pro}/billing")).StatusCode).Should().Be(status);
    }

    [Theory]
    [InlineData("en", "€25 a month", "€250 a year", "€79 a month", "14 days to try it"), InlineData("fr", "25 € par mois", "250 € par an", "79 € par mois", "14 jours pour l’essayer")]
    public async Task Plans_are_offered_with_their_prices_as_the_reader_writes_them(string language, string month, string year, string business, string trial)
    {
        using var buyer = await site.SignedInAsync(ScriptedAccounts.Buyer, language);
        var text = await buyer.TextAsync($"/g/{ScriptedPlans.Free}/billing");
        text.Should().Contain(month).And.Contain(year).And.Contain(business).And.Contain(trial);
    }

    [Theory]
    [InlineData("en", "€25.00", "$1,234.56", "December 22, 2026"), InlineData("fr", "25,00 €", "1 234,56 $", "22 décembre 2026")]
    public async Task Invoices_are_listed_with_what_comes_next(string language, string euros, string dollars, string next)
    {
        using var buyer = await site.SignedInAsync(ScriptedAccounts.Buyer, language);
        foreach (var page in (string[])["/me/billing", $"/g/{ScriptedPlans.Pro}/billing"])
            (await buyer.TextAsync(page)).Should().Contain(euros).And.Contain(dollars).And.Contain(next).And.Contain("CI-0002");
    }

    [Theory]
    [InlineData("en", "are kept from", "are taken away too"), InlineData("fr", "sont conservés à partir du", "seront retirés aussi")]
    public async Task Which_rows_go_and_when_is_said_before_they_do(string language, string kept, string less)
    {
        using var buyer = await site.SignedInAsync(ScriptedAccounts.Buyer, language);
        (await buyer.TextAsync($"/g/{ScriptedPlans.Lost}/billing")).Should().Contain(kept).And.Contain(less);
        (await buyer.TextAsync($"/g/{ScriptedPlans.Pro}/billing")).Should().Contain(kept).And.NotContain(less);
    }

    [Fact]
    public async Task Only_the_payer_sees_what_they_pay()
    {
        using var buyer = await site.SignedInAsync(ScriptedAccounts.Buyer);
        using var boss = await site.SignedInAsync(ScriptedAccounts.Boss);

        (await buyer.GetStringAsync("/me/billing")).Should().Contain("sub_1").And.Contain("&lt;Pro&gt;").And.Contain("&lt;").And.NotContain("<Pro>");
        (await boss.GetStringAsync("/me/billing")).Should().NotContain("sub_1").And.Contain("You pay for nothing.");
    }

    [Fact]
    public async Task A_slot_can_be_given_to_the_servers_that_the_person_manages_and_no_others()
    {
        using var buyer = await site.SignedInAsync(ScriptedAccounts.Buyer);
        var html = await buyer.GetStringAsync("/me/billing");

        html.Should().Contain($"value=\"{ScriptedPlans.Free}\"").And.NotContain($"value=\"{ScriptedSite.GuildId}\"");
        html.Should().Contain("stays where it is until December 22, 2026");
    }

    [Fact]
    public async Task Where_nothing_is_sold_pages_say_that_everything_is_on_and_name_no_price()
    {
        using var owner = await site.SignedInAsync(ScriptedAccounts.Owner);
        foreach (var page in (string[])[$"/g/{ScriptedSite.GuildId}/billing", "/me/billing"])
            (await owner.TextAsync(page)).Should().Contain("Everything is on").And.NotContain("€").And.NotContain("Redeem");
    }

    [Fact]
    public async Task When_billing_does_not_answer_its_page_says_so_and_other_pages_stand()
    {
        using var buyer = await site.SignedInAsync(ScriptedAccounts.Buyer);
        using var stranger = await site.SignedInAsync(ScriptedAccounts.Stranger);

        var page = await buyer.GetAsync($"/g/{ScriptedPlans.Silent}/billing");
        (page.StatusCode, (await page.Content.ReadAsStringAsync()).Contains("Try again", StringComparison.Ordinal)).Should().Be((HttpStatusCode.ServiceUnavailable, true));
        foreach (var other in (string[])["", "/activity", "/settings/rewards", "/settings/digest"])
            (await buyer.GetAsync($"/g/{ScriptedPlans.Silent}{other}")).StatusCode.Should().Be(HttpStatusCode.OK, other);
        (await stranger.GetAsync("/me/billing")).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await stranger.GetAsync("/me")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData($"session_id={ScriptedPayer.Session}", ScriptedPlans.Pro, "done"), InlineData($"session_id={ScriptedPayer.Session}", ScriptedPlans.Free, "pending"), InlineData("", ScriptedPlans.Free, "cancelled")]
    [InlineData("session_id=", ScriptedPlans.Free, "cancelled"), InlineData("session_id=..%2F..%2Fevil", ScriptedPlans.Free, "cancelled")]
    public async Task Back_from_Stripe_the_guilds_page_says_what_came_of_it(string query, long guildId, string word)
    {
        using var buyer = await site.SignedInAsync(ScriptedAccounts.Buyer);
        var answer = await buyer.GetAsync($"{BillingEndpoints.ReturnPath}?guild={guildId}&{query}");
        answer.Headers.Location!.OriginalString.Should().Be($"/g/{guildId}/billing?told={word}#told");
    }

    [Fact]
    public async Task The_way_back_asks_only_for_the_person_who_is_signed_in_and_shows_no_guild_of_others()
    {
        using var boss = await site.SignedInAsync(ScriptedAccounts.Boss);
        using var nobody = site.Visitor();
        var address = $"{BillingEndpoints.ReturnPath}?guild={ScriptedPlans.Pro}&session_id=cs_of_somebody_else";

        (await nobody.GetAsync(address)).Headers.Location!.OriginalString.Should().StartWith("/login?returnUrl=%2Fbilling%2Freturn");
        (await boss.GetAsync(address)).Headers.Location!.OriginalString.Should().Be("/me/billing?told=pending#told");
        ScriptedPayer.Asked.Where(asked => asked.What.Contains("somebody_else", StringComparison.Ordinal)).Should().Equal((6, "finish cs_of_somebody_else"));
        (await boss.GetAsync($"{BillingEndpoints.ReturnPath}?guild=-1")).Headers.Location!.OriginalString.Should().Be("/me/billing?told=cancelled#told");
    }

    [Fact]
    public async Task A_word_that_is_not_ours_says_nothing()
    {
        using var buyer = await site.SignedInAsync(ScriptedAccounts.Buyer);
        (await buyer.GetStringAsync($"/g/{ScriptedPlans.Free}/billing?told=%3Cb%3Eyou+won")).Should().NotContain("id=\"told\"").And.NotContain("you won");
    }

    [Fact]
    public void Every_address_where_something_is_bought_asks_who_it_is() => site.Routes
        .Where(route => route.RoutePattern.RawText!.Split('/') is var parts && (parts.Contains("billing") || parts.Contains("operator"))).Should()
        .HaveCountGreaterThan(6).And.OnlyContain(route => route.Metadata.OfType<IAuthorizeData>().Any());
}

using System.Net;
using CommunityIntel.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CommunityIntel.Web.Tests.Billing;

/// <summary>Where a plan's limits are met: banners, ranges, files, settings.</summary>
public sealed class LimitsTests(ScriptedSite site)
{
    [Theory]
    [InlineData(ScriptedPlans.Unpaid, "A payment failed.", "#subscriptions"), InlineData(ScriptedPlans.Ending, "Pro ends on", "#plans"), InlineData(ScriptedPlans.Lost, "Pro has ended.", "activity.csv?range=364")]
    public async Task Who_manages_a_guild_is_told_on_every_page_what_happens_to_its_plan_and_members_are_not(long guildId, string said, string leadsTo)
    {
        using var buyer = await site.SignedInAsync(ScriptedAccounts.Buyer);
        using var reader = await site.SignedInAsync(ScriptedAccounts.Reader);
        foreach (var page in (string[])["", "/leaderboard", "/activity"])
        {
            (await buyer.GetStringAsync($"/g/{guildId}{page}")).Should().Contain(said, page).And.Contain(leadsTo, page);
            (await reader.GetStringAsync($"/g/{guildId}{page}")).Should().NotContain(said, page).And.NotContain("/billing", page);
        }
    }

    [Theory, InlineData(ScriptedPlans.Free), InlineData(ScriptedPlans.Pro), InlineData(ScriptedPlans.Trial), InlineData(ScriptedPlans.Silent)]
    public async Task Without_a_reason_there_is_no_banner(long guildId)
    {
        using var buyer = await site.SignedInAsync(ScriptedAccounts.Buyer);
        (await buyer.GetStringAsync($"/g/{guildId}")).Should().NotContain("aria-label=\"Plan and billing\"");
    }

    [Theory]
    [InlineData("en", "The last 30 days are shown.", "Pro shows 1 year for €25 a month."), InlineData("fr", "Les 30 derniers jours sont montrés.", "L’offre Pro en montre 1 an pour 25 € par mois.")]
    public async Task A_range_beyond_the_plan_says_how_far_it_goes_and_to_who_manages_the_guild_what_more_costs(string language, string shown, string price)
    {
        using var buyer = await site.SignedInAsync(ScriptedAccounts.Buyer, language);
        using var reader = await site.SignedInAsync(ScriptedAccounts.Reader, language);
        foreach (var page in (string[])["", "/activity", "/voice", "/growth"])
        {
            var address = $"/g/{ScriptedPlans.Free}{page}";
            (await buyer.TextAsync($"{address}?range=364")).Should().Contain(shown, page).And.Contain(price, page);
            (await reader.TextAsync($"{address}?range=364")).Should().Contain(shown, page).And.NotContain("€", page);
            (await buyer.TextAsync($"{address}?range=28")).Should().NotContain(shown, page);
        }
    }

    [Fact]
    public async Task A_range_beyond_the_plan_shows_the_days_that_the_plan_does_beside_as_many_before()
    {
        using var reader = await site.SignedInAsync(ScriptedAccounts.Reader);
        var free = (await reader.GetStringAsync($"/g/{ScriptedPlans.Free}/activity.csv?range=364")).Trim().Split('\n');
        var pro = (await reader.GetStringAsync($"/g/{ScriptedPlans.Pro}/activity.csv?range=364")).Trim().Split('\n');

        free[1].Should().StartWith("2026-10-24", "with today, which is not over, they are thirty");
        free[^1].Should().StartWith("2026-11-21");
        pro.Should().HaveCount(1 + 364);
        (await reader.TextAsync($"/g/{ScriptedPlans.Free}/activity?range=364")).Should().Contain("29 days to yesterday").And.Contain("Previous period").And.Contain("Messages per day");
        (await reader.TextAsync($"/g/{ScriptedPlans.Pro}/activity?range=364")).Should().Contain("52 weeks to yesterday");
    }

    [Theory, InlineData(ScriptedPlans.Pro), InlineData(ScriptedPlans.Lost), InlineData(ScriptedPlans.Silent)]
    public async Task A_range_within_what_can_be_seen_says_nothing(long guildId)
    {
        using var buyer = await site.SignedInAsync(ScriptedAccounts.Buyer);
        (await buyer.TextAsync($"/g/{guildId}/activity?range=364")).Should().NotContain("are shown.");
    }

    [Theory, InlineData("en", "JSON comes with Pro"), InlineData("fr", "Le JSON vient avec l’offre Pro")]
    public async Task A_file_that_the_plan_does_not_have_is_refused_with_the_plan_that_does(string language, string said)
    {
        using var reader = await site.SignedInAsync(ScriptedAccounts.Reader, language);
        var refused = await reader.GetAsync($"/g/{ScriptedPlans.Free}/activity.json");

        refused.StatusCode.Should().Be(HttpStatusCode.PaymentRequired);
        (await reader.TextAsync($"/g/{ScriptedPlans.Free}/activity")).Should().Contain("CSV").And.NotContain("JSON");
        (await refused.Content.ReadAsStringAsync()).Should().Contain(said);
        (await reader.GetAsync($"/g/{ScriptedPlans.Free}/activity.csv")).StatusCode.Should().Be(HttpStatusCode.OK);
        foreach (var other in (long[])[ScriptedPlans.Pro, ScriptedPlans.Lost, ScriptedPlans.Silent])
            (await reader.GetAsync($"/g/{other}/activity.json")).StatusCode.Should().Be(HttpStatusCode.OK);
        using var nobody = site.Visitor();
        (await nobody.GetAsync($"/g/{ScriptedPlans.Free}/activity.json")).StatusCode.Should().Be(HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData("/settings/digest", "0 of 2 on Free."), InlineData("/settings/rewards", "2 of 5 on Free."), InlineData("/settings/privacy", "2 of 2 on Free. Pro allows more, for €25 a month.")]
    public async Task Settings_say_how_much_of_the_plan_is_used(string page, string said)
    {
        using var buyer = await site.SignedInAsync(ScriptedAccounts.Buyer);
        (await buyer.TextAsync($"/g/{ScriptedPlans.Free}{page}")).Should().Contain(said);
        (await buyer.TextAsync($"/g/{ScriptedPlans.Silent}{page}")).Should().NotContain(" on Free.");
    }

    [Fact]
    public async Task Daily_digests_name_the_plan_that_has_them()
    {
        using var buyer = await site.SignedInAsync(ScriptedAccounts.Buyer);
        (await buyer.TextAsync($"/g/{ScriptedPlans.Free}/settings/digest")).Should().Contain("Pro allows it, for €25 a month.");
        (await buyer.TextAsync($"/g/{ScriptedPlans.Pro}/settings/digest")).Should().NotContain("allows it");
    }

    [Theory, InlineData("en", "€25", "€79", "By agreement"), InlineData("fr", "25 €", "79 €", "Sur accord")]
    public async Task The_front_page_shows_prices_only_where_plans_are_sold(string language, string pro, string business, string enterprise)
    {
        await using var shop = new ScriptedSite(("Web:ShowsPrices", "true"), ("Web:ContactUri", "mailto:sales@example.org"));
        await shop.InitializeAsync();
        using var visitor = shop.Visitor(language);
        using var elsewhere = site.Visitor(language);

        (await visitor.TextAsync("/")).Should().Contain(pro).And.Contain(business).And.Contain(enterprise);
        (await visitor.GetStringAsync("/")).Should().Contain("mailto:sales@example.org").And.NotContain("/checkout");
        (await elsewhere.TextAsync("/")).Should().NotContain(pro);
        site.Services.GetRequiredService<IOptions<WebOptions>>().Value.ShowsPrices.Should().BeFalse();
    }

    [Fact]
    public async Task Forms_may_lead_to_the_pages_where_people_pay_and_nowhere_else()
    {
        await using var shop = new ScriptedSite(("Web:PaymentOrigins:0", "https://pay.example.org"));
        await shop.InitializeAsync();
        using var visitor = shop.Visitor();
        (await visitor.GetAsync("/")).Headers.GetValues("Content-Security-Policy").Single().Should()
            .Contain("form-action 'self' https://checkout.stripe.com https://billing.stripe.com https://pay.example.org;");
    }
}

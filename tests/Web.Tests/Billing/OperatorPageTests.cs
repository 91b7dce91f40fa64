using System.Net;
using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.Web.Billing;
using CommunityIntel.Web.Hosting;

namespace CommunityIntel.Web.Tests.Billing;

public sealed class OperatorPageTests(ScriptedSite site)
{
    private static readonly string[] Paths = ["/operator", OperatorEndpoints.Page], FormPaths = [OperatorEndpoints.GrantPath, OperatorEndpoints.EndPath, OperatorEndpoints.RevokePath, OperatorEndpoints.Page];

    [Theory, InlineData(null), InlineData(ScriptedAccounts.Owner), InlineData(ScriptedAccounts.Buyer), InlineData(ScriptedAccounts.Reader)]
    public async Task For_everybody_else_it_does_not_exist(string? person)
    {
        using var visitor = person is null ? site.Visitor() : await site.SignedInAsync(person);
        var missing = await (await visitor.GetAsync("/nowhere")).Content.ReadAsStringAsync();
        foreach (var path in Paths)
        {
            var refused = await visitor.GetAsync(path);
            refused.StatusCode.Should().Be(HttpStatusCode.NotFound, path);
            Heading(await refused.Content.ReadAsStringAsync()).Should().Be(Heading(missing));
        }
        foreach (var path in FormPaths)
            (await visitor.SendAsync("/help", path, ("guild", "77"), ("plan", "pro"), ("code", "3"))).StatusCode.Should().Be(HttpStatusCode.NotFound, path);
        ScriptedBillingDesk.Grants.Should().NotContain(grant => grant.GuildId == 77);
    }

    [Theory]
    [InlineData("en", "€1,041.66", "€1,752.66", "$79.00", "4 events of Stripe wait"), InlineData("fr", "1 041,66 €", "1 752,66 €", "79,00 $", "4 événements de Stripe en attente")]
    public async Task Operators_see_what_comes_in_by_plan_and_currency(string language, string pro, string sum, string dollars, string waiting)
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Operator, language);
        (await visitor.TextAsync(OperatorEndpoints.Page)).Should().Contain(pro).And.Contain(sum).And.Contain(dollars).And.Contain(waiting).And.NotContain("revenue.");
    }

    [Fact]
    public async Task Only_operators_find_the_way_to_it()
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Operator);
        using var buyer = await site.SignedInAsync(ScriptedAccounts.Buyer);
        (await visitor.GetStringAsync("/me")).Should().Contain("href=\"/operator\"");
        (await visitor.GetStringAsync("/operator")).Should().Contain($"href=\"{OperatorEndpoints.Page}\"");
        (await buyer.GetStringAsync("/me")).Should().NotContain("/operator").And.Contain("href=\"/me/billing\"");
    }

    [Fact]
    public async Task Subscriptions_are_paged_to_the_last()
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Operator);
        HashSet<string> seen = [];
        for (string? page = OperatorEndpoints.Page; page is not null;)
        {
            var html = await visitor.GetStringAsync(page);
            seen.UnionWith(System.Text.RegularExpressions.Regex.Matches(html, "<bdi>(sub_[0-9]+)</bdi>").Select(match => match.Groups[1].Value));
            var next = System.Text.RegularExpressions.Regex.Match(html, "rel=\"next\" href=\"([^\"#]+)");
            page = next.Success ? next.Groups[1].Value : null;
        }
        seen.Should().HaveCount(ScriptedBillingDesk.Sold);
    }

    [Fact]
    public async Task A_plan_is_given_until_the_end_of_a_day_and_ended()
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Operator);
        await SaysAsync(visitor, OperatorEndpoints.GrantPath, OperatorEndpoints.Granted, ("guild", " 71 "), ("plan", "enterprise"), ("until", "2999-12-31"));
        await SaysAsync(visitor, OperatorEndpoints.GrantPath, OperatorEndpoints.Granted, ("guild", "72"), ("plan", "pro"), ("until", ""));
        await SaysAsync(visitor, OperatorEndpoints.EndPath, OperatorEndpoints.Ended, ("guild", "71"));

        ScriptedBillingDesk.Grants.Should().Contain((71, Plan.Enterprise, new DateTimeOffset(3000, 1, 1, 0, 0, 0, TimeSpan.Zero), 7)).And.Contain((72, Plan.Pro, null, 7)).And.Contain((71, null, null, 7));
    }

    [Theory]
    [InlineData("guild", ""), InlineData("guild", "Pro server"), InlineData("guild", "-5"), InlineData("plan", "free"), InlineData("plan", "3"), InlineData("until", "2020-01-01"), InlineData("until", "soon")]
    public async Task What_cannot_be_given_is_not(string field, string value)
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Operator);
        (string, string)[] good = [("guild", "73"), ("plan", "pro"), ("until", "2999-12-31")];
        await SaysAsync(visitor, OperatorEndpoints.GrantPath, OperatorEndpoints.BadInput, [.. good.Where(known => known.Item1 != field), (field, value)]);
        ScriptedBillingDesk.Grants.Should().NotContain(grant => grant.GuildId == 73);
    }

    [Fact]
    public async Task What_was_never_there_is_told_as_such()
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Operator);
        await SaysAsync(visitor, OperatorEndpoints.GrantPath, OperatorEndpoints.UnknownGuild, ("guild", $"{ScriptedBillingDesk.NeverSeen}"), ("plan", "pro"));
        await SaysAsync(visitor, OperatorEndpoints.EndPath, OperatorEndpoints.NoGrant, ("guild", $"{ScriptedBillingDesk.NeverSeen}"));
        await SaysAsync(visitor, OperatorEndpoints.RevokePath, OperatorEndpoints.NoCode, ("code", $"{ScriptedGiftCodes.RedeemedId}"));
        await SaysAsync(visitor, OperatorEndpoints.RevokePath, OperatorEndpoints.Revoked, ("code", "3"));
    }

    [Fact]
    public async Task New_codes_are_shown_once()
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Operator);
        var answer = await CreateAsync(visitor, ("GiftPlan", "business"), ("Days", "90"), ("Count", "3"), ("Expiry", "2999-01-31"), ("Note", "<the fair>"));

        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()).Should().Contain("GIFT-0001-ABCD\nGIFT-0002-ABCD\nGIFT-0003-ABCD</textarea>");
        ScriptedGiftCodes.Orders.Should().Contain(new GiftOrder(Plan.Business, 90, 3, new DateTimeOffset(2999, 2, 1, 0, 0, 0, TimeSpan.Zero), "<the fair>"));
        (await visitor.GetStringAsync(OperatorEndpoints.Page)).Should().NotContain("GIFT-0001").And.Contain("…WXYZ").And.Contain("&lt;fair&gt;");
    }

    [Theory, InlineData("Days", "0"), InlineData("Days", "731"), InlineData("Count", "501"), InlineData("Count", "many"), InlineData("GiftPlan", "free"), InlineData("Expiry", "2020-01-01")]
    public async Task Codes_beyond_the_bounds_are_not_made(string field, string value)
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Operator);
        (string, string)[] good = [("GiftPlan", "pro"), ("Days", "30"), ("Count", "1"), ("Expiry", ""), ("Note", $"{field} {value}")];
        var answer = await CreateAsync(visitor, [.. good.Where(known => known.Item1 != field), (field, value)]);

        (await answer.Content.ReadAsStringAsync()).Should().Contain("Nothing was done").And.NotContain("GIFT-0001");
        ScriptedGiftCodes.Orders.Should().NotContain(order => order.Note == $"{field} {value}");
    }

    [Fact]
    public async Task Nothing_is_given_made_or_revoked_without_the_forms_token()
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Operator);
        foreach (var path in FormPaths)
            (await visitor.ForgeAsync(path, ("guild", "74"), ("plan", "pro"), ("code", "3"), ("_handler", "gift-codes"), ("GiftPlan", "pro"), ("Days", "1"), ("Count", "1"), ("Note", "forged")))
                .StatusCode.Should().Be(HttpStatusCode.BadRequest, path);
        ScriptedBillingDesk.Grants.Should().NotContain(grant => grant.GuildId == 74);
        ScriptedGiftCodes.Orders.Should().NotContain(order => order.Note == "forged");
    }

    [Theory]
    [InlineData("0", false), InlineData("-1", false), InlineData("7", true)]
    public void Operators_are_named_by_their_Discord_ids(string id, bool isValid)
    {
        var options = new WebOptions();
        options.OperatorIds.Add(long.Parse(id, System.Globalization.CultureInfo.InvariantCulture));
        new WebOptionsValidator().Validate(null, options).Succeeded.Should().Be(isValid);
    }

    [Theory]
    [InlineData("https://pay.example.org", true), InlineData("http://127.0.0.1:4242", true), InlineData("https://pay.example.org/checkout", false), InlineData("*", false), InlineData("javascript:alert(1)", false)]
    public void Pages_to_pay_on_are_origins(string origin, bool isValid)
    {
        var options = new WebOptions();
        options.PaymentOrigins.Add(origin);
        new WebOptionsValidator().Validate(null, options).Succeeded.Should().Be(isValid);
    }

    private static Task<HttpResponseMessage> CreateAsync(HttpClient visitor, params (string, string)[] fields) => visitor.SendAsync(OperatorEndpoints.Page, OperatorEndpoints.Page, [.. fields, ("_handler", "gift-codes")]);

    private static async Task SaysAsync(HttpClient visitor, string path, string word, params (string, string)[] fields)
    {
        (await visitor.SendAsync(OperatorEndpoints.Page, path, fields)).Headers.Location!.OriginalString.Should().Be($"{OperatorEndpoints.Page}?told={word}#told");
        using var _ = new InCulture("en-US");
        (await visitor.TextAsync($"{OperatorEndpoints.Page}?told={word}")).Should().Contain(Translated.Texts[$"operator.told.{word}"]);
    }

    private static string Heading(string page) => page[page.IndexOf("<h1>", StringComparison.Ordinal)..page.IndexOf("</h1>", StringComparison.Ordinal)];
}

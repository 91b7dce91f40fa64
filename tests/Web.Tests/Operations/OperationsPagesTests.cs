using System.Net;
using CommunityIntel.Domain.Operations;
using CommunityIntel.Web.Operations;
using CommunityIntel.Web.Tests.Billing;

namespace CommunityIntel.Web.Tests.Operations;

public sealed class OperationsPagesTests(ScriptedSite site)
{
    private static readonly string[] Paths = ["/operator", CapacityEndpoints.Page];

    [Theory, InlineData(null), InlineData(ScriptedAccounts.Owner), InlineData(ScriptedAccounts.Buyer)]
    public async Task For_everybody_else_they_do_not_exist(string? person)
    {
        using var visitor = person is null ? site.Visitor() : await site.SignedInAsync(person);
        foreach (var path in Paths) (await visitor.GetAsync(path)).StatusCode.Should().Be(HttpStatusCode.NotFound, path);
        (await visitor.SendAsync("/help", CapacityEndpoints.SavePath, (CapacityEndpoints.Version, "4"), (CapacityEndpoints.Budget, "6666"))).StatusCode.Should().Be(HttpStatusCode.NotFound);
        ScriptedOperations.Saved.Should().NotContain(saved => saved.Settings.BudgetMinor == 6_666_00);
    }

    [Theory]
    [InlineData("en", "The bot was not connected for 7 minutes.", "99.87%", "250 ms", "missed", "6.8 GB", "85%", "$", "the database is full on January 3, 2027")]
    [InlineData("fr", "Le bot n'a pas été connecté depuis 7 minutes.", "99,87 %", "250 ms", "non tenu", "6,8 Go", "85 %", "€", "sera pleine le 3 janvier 2027")]
    public async Task Operators_see_alerts_signals_shards_processes_and_limits(string language, params string[] told)
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Operator, language);
        var text = await visitor.TextAsync("/operator");
        foreach (var part in told.Where(part => part is not ("$" or "€"))) text.Should().Contain(part);
        text.Should().Contain("11/16").And.Contain("silo-0").And.NotContain("alert.").And.NotContain("signal.").And.NotContain("limits.");
    }

    [Theory]
    [InlineData("en", "Phase 1", "€301", "+ $79", "€223", "74%", "reached", "€172 · 69%", "over the budget of €60")]
    [InlineData("fr", "Phase 1", "301 €", "+ 79 $", "223 €", "74 %", "atteint", "172 € · 69 %", "au-dessus du budget de 60 €")]
    public async Task Operators_see_the_phase_what_is_near_and_what_is_left(string language, params string[] told)
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Operator, language);
        var text = (await visitor.TextAsync(CapacityEndpoints.Page)).Replace('\u202f', ' ').Replace('\u00a0', ' ');
        foreach (var part in told) text.Should().Contain(part);
        text.Should().NotMatchRegex(@"\b(switch|costs|phase)\.[a-z0-9]");
    }

    [Fact]
    public async Task Prices_are_saved_to_the_cent_by_who_saw_the_newest()
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Operator);
        await SaysAsync(visitor, CapacityEndpoints.Saved, (CapacityEndpoints.Version, "4"), (CapacityEndpoints.PriceField(Phase.Ten, CostItem.Bot), "7.77"), (CapacityEndpoints.Budget, "123.4"), (CapacityEndpoints.DatabaseLimit, "0.5"));
        await SaysAsync(visitor, CapacityEndpoints.Conflict, (CapacityEndpoints.Version, "3"), (CapacityEndpoints.Budget, "5"));

        var saved = ScriptedOperations.Saved.Single(saved => saved.Settings.BudgetMinor == 123_40);
        (saved.By, saved.Settings.Costs().Of(Phase.Ten), saved.Settings.DatabaseLimitBytes).Should().Be((7, 7_77, 500_000_000));
    }

    [Fact]
    public async Task A_form_from_elsewhere_is_refused()
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Operator);
        (await visitor.ForgeAsync(CapacityEndpoints.SavePath, (CapacityEndpoints.Version, "4"), (CapacityEndpoints.Budget, "999"))).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        ScriptedOperations.Saved.Should().NotContain(saved => saved.Settings.BudgetMinor == 999_00);
    }

    [Theory]
    [InlineData(CapacityEndpoints.Budget, "-1"), InlineData(CapacityEndpoints.Budget, "much"), InlineData(CapacityEndpoints.Budget, "1e9"), InlineData(CapacityEndpoints.Budget, "100000001"), InlineData(CapacityEndpoints.Version, ""), InlineData("price-1-1", "NaN")]
    [InlineData(CapacityEndpoints.TrafficLimit, "1000001")]
    public async Task What_is_no_amount_is_not_saved(string field, string value)
    {
        using var visitor = await site.SignedInAsync(ScriptedAccounts.Operator);
        (string, string)[] good = [(CapacityEndpoints.Version, "4"), (CapacityEndpoints.TrafficLimit, "777")];
        await SaysAsync(visitor, CapacityEndpoints.BadInput, [.. good.Where(known => known.Item1 != field), (field, value)]);
        ScriptedOperations.Saved.Should().NotContain(saved => saved.Settings.TrafficLimitBytes == 777_000_000_000);
    }

    private static async Task SaysAsync(HttpClient visitor, string word, params (string, string)[] fields)
    {
        var answer = await visitor.SendAsync(CapacityEndpoints.Page, CapacityEndpoints.SavePath, fields);
        answer.Headers.Location!.OriginalString.Should().Be($"{CapacityEndpoints.Page}?told={word}#told");
        (await visitor.GetStringAsync(answer.Headers.Location)).Should().NotContain("capacity.told.");
    }
}

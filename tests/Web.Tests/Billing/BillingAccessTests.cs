using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.Web.Access;
using CommunityIntel.Web.Billing;
using CommunityIntel.Web.Guilds;
using CommunityIntel.Web.Hosting;
using CommunityIntel.Web.SignIn;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CommunityIntel.Web.Tests.Billing;

/// <summary>What is let through to the grains, whatever page or form would ask.</summary>
public sealed class BillingAccessTests(ScriptedSite site)
{
    private static readonly CheckoutWish Wish = new(ScriptedPlans.Free, Plan.Pro, BillingInterval.Month, new("https://stats.example.org/billing/return"), "en", "key", "somebody else");

    [Theory]
    [InlineData(8, ScriptedAccounts.Buyer, true, true), InlineData(9, ScriptedAccounts.Reader, true, false), InlineData(4, ScriptedAccounts.Stranger, false, false), InlineData(7, ScriptedAccounts.Operator, false, false)]
    [InlineData(99, "", false, false)]
    public async Task Members_see_the_plan_and_who_manages_the_guild_sees_and_changes_the_rest(long userId, string person, bool seesPlan, bool manages)
    {
        var billing = Billing(userId, person);
        (await billing.GetPlanAsync(ScriptedPlans.Free)).Succeeded.Should().Be(seesPlan);
        (await billing.GetBillingAsync(ScriptedPlans.Free)).Succeeded.Should().Be(manages);
        (await billing.StartCheckoutAsync(Wish)).Succeeded.Should().Be(manages);
        (await billing.RedeemAsync(ScriptedPlans.Free, "code")).Succeeded.Should().Be(manages);
        (await billing.MoveSlotAsync("sub", 1, ScriptedPlans.Free)).Succeeded.Should().Be(manages);
    }

    [Theory, InlineData(8, ScriptedAccounts.Buyer, false), InlineData(4, ScriptedAccounts.Stranger, false), InlineData(7, ScriptedAccounts.Operator, true)]
    public async Task Only_operators_see_and_give_what_is_everybodys(long userId, string person, bool isOperator)
    {
        var billing = Billing(userId, person);
        (await billing.GetRevenueAsync()).Succeeded.Should().Be(isOperator);
        (await billing.GetSubscriptionsAsync(null, 1)).Succeeded.Should().Be(isOperator);
        (await billing.GetCodesAsync(1)).Succeeded.Should().Be(isOperator);
        (await billing.CreateCodesAsync(new(Plan.Pro, 1, 1, null, ""))).Succeeded.Should().Be(isOperator);
        (await billing.RevokeCodeAsync(1)).Succeeded.Should().Be(isOperator);
        (await billing.GrantAsync(76, Plan.Pro, null)).Succeeded.Should().Be(isOperator);
        (await billing.EndGrantAsync(76)).Succeeded.Should().Be(isOperator);
    }

    [Fact]
    public async Task Everybody_is_asked_for_as_themselves_and_pays_in_their_own_name()
    {
        var billing = Billing(9, ScriptedAccounts.Reader);
        await billing.AddSlotAsync("sub_of_9", 2, "key");
        await billing.MoveSlotAsync("sub_of_9", 1, 0);
        await billing.FinishCheckoutAsync("cs_of_9");
        await billing.OpenPortalAsync(new(PortalPage.Home, "sub_of_9", Wish.ReturnTo, "en"));
        await Billing(8, ScriptedAccounts.Buyer).StartCheckoutAsync(Wish with { GuildId = ScriptedPlans.Ending });

        ScriptedPayer.Asked.Where(asked => asked.What.Contains("_of_9", StringComparison.Ordinal)).Should().HaveCount(4).And.OnlyContain(asked => asked.PayerId == 9);
        ScriptedPayer.Asked.Should().Contain((8, $"checkout Pro Month {ScriptedPlans.Ending} by person 8"));
    }

    [Fact]
    public async Task A_guilds_plan_is_asked_for_once_in_a_request()
    {
        var billing = Billing(9, ScriptedAccounts.Reader);
        (await billing.GetPlanAsync(ScriptedPlans.Pro)).Should().BeSameAs(await billing.GetPlanAsync(ScriptedPlans.Pro));
        (await billing.GetPlanAsync(ScriptedPlans.Free)).Value!.Plan.Should().Be(Plan.Free);
    }

    [Theory]
    [InlineData(ScriptedPlans.Free, ExportFormats.Csv), InlineData(ScriptedPlans.Pro, ExportFormats.CsvAndJson), InlineData(ScriptedPlans.Lost, ExportFormats.CsvAndJson), InlineData(ScriptedPlans.Silent, ExportFormats.CsvAndJson)]
    public async Task Files_go_by_the_plan_also_by_the_lost_one_while_it_can_be_seen(long guildId, ExportFormats expected) =>
        (await Billing(9, ScriptedAccounts.Reader).GetExportsAsync(guildId)).Should().Be(expected);

    private BillingAccess Billing(long userId, string person)
    {
        var servers = new ServersOfUser(site.Accounts, TimeProvider.System);
        if (person.Length > 0)
            servers.Remember(userId, person);
        return new(
            site.Services.GetRequiredService<IClusterClient>(), new GuildAccess(servers, site.Services.GetRequiredService<AccessRules>()),
            new Operators(site.Services.GetRequiredService<IOptions<WebOptions>>()), new GuildCalls(NullLogger<GuildCalls>.Instance), new Person(userId), TimeProvider.System);
    }

    private sealed class Person(long id) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            Task.FromResult(new AuthenticationState(UserClaims.Principal(new(id, $"person {id}", null), "test")));
    }
}

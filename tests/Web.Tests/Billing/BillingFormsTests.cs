using System.Net;
using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.Web.Billing;

namespace CommunityIntel.Web.Tests.Billing;

public sealed class BillingFormsTests(ScriptedSite site)
{
    private static readonly (string, string)[] ProByMonth = [("price", "pro_month"), ("key", "k1")];

    public static TheoryData<CheckoutOutcome, string> Checkouts => new()
    {
        { CheckoutOutcome.PaidAlready, "paid-already" }, { CheckoutOutcome.NotSold, "not-sold" }, { CheckoutOutcome.Unavailable, "unavailable" },
        { CheckoutOutcome.UnknownGuild, "unknown-guild" }, { CheckoutOutcome.HasFreeSlot, "free-slot" },
    };

    public static TheoryData<SlotOutcome, string> Slots => new()
    {
        { SlotOutcome.Done, "moved" }, { SlotOutcome.NothingThere, "gone" }, { SlotOutcome.Locked, "locked" }, { SlotOutcome.PaidAlready, "slot-paid" },
        { SlotOutcome.UnknownGuild, "unknown-guild" }, { SlotOutcome.Declined, "declined" }, { SlotOutcome.Unavailable, "unavailable" },
        { SlotOutcome.InTrial, "in-trial" }, { SlotOutcome.NotSold, "not-sold" }, { SlotOutcome.Unknown, "no-answer" },
    };

    public static TheoryData<string> Forged => ["/checkout", "/redeem", BillingEndpoints.PortalPath, BillingEndpoints.AddSlotPath, BillingEndpoints.MoveSlotPath];

    [Theory, InlineData("en"), InlineData("fr")]
    public async Task Buying_leads_to_the_page_of_Stripe_for_the_guild_as_the_person_who_asks(string language)
    {
        using var buyer = await site.SignedInAsync(ScriptedAccounts.Buyer, language);
        var answer = await buyer.SendAsync(Page(ScriptedPlans.Free), Page(ScriptedPlans.Free) + "/checkout", ("price", "business_year"), ("key", $"key_{language}"));

        answer.StatusCode.Should().Be(HttpStatusCode.SeeOther);
        answer.Headers.Location.Should().Be(ScriptedPayer.CheckoutPage);
        var wish = ScriptedPayer.Wishes.Single(asked => asked.RequestKey == $"key_{language}_business_year");
        wish.Should().Be(new CheckoutWish(ScriptedPlans.Free, Plan.Business, BillingInterval.Year, new Uri(site.Address, BillingEndpoints.ReturnPath), language, wish.RequestKey, "buyer"));
        ScriptedPayer.Asked.Should().Contain((ScriptedPayer.Buyer, $"checkout Business Year {ScriptedPlans.Free} by buyer"));
    }

    [Theory, MemberData(nameof(Checkouts))]
    public async Task What_comes_of_buying_is_said_with_a_next_step(CheckoutOutcome outcome, string word)
    {
        ScriptedPayer.Checkouts[ScriptedPayer.Buyer] = outcome;
        try
        {
            await SaysAsync(Page(ScriptedPlans.Free), Page(ScriptedPlans.Free) + "/checkout", word, ProByMonth);
        }
        finally
        {
            ScriptedPayer.Checkouts.Clear();
        }
    }

    [Theory, MemberData(nameof(Slots))]
    public async Task What_comes_of_moving_a_slot_is_said(SlotOutcome outcome, string word)
    {
        ScriptedPayer.Slots[ScriptedPayer.Buyer] = outcome;
        try
        {
            await SaysAsync(Page(ScriptedPlans.Pro), BillingEndpoints.MoveSlotPath, word, ("subscription", "sub_1"), ("slot", "3"), ("to", $"{ScriptedPlans.Free}"), ("guild", $"{ScriptedPlans.Pro}"));
        }
        finally
        {
            ScriptedPayer.Slots.Clear();
        }
    }

    [Theory]
    [InlineData("Redeemed", "redeemed"), InlineData("Unknown", "code-unknown"), InlineData("Expired", "code-expired"), InlineData("Used", "code-used"), InlineData("TooMany", "code-too-many")]
    [InlineData("UnknownGuild", "unknown-guild"), InlineData("silent", "no-answer"), InlineData("  ", "code-unknown")]
    public async Task What_comes_of_a_code_is_said(string code, string word) => await SaysAsync(Page(ScriptedPlans.Free), Page(ScriptedPlans.Free) + "/redeem", word, ("code", code));

    [Theory, InlineData(PortalOutcome.NothingThere, "nothing-paid"), InlineData(PortalOutcome.Unavailable, "unavailable")]
    public async Task What_comes_of_the_portal_is_said(PortalOutcome outcome, string word)
    {
        ScriptedPayer.Portals[ScriptedPayer.Buyer] = outcome;
        try
        {
            await SaysAsync("/me/billing", BillingEndpoints.PortalPath, word, ("page", "home"), ("guild", "0"));
        }
        finally
        {
            ScriptedPayer.Portals.Clear();
        }
    }

    [Theory, InlineData("plan", "ChangePlan"), InlineData("cancel", "Cancel"), InlineData("card", "PaymentMethod"), InlineData("home", "Home")]
    public async Task Every_page_of_the_portal_is_opened_and_leads_back(string page, string asked)
    {
        using var buyer = await site.SignedInAsync(ScriptedAccounts.Buyer);
        var answer = await buyer.SendAsync("/me/billing", BillingEndpoints.PortalPath, ("page", page), ("subscription", "sub_2"), ("guild", $"{ScriptedPlans.Unpaid}"));

        (answer.StatusCode, answer.Headers.Location).Should().Be((HttpStatusCode.SeeOther, ScriptedPayer.PortalPage));
        ScriptedPayer.Asked.Should().Contain((ScriptedPayer.Buyer, $"portal {asked} sub_2 back to /g/{ScriptedPlans.Unpaid}/billing"));
    }

    [Fact]
    public async Task A_slot_is_added_and_taken_away_by_whoever_pays()
    {
        using var buyer = await site.SignedInAsync(ScriptedAccounts.Buyer);
        (await buyer.SendAsync("/me/billing", BillingEndpoints.AddSlotPath, ("subscription", "sub_9"), ("slots", "2"), ("key", "k"), ("guild", "0"))).Headers.Location!.OriginalString.Should().Be("/me/billing?told=added#told");
        (await buyer.SendAsync("/me/billing", BillingEndpoints.MoveSlotPath, ("subscription", "sub_9"), ("slot", "2"), ("to", $"{ScriptedPlans.Free}"), ("take", "away"), ("guild", "0"))).Headers.Location!.OriginalString.Should().Be("/me/billing?told=taken#told");
        ScriptedPayer.Asked.Should().Contain((ScriptedPayer.Buyer, "add to sub_9")).And.Contain((ScriptedPayer.Buyer, "move sub_9 2 to 0 by 8"));
    }

    [Theory]
    [InlineData(ScriptedPlans.Free, true), InlineData(ScriptedSite.GuildId, false), InlineData(5, false)]
    public async Task A_slot_goes_only_to_a_guild_that_the_person_manages(long guildId, bool goes)
    {
        using var buyer = await site.SignedInAsync(ScriptedAccounts.Buyer);
        var answer = await buyer.SendAsync("/me/billing", BillingEndpoints.MoveSlotPath, ("subscription", "sub_8"), ("slot", "1"), ("to", $"{guildId}"), ("guild", "0"));

        answer.Headers.Location!.OriginalString.Should().Be($"/me/billing?told={(goes ? "moved" : "not-allowed")}#told");
        ScriptedPayer.Asked.Contains((ScriptedPayer.Buyer, $"move sub_8 1 to {guildId} by 8")).Should().Be(goes);
    }

    [Theory, MemberData(nameof(Forged))]
    public async Task Nothing_happens_signed_out_or_without_the_forms_token(string path)
    {
        var address = path.StartsWith("/me", StringComparison.Ordinal) ? path : Page(ScriptedPlans.Free) + path;
        (string, string)[] fields = [.. ProByMonth, ("code", "forged"), ("page", "home"), ("subscription", "sub_forged"), ("slot", "1"), ("to", "0"), ("guild", "0")];
        using var nobody = site.Visitor();
        using var buyer = await site.SignedInAsync(ScriptedAccounts.Buyer);

        (await nobody.ForgeAsync(address, fields)).Headers.Location!.OriginalString.Should().StartWith("/login");
        (await buyer.ForgeAsync(address, fields)).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        ScriptedPayer.Asked.Should().NotContain(asked => asked.What.Contains("sub_forged", StringComparison.Ordinal));
        ScriptedGiftCodes.Redeemed.Should().NotContain(redeemed => redeemed.Code == "forged");
    }

    [Theory, InlineData(ScriptedAccounts.Reader), InlineData(ScriptedAccounts.Stranger), InlineData(ScriptedAccounts.Operator)]
    public async Task Who_does_not_manage_a_guild_buys_and_redeems_nothing_for_it(string person)
    {
        using var visitor = await site.SignedInAsync(person);
        (await visitor.SendAsync("/me", Page(ScriptedPlans.Free) + "/checkout", ProByMonth)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await visitor.SendAsync("/me", Page(ScriptedPlans.Free) + "/redeem", ("code", $"of {person}"))).StatusCode.Should().Be(HttpStatusCode.NotFound);
        ScriptedGiftCodes.Redeemed.Should().NotContain(redeemed => redeemed.Code == $"of {person}");
    }

    [Theory]
    [InlineData("/checkout", "price", "enterprise_month"), InlineData("/checkout", "price", "1"), InlineData("/checkout", "key", "<script>"), InlineData("/checkout", "key", "")]
    public async Task What_no_form_of_ours_sends_is_refused(string path, string field, string value)
    {
        using var buyer = await site.SignedInAsync(ScriptedAccounts.Buyer);
        (string, string)[] fields = [.. ProByMonth.Where(known => known.Item1 != field), (field, value)];
        (await buyer.SendAsync("/me", Page(ScriptedPlans.Free) + path, fields)).StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public void Everything_that_is_said_has_a_text_in_both_languages()
    {
        foreach (var culture in (string[])["en-US", "fr-FR"])
        {
            using var _ = new InCulture(culture);
            foreach (var word in BillingTold.Words)
                Translated.Texts[$"billing.told.{word}"].ResourceNotFound.Should().BeFalse(word);
        }
    }

    private static string Page(long guildId) => $"/g/{guildId}/billing";

    // The form leads to the page again, and the page says it.
    private async Task SaysAsync(string page, string path, string word, params (string, string)[] fields)
    {
        using var buyer = await site.SignedInAsync(ScriptedAccounts.Buyer);
        var answer = await buyer.SendAsync(page, path, fields);
        answer.Headers.Location!.OriginalString.Should().Be($"{page}?told={word}#told");
        using var _ = new InCulture("en-US");
        (await buyer.TextAsync($"{page}?told={word}")).Should().Contain(Translated.Texts[$"billing.told.{word}"]);
    }
}

using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.Web.Audit;
using CommunityIntel.Web.Billing;
using CommunityIntel.Web.Languages;
using CommunityIntel.Web.Settings;
using CommunityIntel.Web.Xp;

namespace CommunityIntel.Web.Tests.Billing;

public sealed class PlanWordsTests
{
    private static readonly DateTimeOffset Now = ScriptedGuild.Now;

    [Theory]
    [InlineData("en-US", 25_00, "eur", "€25.00", "€25"), InlineData("fr-FR", 25_00, "EUR", "25,00 €", "25 €"), InlineData("en-US", 1_234_56, "usd", "$1,234.56", "$1,234.56")]
    [InlineData("fr-FR", 2_500, "jpy", "2 500 ¥", "2 500 ¥"), InlineData("en-US", 2_500, "kwd", "KWD 2.500", "KWD 2.500"), InlineData("fr-FR", 99, "chf", "0,99 CHF", "0,99 CHF"), InlineData("en-GB", 0, "eur", "€0.00", "€0")]
    public void An_amount_is_written_in_its_own_currency_as_the_reader_does(string culture, long minor, string currency, string whole, string brief)
    {
        using var _ = new InCulture(culture);
        Spaces(Amounts.Of(minor, currency)).Should().Be(whole);
        Spaces(Amounts.Brief(minor, currency)).Should().Be(brief);
    }

    [Theory, InlineData("en-US"), InlineData("fr-FR")]
    public void Every_limit_of_every_plan_has_words(string culture)
    {
        using var _ = new InCulture(culture);
        foreach (var plan in PlanTable.Plans)
            Translated.Texts.Lines(PlanTable.Of(plan)).Should().HaveCountGreaterThanOrEqualTo(7).And.OnlyContain(line => !line.Contains("plan.line", StringComparison.Ordinal) && !line.Contains('{', StringComparison.Ordinal));
        foreach (var limit in Enum.GetValues<PlanLimit>())
            foreach (var needed in (Plan?[])[null, Plan.Pro, Plan.Enterprise])
                Translated.Texts.Refusal(new(limit, needed, 2)).Should().NotContain("plan.").And.NotContain("{");
    }

    [Fact]
    public void A_refusal_names_the_limit_and_the_price_of_the_plan_that_allows_it()
    {
        using var _ = new InCulture("en-US");
        Translated.Texts.Refusal(new(PlanLimit.RewardRoles, Plan.Pro, 5)).Should().Be("This server’s plan gives 5 roles as rewards. Pro allows it, for €25 a month.");
        Translated.Texts.Refusal(new(PlanLimit.RewardRoles, Plan.Enterprise, 100)).Should().EndWith("Enterprise allows it, by agreement.");
        Translated.Texts.Refusal(new(PlanLimit.RewardRoles, null, 250)).Should().EndWith("No plan allows more.");
    }

    [Fact]
    public void The_most_urgent_is_said_and_nothing_where_nothing_is_sold()
    {
        var plan = ScriptedPlans.Of(ScriptedPlans.Pro);
        PlanWarnings.Of(null, Now).Should().BeNull();
        PlanWarnings.Of(plan, Now).Should().BeNull();
        PlanWarnings.Of(plan with { EndsAt = Now.AddDays(7).AddSeconds(1) }, Now).Should().BeNull("it is more than a week away");
        PlanWarnings.Of(plan with { EndsAt = Now.AddDays(7) }, Now).Should().Be(PlanWarning.Ending);
        PlanWarnings.Of(plan with { EndsAt = Now.AddDays(1), GraceUntil = Now.AddDays(1) }, Now).Should().Be(PlanWarning.Unpaid);
        PlanWarnings.Of(plan with { LostPlan = Plan.Business, ReadOnlyUntil = Now.AddDays(1) }, Now).Should().Be(PlanWarning.Lost);
        PlanWarnings.Of(plan with { LostPlan = Plan.Business, ReadOnlyUntil = Now }, Now).Should().BeNull("it can no longer be seen");
        PlanWarnings.Of(plan with { GraceUntil = Now.AddDays(1), IsSold = false }, Now).Should().BeNull();
    }

    [Fact]
    public void Usage_stands_beside_what_the_plan_and_the_next_one_allow()
    {
        using var _ = new InCulture("en-US");
        var usage = new PlanUsage(400, 2, false, 0, 3, [new(1, "Ada", Now)]);
        var rows = UsageRow.Of(Translated.Texts, usage, PlanTable.Of(Plan.Free), PlanTable.Of(Plan.Pro));

        rows.Should().Contain(new UsageRow("Figures: kept, and shown", "400 days", "30 days", "1 year", 1)).And.Contain(new UsageRow(
            "Roles as rewards", "3", $"{PlanTable.Of(Plan.Free).RewardRoles}", $"{PlanTable.Of(Plan.Pro).RewardRoles}", 3.0 / PlanTable.Of(Plan.Free).RewardRoles));
        UsageRow.Of(Translated.Texts, usage, PlanTable.Of(Plan.Enterprise), null).Should().OnlyContain(row => row.Next == null).And.Contain(new UsageRow("People who change settings", "1", "all", null, null));
    }

    [Fact]
    public void A_change_of_plan_is_told_in_the_readers_words()
    {
        const string Before = """{"plan":"free","source":null,"reference":null,"state":null,"ends_at":null}""";
        const string After = """{"plan":"pro","source":"stripe","reference":"sub_1#1@5","state":"past_due","ends_at":"2026-12-22T20:05:00Z"}""";

        Changes("en-US", AuditAction.PlanChanged, Before, After).Should().Equal(
            new FieldChange("plan", "Plan", "Free", "Pro"), new FieldChange("source", "Given", "–", "by subscription"), new FieldChange("state", "State", "–", "unpaid"),
            new FieldChange("ends_at", "Ends", "–", "December 22, 2026, 20:05 UTC"));
        Changes("fr-FR", AuditAction.ClaimChanged, After, null).Should().Contain(new FieldChange("plan", "Offre", "Pro", null)).And.Contain(new FieldChange("source", "Donnée", "par abonnement", null));
        Changes("en-US", AuditAction.ClaimChanged, null, """{"plan":"galactic","source":"stripe"}""").Should().Contain(new FieldChange("plan", "Plan", null, "galactic"));
    }

    [Theory, InlineData("en-US"), InlineData("fr-FR")]
    public void Every_action_of_the_audit_log_has_words(string culture)
    {
        using var _ = new InCulture(culture);
        foreach (var action in Enum.GetValues<AuditAction>())
            foreach (var key in (string[])[$"audit.{AuditChoice.Word(action)}", $"audit.kind.{AuditChoice.Word(action)}"])
                Translated.Texts[key].ResourceNotFound.Should().BeFalse(key);
    }

    private static IReadOnlyList<FieldChange> Changes(string culture, AuditAction action, string? before, string? after)
    {
        using var _ = new InCulture(culture);
        return new AuditText(Translated.Texts, GuildNames.None, new CurveChoice(null, null)).ChangesOf(new(1, action, Now, new(1, "Ada", ActorSource.System), 0, null, before, after, null, null, false));
    }

    // Cultures group and join with spaces of several widths.
    private static string Spaces(string text) => text.Replace('\u00a0', ' ').Replace('\u202f', ' ');
}

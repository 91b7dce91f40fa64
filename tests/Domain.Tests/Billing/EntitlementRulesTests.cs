using CommunityIntel.Domain.Billing;
using FsCheck;
using FsCheck.Fluent;

namespace CommunityIntel.Domain.Tests.Billing;

public sealed class EntitlementRulesTests
{
    private const long Day = 86_400_000;

    private static long Now => Some.Noon;

    [Fact]
    public void Nobody_who_paid_for_nothing_has_anything()
    {
        At(Now).Should().Be(Entitlement.None);
        At(Now, Stripe(Plan.Pro, ClaimState.Ended, Now - Day, Now)).Plan.Should().Be(Plan.Free);
    }

    [Fact]
    public void The_highest_plan_holds_and_of_equal_ones_the_one_that_lasts_longest()
    {
        var (pro, business) = (Stripe(Plan.Pro, ClaimState.Active, Now - Day, null), Granted(Plan.Business, Now - Day, Now + Day));
        At(Now, pro, business).Should().Be(new Entitlement(Plan.Business, business, Now + Day, Now + Day, null, 0, 1));
        At(Now, Granted(Plan.Pro, Now - Day, Now + Day), pro).By.Should().Be(pro);
    }

    [Fact]
    public void A_failed_payment_takes_nothing_away_for_seven_days_and_then_all()
    {
        var unpaid = Stripe(Plan.Pro, ClaimState.PastDue, Now - (30 * Day), null) with { UnpaidSinceMs = Now };
        var first = At(Now + Day, unpaid);
        first.Should().BeEquivalentTo(new { Plan = Plan.Pro, IsInGrace = true, EndsAtMs = Now + (7 * Day) });
        var after = EntitlementRules.Review(first, [unpaid], Now + (7 * Day));
        after.Should().BeEquivalentTo(new { Plan = Plan.Free, IsInGrace = false, LostPlan = Plan.Pro, LostAtMs = Now + (7 * Day) });
        EntitlementRules.Review(after, [unpaid with { State = ClaimState.Active, UnpaidSinceMs = null }], Now + (8 * Day)).Should().BeEquivalentTo(new { Plan = Plan.Pro, LostPlan = (Plan?)null });
    }

    [Fact]
    public void What_a_lost_plan_allowed_can_be_seen_for_ninety_days()
    {
        var paid = Stripe(Plan.Business, ClaimState.Active, Now - Day, null);
        var had = At(Now, paid);
        var lost = EntitlementRules.Review(had, [paid with { State = ClaimState.Ended, EndsAtMs = Now }, Granted(Plan.Pro, Now, null)], Now);
        lost.Should().BeEquivalentTo(new { Plan = Plan.Pro, LostPlan = Plan.Business, ReadOnlyUntilMs = Now + (90 * Day) });
        (lost.Limits.LookBackDays, lost.SeenLimits.LookBackDays).Should().Be((365, 1_095));
        EntitlementRules.Review(lost, [Granted(Plan.Pro, Now, null)], Now + (90 * Day)).Should().BeEquivalentTo(new { Plan = Plan.Pro, LostPlan = (Plan?)null });
    }

    [Fact]
    public void A_gift_waits_while_something_else_gives_as_much_and_loses_no_day()
    {
        var gift = Gift(Plan.Pro, Now, 30);
        var paid = Stripe(Plan.Pro, ClaimState.Active, Now + (10 * Day), Now + (50 * Day));
        At(Now, gift, paid).EndsAtMs.Should().Be(Now + (10 * Day));
        At(Now + (20 * Day), gift, paid).By.Should().Be(paid);
        At(Now + (60 * Day), gift, paid).Should().BeEquivalentTo(new { By = gift, EndsAtMs = Now + (70 * Day) });
        At(Now + (70 * Day), gift, paid).Plan.Should().Be(Plan.Free);
    }

    [Fact]
    public void Gifts_run_one_after_the_other_and_a_higher_plan_does_not_wait_for_a_lower()
    {
        var (one, two) = (Gift(Plan.Pro, Now, 10, "1"), Gift(Plan.Pro, Now + Day, 10, "2"));
        At(Now + (15 * Day), one, two).Should().BeEquivalentTo(new { Plan = Plan.Pro, EndsAtMs = Now + (20 * Day) });
        At(Now + (2 * Day), Gift(Plan.Business, Now, 5), Stripe(Plan.Pro, ClaimState.Active, Now, null)).Plan.Should().Be(Plan.Business);
    }

    [Fact]
    public void A_lower_gift_waits_for_a_higher_one()
    {
        var (pro, business) = (Gift(Plan.Pro, Now, 30, "1"), Gift(Plan.Business, Now + (4 * Day), 30, "2"));
        At(Now + (5 * Day), pro, business).By.Should().Be(business);
        At(Now + (59 * Day), pro, business).By.Should().Be(pro);
        At(Now + (60 * Day), pro, business).Plan.Should().Be(Plan.Free);
    }

    /// <summary>Whenever it is looked at, and how often: the same claims at the same time give the same.</summary>
    [Fact]
    public void It_does_not_matter_when_it_was_looked_at_before() => Prop.ForAll(
        (from claims in AnyClaim.ListOf(4) from looks in Gen.Choose(0, 200).ListOf(5) from end in Gen.Choose(100, 300) select (claims, looks, end)).ToArbitrary(), x =>
        {
            var start = EntitlementRules.Review(Entitlement.None, [.. x.claims], Now);
            var once = EntitlementRules.Review(start, [.. x.claims], Now + (x.end * Day));
            var often = x.looks.Where(l => l < x.end).Order().Append(x.end).Aggregate(start, (e, day) => EntitlementRules.Review(e, [.. x.claims], Now + (day * Day)));
            return once == often;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_is_granted_beyond_what_some_claim_gives_and_nothing_that_holds_is_withheld() => Prop.ForAll(
        (from claims in AnyClaim.ListOf(5) from day in Gen.Choose(0, 200) select (claims, day)).ToArbitrary(), x =>
        {
            var at = Now + (x.day * Day);
            var holding = x.claims.Where(c => c.Source != ClaimSource.Gift && c.StartsAtMs <= at && !(c.HoldsUntilMs <= at)).Select(c => c.Plan).ToList();
            var gifts = x.claims.Where(c => c.Source == ClaimSource.Gift && c.StartsAtMs <= at).Select(c => c.Plan);
            var plan = At(at, [.. x.claims]).Plan;
            return plan >= holding.DefaultIfEmpty(Plan.Free).Max() && plan <= holding.Concat(gifts).DefaultIfEmpty(Plan.Free).Max();
        }).QuickCheckThrowOnFailure();

    /// <summary>All days of all gifts together are used, however payments come and go in between.</summary>
    [Fact]
    public void A_gift_gives_exactly_its_days() => Prop.ForAll(
        (from days in Gen.Choose(1, 40) from paid in Gen.Choose(0, 60).ListOf(4) select (days, paid)).ToArbitrary(), x =>
        {
            var gift = Gift(Plan.Pro, Now, x.days);
            var edges = x.paid.Order().ToList();
            var claims = edges.Chunk(2).Where(c => c.Length == 2).Select((c, i) => Stripe(Plan.Pro, ClaimState.Ended, Now + (c[0] * Day), Now + (c[1] * Day)) with { Reference = $"{i}" }).Append(gift).ToArray();
            return Enumerable.Range(0, 200).Count(day => At(Now + (day * Day), claims).By == gift) == x.days;
        }).QuickCheckThrowOnFailure();

    private static Gen<Claim> AnyClaim =>
        from source in Gen.Elements(Enum.GetValues<ClaimSource>())
        from plan in Gen.Elements(Plan.Pro, Plan.Business, Plan.Enterprise)
        from state in Gen.Elements(ClaimState.Active, ClaimState.Trialing, ClaimState.PastDue, ClaimState.Ended)
        from start in Gen.Choose(-50, 100)
        from length in Gen.Choose(0, 100)
        from unpaid in Gen.Choose(0, 100)
        from id in Gen.Choose(0, 1_000)
        select source == ClaimSource.Gift
            ? Gift(plan, Now + (start * Day), length, $"{id}")
            : new Claim(
                source, "h", $"{id}", plan, state, Now + (start * Day), state == ClaimState.Ended || length > 50 ? Now + ((start + length) * Day) : null,
                state == ClaimState.PastDue ? Now + ((start + unpaid) * Day) : null, 0, 1);

    private static Entitlement At(long nowMs, params Claim[] claims) => EntitlementRules.Review(Entitlement.None, claims, nowMs);

    private static Claim Stripe(Plan plan, ClaimState state, long from, long? until) => new(ClaimSource.Stripe, "7", "sub_1#1@0", plan, state, from, until, null, 0, 7);

    private static Claim Granted(Plan plan, long from, long? until) => new(ClaimSource.Operator, "operator", "grant", plan, ClaimState.Active, from, until, null, 0, 0);

    private static Claim Gift(Plan plan, long from, int days, string id = "1") => new(ClaimSource.Gift, id, id, plan, ClaimState.Active, from, null, null, days * Day, 7);
}

using CommunityIntel.Domain.Billing;

namespace CommunityIntel.Domain.Tests.Billing;

public sealed class SlotsTests
{
    private const long Day = 86_400_000;

    private static long Now => Some.Noon;

    private static Subscription Bought => new(
        "sub_1", SubscriptionStatus.Active, Plan.Pro, BillingInterval.Month, 1, 2500, "eur", Now - Day, Now + (29 * Day), null, null, null, null, GuildId: 5);

    [Fact]
    public void The_guild_that_it_was_bought_for_gets_the_first_slot_unless_it_is_paid_for_already()
    {
        Follow(Bought).Should().Equal(new Slot("sub_1", 1, 5, Now - Day, 0));
        Slots.Follow(Bought, [], Now, isPaidAlready: true).Should().Equal(new Slot("sub_1", 1, 0, 0, 0));
    }

    [Theory]
    [InlineData(SubscriptionStatus.Incomplete)]
    [InlineData(SubscriptionStatus.IncompleteExpired)]
    public void Nothing_is_granted_unpaid(SubscriptionStatus status) => Follow(Bought with { Status = status }).Should().BeEmpty();

    [Fact]
    public void A_price_that_is_none_of_ours_grants_nothing()
    {
        var odd = Bought with { Plan = null };
        Slots.ClaimOf(Follow(odd)[0], odd, 7).Should().BeNull();
    }

    [Fact]
    public void There_are_as_many_slots_as_are_paid_for_and_free_ones_go_first()
    {
        var three = Follow(Bought with { Quantity = 3 });
        three.Select(s => (s.No, s.GuildId)).Should().Equal((1, 5), (2, 0), (3, 0));
        var used = new List<Slot> { three[0], three[1], three[2].MoveTo(9, Now) };
        Slots.Follow(Bought with { Quantity = 2 }, used, Now, false).Select(s => s.GuildId).Should().Equal(5, 9);
        Slots.Follow(Bought with { Quantity = 1 }, used, Now, false).Select(s => s.GuildId).Should().Equal(5);
        Slots.Follow(Bought with { Quantity = 3 }, [used[2]], Now, false).Select(s => (s.No, s.GuildId)).Should().Equal((1, 0), (2, 0), (3, 9));
    }

    [Fact]
    public void A_slot_is_locked_where_it_was_moved_to_for_thirty_days_and_not_where_it_was_first()
    {
        var first = Follow(Bought)[0];
        first.LockedUntilMs(Now).Should().BeNull();
        var moved = first.MoveTo(6, Now);
        moved.LockedUntilMs(Now + Day).Should().Be(Now + (30 * Day));
        moved.LockedUntilMs(Now + (30 * Day)).Should().BeNull();
        moved.Reference.Should().NotBe(first.Reference, "another guild has another claim");
        first.MoveTo(0, Now).MoveTo(8, Now + Day).LockedUntilMs(Now + Day).Should().Be(Now + (31 * Day), "taking it away in between changes nothing");
        new Slot("sub_1", 2, 0, 0, 0).MoveTo(8, Now).LockedUntilMs(Now).Should().BeNull("it was never used");
    }

    [Fact]
    public void Each_status_claims_what_was_paid()
    {
        var slot = Follow(Bought)[0];
        Slots.ClaimOf(slot, Bought, 7).Should().Be(new Claim(ClaimSource.Stripe, "7", slot.Reference, Plan.Pro, ClaimState.Active, Now - Day, null, null, 0, 7));
        Slots.ClaimOf(slot, Bought with { CancelsAtMs = Now + Day }, 7)!.EndsAtMs.Should().Be(Now + Day);
        Slots.ClaimOf(slot, Bought with { Status = SubscriptionStatus.PastDue, UnpaidSinceMs = Now }, 7)!.HoldsUntilMs.Should().Be(Now + (7 * Day));
        Slots.ClaimOf(slot, Bought with { Status = SubscriptionStatus.Unpaid, UnpaidSinceMs = Now }, 7)!.HoldsUntilMs.Should().Be(Now + (7 * Day));
        Slots.ClaimOf(slot, Bought with { Status = SubscriptionStatus.Canceled, EndedAtMs = Now }, 7)!.HoldsUntilMs.Should().Be(Now);
    }

    [Fact]
    public void What_stripe_says_is_over_is_over_now_whatever_its_clock_says_and_grace_begins_once()
    {
        var ahead = Bought with { Status = SubscriptionStatus.Canceled, EndedAtMs = Now + (40 * Day) };
        ahead.SeenAt(Now, Bought).EndedAtMs.Should().Be(Now);
        var unpaid = Bought with { Status = SubscriptionStatus.PastDue, UnpaidSinceMs = Now + (40 * Day) };
        var seen = unpaid.SeenAt(Now, Bought);
        unpaid.SeenAt(Now + Day, seen).UnpaidSinceMs.Should().Be(Now);
    }

    [Fact]
    public void Paying_the_oldest_of_two_invoices_moves_the_grace_to_the_other()
    {
        var march = Bought with { Status = SubscriptionStatus.PastDue, UnpaidSinceMs = Now - (31 * Day) };
        (march with { UnpaidSinceMs = Now - Day }).SeenAt(Now, march).UnpaidSinceMs.Should().Be(Now - Day);
    }

    private static IReadOnlyList<Slot> Follow(Subscription subscription) => Slots.Follow(subscription, [], Now, isPaidAlready: false);
}

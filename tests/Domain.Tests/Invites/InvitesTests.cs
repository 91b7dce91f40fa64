using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Invites;
using CommunityIntel.Domain.Privacy;

namespace CommunityIntel.Domain.Tests.Invites;

public sealed class InvitesTests
{
    private const long Maker = 7, Minute = 60_000, Day = 24 * 60 * Minute;

    private static readonly DateOnly Monday = new(2026, 3, 2);

    private readonly Guild _guild = Some.Guild(null, Maker, 20, 21, 22, 23);

    [Fact]
    public void The_first_look_counts_nothing_and_the_next_ones_what_came_in_between()
    {
        Look(0, Of("a", 5), Of("b", 0));
        Joins().Should().BeEmpty("how often it was used before is nobody's day");
        Look(1, Of("a", 7), Of("b", 1));
        Joins().Should().Equal(("a", Monday, 2), ("b", Monday, 1));
        Look(Day / Minute, Of("a", 8), Of("b", 1));
        Joins().Should().Equal(("a", Monday.AddDays(1), 1));
    }

    [Fact]
    public void An_invite_that_is_newer_than_the_last_look_counts_from_its_first_use()
    {
        Look(0, Of("a", 5));
        Look(10, Of("a", 5), Of("new", 3, madeAt: 5), Of("old", 4, madeAt: -5));
        Joins().Should().Equal(("new", Monday, 3));
    }

    [Fact]
    public void The_same_look_again_or_an_older_one_changes_nothing()
    {
        Look(0, Of("a", 5));
        Look(10, Of("a", 6));
        Joins().Should().HaveCount(1);
        Look(10, Of("a", 6));
        Look(5, Of("a", 5));
        _guild.TakeChanges().IsEmpty.Should().BeTrue();
        Look(11, Of("a", 7));
        Joins().Should().Equal(("a", Monday, 1));
    }

    [Theory]
    [InlineData(1, 1, true), InlineData(2, 2, true), InlineData(2, 1, false), InlineData(0, 1, false)]
    public void An_invite_that_is_gone_was_used_up_only_if_as_many_came_whom_nothing_else_explains(int rest, int came, bool isUsedUp)
    {
        Look(0, Of("once", 3, maxUses: rest == 0 ? 0 : 3 + rest), Of("other", 0));
        for (var i = 0; i < came + 1; i++) _guild.MemberJoined(20 + i, "name", null, false, At(1));
        Look(2, Of("other", 1));

        var changes = _guild.TakeChanges();
        changes.Invites["once"].GoneAtMs.Should().Be(At(2));
        changes.InviteJoins.GetValueOrDefault((Monday, "once")).Should().Be(isUsedUp ? rest : 0);
        changes.InviteJoins[(Monday, "other")].Should().Be(1);
    }

    [Theory]
    [InlineData(1, 1), InlineData(5, 0)]
    public void Who_used_an_invite_up_may_be_told_of_after_the_look_that_missed_it_but_not_much_later(double minutesAfter, int joins)
    {
        Look(0, Of("once", 0, maxUses: 1));
        Look(1);
        Joins().Should().BeEmpty();
        _guild.MemberJoined(20, "name", null, false, At(.9));
        Look(1 + minutesAfter);
        Joins().Should().HaveCount(joins);
        _guild.MemberJoined(21, "name", null, false, At(9));
        Look(10);
        Joins().Should().BeEmpty("it is decided once");
    }

    [Fact]
    public void What_expired_was_not_used_up()
    {
        Look(0, Of("once", 0, maxUses: 1, expiresAt: 1));
        _guild.MemberJoined(20, "name", null, false, At(1));
        Look(2);
        Joins().Should().BeEmpty();
    }

    [Fact]
    public void A_refusal_is_noted_once_and_what_was_used_meanwhile_counts_when_they_are_listed_again()
    {
        Look(0, Of("a", 1));
        _guild.InvitesRefused(At(5));
        _guild.TakeChanges().InviteLook.Should().Be(new InviteLook(At(5), true));
        _guild.InvitesRefused(At(6));
        _guild.TakeChanges().IsEmpty.Should().BeTrue();
        Look(9, Of("a", 3), Of("made-meanwhile", 4, madeAt: 7));
        Joins().Should().Equal([("a", Monday, 2)], "of one that was not seen before nothing is known");
    }

    [Fact]
    public void Who_is_not_to_be_counted_or_was_deleted_is_not_named_as_the_maker()
    {
        _guild.Choose(20, PrivacyChoices.StopCollecting, null, At(0));
        Look(0, Of("a", 1), Of("b", 1, maker: 20));
        var makers = _guild.TakeChanges().Invites.ToDictionary(i => i.Key, i => i.Value.Invite.UserId);
        makers.Should().BeEquivalentTo(new Dictionary<string, long?> { ["a"] = Maker, ["b"] = null });

        _guild.Forget(Maker, At(1));
        _guild.TakeChanges();
        Look(2, Of("a", 2), Of("c", 1, maker: Maker, madeAt: -9));
        _guild.TakeChanges().Invites.Values.Should().OnlyContain(i => i.Invite.UserId == null);
    }

    private static long At(double minutes) => Some.Noon + (long)(minutes * Minute);

    private static Invite Of(string code, int uses, int maxUses = 0, double madeAt = -60, double? expiresAt = null, long maker = Maker) =>
        new(code, maker, Some.Channel, uses, maxUses, At(madeAt), expiresAt is { } at ? At(at) : null);

    private void Look(double minutes, params Invite[] listed) => _guild.InvitesListed(listed, At(minutes));

    private List<(string, DateOnly, int)> Joins() => [.. _guild.TakeChanges().InviteJoins.Select(j => (j.Key.Code, j.Key.Date, j.Value)).Order()];
}

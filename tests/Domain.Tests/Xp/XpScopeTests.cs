using CommunityIntel.Domain.Activity;
using CommunityIntel.Domain.Xp;

namespace CommunityIntel.Domain.Tests.Xp;

public sealed class XpScopeTests
{
    private static readonly HashSet<long> Two = [2];

    [Theory]
    [InlineData(2, 8, 9)]
    [InlineData(8, 2, 9)]
    [InlineData(8, 9, 2)]
    public void A_place_is_listed_by_itself_its_parent_or_its_category(long channel, long parent, long category)
    {
        var place = new XpPlace(channel, parent, category);
        (XpScope.Everywhere with { ChannelIds = Two }).Includes(place).Should().BeFalse();
        (XpScope.Everywhere with { ChannelMode = XpListMode.Only, ChannelIds = Two }).Includes(place).Should().BeTrue();
    }

    [Fact]
    public void A_place_that_is_not_listed_is_the_other_way_round()
    {
        var place = new XpPlace(1, 3, 4);
        (XpScope.Everywhere with { ChannelIds = Two }).Includes(place).Should().BeTrue();
        (XpScope.Everywhere with { ChannelMode = XpListMode.Only, ChannelIds = Two }).Includes(place).Should().BeFalse();
    }

    [Theory]
    [InlineData(XpListMode.AllBut, true, false)]
    [InlineData(XpListMode.Only, false, true)]
    public void A_member_is_named_by_any_role(XpListMode mode, bool without, bool with)
    {
        var scope = XpScope.Everywhere with { RoleMode = mode, RoleIds = Two };
        scope.Includes([]).Should().Be(without);
        scope.Includes([1, 3]).Should().Be(without);
        scope.Includes([1, 2]).Should().Be(with);
    }

    [Fact]
    public void An_empty_list_of_those_who_earn_lets_nobody_earn()
    {
        (XpScope.Everywhere with { RoleMode = XpListMode.Only }).Includes([1]).Should().BeFalse();
        XpScope.Everywhere.Includes([1]).Should().BeTrue();
        (XpScope.Everywhere with { ChannelMode = XpListMode.Only }).Includes(new XpPlace(1, 0, 0)).Should().BeFalse();
    }

    [Fact]
    public void Zero_of_the_parent_wins_over_the_threads_own_multiplier()
    {
        var rules = new XpRules { Multipliers = [new(XpTarget.Channel, 3, 500), new(XpTarget.Channel, 2, 0)] };
        rules.PercentFor(new XpPlace(3, 2, 1), [], new LocalMinute(new DateOnly(2026, 3, 2), 0)).Should().Be(0);
        rules.PercentFor(new XpPlace(3, 9, 1), [], new LocalMinute(new DateOnly(2026, 3, 2), 0)).Should().Be(500);
    }

    [Fact]
    public void An_event_that_halves_counts_beside_none_that_doubles()
    {
        var day = new DateOnly(2026, 3, 2);
        var rules = new XpRules { Events = [new("Calm", day, 60, 60, IsWeekly: false, 50), new("Later", day, 240, 60, IsWeekly: false, 200)] };
        rules.PercentFor(default, [], new LocalMinute(day, 59)).Should().Be(100);
        rules.PercentFor(default, [], new LocalMinute(day, 60)).Should().Be(50);
        rules.PercentFor(default, [], new LocalMinute(day, 119)).Should().Be(50);
        rules.PercentFor(default, [], new LocalMinute(day, 120)).Should().Be(100);
    }
}

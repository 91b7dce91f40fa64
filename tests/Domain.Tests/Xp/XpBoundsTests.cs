using CommunityIntel.Domain.Activity;
using CommunityIntel.Domain.Xp;

namespace CommunityIntel.Domain.Tests.Xp;

/// <summary>Where rules stop being taken, and what a refusal says.</summary>
public sealed class XpBoundsTests
{
    private static readonly DateOnly Day = new(2026, 3, 2);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, MessageXpRule.MostXp, MessageXpRule.LongestCooldownMs)]
    [InlineData(MessageXpRule.MostXp, MessageXpRule.MostXp, 0)]
    public void A_message_rule_at_its_edges_is_taken(int minimum, int maximum, long cooldownMs) =>
        (new MessageXpRule(minimum, maximum, cooldownMs) { MinimumLength = MessageXpRule.LongestText }).Refusals().Should().BeEmpty();

    [Theory]
    [InlineData(-1, 5, 0, XpRuleFault.MessageXp)]
    [InlineData(6, 5, 0, XpRuleFault.MessageXp)]
    [InlineData(0, 10_001, 0, XpRuleFault.MessageXp)]
    [InlineData(1, 2, -1, XpRuleFault.Cooldown)]
    [InlineData(1, 2, 86_400_001, XpRuleFault.Cooldown)]
    public void A_message_rule_that_nobody_means_is_refused_with_what_is_wrong(int minimum, int maximum, long cooldownMs, XpRuleFault fault) =>
        new MessageXpRule(minimum, maximum, cooldownMs).Refusals().Should().Equal(new XpRuleRefusal(fault));

    [Fact]
    public void A_pace_that_is_not_known_and_a_length_no_message_has_are_refused()
    {
        (MessageXpRule.Default with { Pace = (XpPace)7 }).Refusals().Should().Equal(new XpRuleRefusal(XpRuleFault.Unknown));
        (MessageXpRule.Default with { MinimumLength = -1 }).Refusals().Should().Equal(new XpRuleRefusal(XpRuleFault.MessageLength));
        (MessageXpRule.Default with { MinimumLength = 4_001 }).Refusals().Should().Equal(new XpRuleRefusal(XpRuleFault.MessageLength));
    }

    [Fact]
    public void A_cooldown_is_waited_for_and_a_block_is_ten_minutes_of_the_clock()
    {
        (MessageXpRule.Default with { CooldownMs = 5 }).LongestWaitMs.Should().Be(5);
        var block = MessageXpRule.Default with { Pace = XpPace.ActiveBlock };
        block.Award(1, 600_000, 599_999).Should().BePositive();
        block.Award(1, 1_199_999, 600_000).Should().Be(0);
        block.Award(1, 100, 700_000).Should().Be(0, "a message of an earlier block came late");
        block.Award(1, 0, null).Should().BePositive();
    }

    [Theory]
    [InlineData(1, 17)]
    [InlineData(4_194_304, 19)]
    [InlineData(-1, 17)]
    [InlineData(123_456_789_012_345_678, 19)]
    public void A_draw_is_the_same_in_every_version(long messageId, int draw) => MessageXpRule.Default.Draw(messageId).Should().Be(draw);

    [Fact]
    public void Rules_at_their_edges_are_taken() => new XpRules
    {
        Multipliers = [.. Enumerable.Range(1, 199).Select(i => new XpMultiplier(XpTarget.Role, i, 0)), new(XpTarget.Channel, 1, XpMultipliers.MostPercent)],
        Events = [.. Enumerable.Repeat(new XpEvent(new string('x', 100), Day, 1_439, 10_080, true, XpMultipliers.MostPercent), 49), new("x", Day, 0, 1, false, 1)],
        Scope = new XpScope(XpListMode.Only, Ids(500), XpListMode.Only, Ids(500)),
    }.Refusals().Should().BeEmpty();

    [Fact]
    public void Multipliers_that_nobody_means_are_refused_with_which()
    {
        Refused(new() { Multipliers = [.. Enumerable.Range(1, 201).Select(i => new XpMultiplier(XpTarget.Role, i, 100))] }, XpRuleFault.TooManyMultipliers, 201);
        Refused(new() { Multipliers = [new(XpTarget.Role, 1, 100), new(XpTarget.Role, 2, -1)] }, XpRuleFault.MultiplierPercent, 2);
        Refused(new() { Multipliers = [new(XpTarget.Role, 1, 1_001)] }, XpRuleFault.MultiplierPercent, 1);
        Refused(new() { Multipliers = [new(XpTarget.Role, 0, 100)] }, XpRuleFault.Unknown, 0);
        Refused(new() { Multipliers = [new((XpTarget)5, 1, 100)] }, XpRuleFault.Unknown, 1);
        Refused(new() { Multipliers = [new(XpTarget.Role, 3, 100), new(XpTarget.Role, 4, 100), new(XpTarget.Role, 4, 200)] }, XpRuleFault.MultiplierTwice, 4);
    }

    [Theory]
    [InlineData("x", 0, 1, 0, XpRuleFault.EventPercent)]
    [InlineData("x", 0, 1, 1_001, XpRuleFault.EventPercent)]
    [InlineData("x", 0, 0, 100, XpRuleFault.EventTime)]
    [InlineData("x", 0, 10_081, 100, XpRuleFault.EventTime)]
    [InlineData("x", -1, 1, 100, XpRuleFault.EventTime)]
    [InlineData("x", 1_440, 1, 100, XpRuleFault.EventTime)]
    [InlineData("", 0, 1, 100, XpRuleFault.EventName)]
    public void An_event_that_nobody_means_is_refused_with_the_how_manieth(string name, int start, int minutes, int percent, XpRuleFault fault) =>
        Refused(new() { Events = [new("first", Day, 0, 1, false, 1), new(name, Day, start, minutes, false, percent)] }, fault, 2);

    [Fact]
    public void Too_long_a_name_and_too_many_events_or_listed_ones_are_refused()
    {
        Refused(new() { Events = [new(new string('x', 101), Day, 0, 1, false, 1)] }, XpRuleFault.EventName, 1);
        Refused(new() { Events = [.. Enumerable.Repeat(new XpEvent("x", Day, 0, 1, false, 1), 51)] }, XpRuleFault.TooManyEvents, 51);
        Refused(new() { Scope = XpScope.Everywhere with { ChannelIds = Ids(501) } }, XpRuleFault.ListTooLong);
        Refused(new() { Scope = XpScope.Everywhere with { RoleIds = Ids(501) } }, XpRuleFault.ListTooLong);
        Refused(new() { Scope = XpScope.Everywhere with { ChannelMode = (XpListMode)3 } }, XpRuleFault.Unknown);
        Refused(new() { Scope = XpScope.Everywhere with { RoleMode = (XpListMode)3 } }, XpRuleFault.Unknown);
    }

    [Fact]
    public void What_is_wrong_anywhere_is_told_and_checked()
    {
        var rules = new XpRules { Message = new(2, 1, 0), Voice = new(-1, VoiceChecks.All) };
        rules.Refusals().Should().Equal(new XpRuleRefusal(XpRuleFault.MessageXp), new XpRuleRefusal(XpRuleFault.VoiceXp));
        rules.Invoking(r => r.Check()).Should().Throw<ArgumentException>().WithMessage("these rules cannot be used*MessageXp*");
        XpRules.Default.Check();
    }

    [Fact]
    public void A_channel_and_a_role_of_the_same_id_are_two() => new XpRules { Multipliers = [new(XpTarget.Role, 7, 200), new(XpTarget.Channel, 7, 300)] }
        .PercentFor(new XpPlace(7, 0, 0), [7], new LocalMinute(Day, 0)).Should().Be(600);

    [Fact]
    public void Rules_with_the_same_parts_are_equal_and_any_part_makes_a_difference()
    {
        var rules = Full();
        rules.Should().Be(Full());
        rules.GetHashCode().Should().Be(Full().GetHashCode());
        rules.Should().NotBe(null);
        XpRules[] others =
        [
            Full() with { Curve = XpCurve.Of(XpCurvePreset.Linear) }, Full() with { Message = new(1, 2, 3) }, Full() with { Voice = new(2, VoiceChecks.None) },
            Full() with { Scope = XpScope.Everywhere }, Full() with { Events = [] }, Full() with { Multipliers = [] },
        ];
        others.Where(other => rules.Equals(other)).Should().BeEmpty();
        others.Append(rules).Select(r => r.GetHashCode()).Distinct().Should().HaveCountGreaterThan(4, "rules are told apart by more than one part");

        static XpRules Full() => new()
        {
            Scope = new XpScope(XpListMode.Only, Ids(2), XpListMode.AllBut, Ids(1)),
            Events = [new("x", Day, 0, 1, false, 200)],
            Multipliers = [new(XpTarget.Role, 1, 50)],
        };
    }

    [Fact]
    public void Scopes_are_equal_by_what_they_list()
    {
        var scope = new XpScope(XpListMode.Only, Ids(2), XpListMode.AllBut, Ids(3));
        scope.Should().Be(new XpScope(XpListMode.Only, Ids(2), XpListMode.AllBut, Ids(3)));
        scope.GetHashCode().Should().Be(new XpScope(XpListMode.Only, Ids(2), XpListMode.AllBut, Ids(3)).GetHashCode());
        scope.Should().NotBe(null);
        XpScope[] others = [scope with { ChannelMode = XpListMode.AllBut }, scope with { ChannelIds = Ids(1) }, scope with { RoleMode = XpListMode.Only }, scope with { RoleIds = Ids(1) }];
        others.Where(other => scope.Equals(other)).Should().BeEmpty();
    }

    private static void Refused(XpRules rules, XpRuleFault fault, long number = 0) => rules.Refusals().Should().Equal(new XpRuleRefusal(fault, number));

    private static HashSet<long> Ids(int count) => [.. Enumerable.Range(1, count).Select(i => (long)i)];
}

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
    public void A_message_rule_at_its_edges_is_taken(int minimum, int maximum, long cooldownMs) => new MessageXpRule(minimum, maximum, cooldownMs) { MinimumLength = 4_000 }.Check();

    [Fact]
    public void A_message_rule_that_nobody_means_is_refused_with_what_is_wrong()
    {
        Refused(new(-1, 5, 0), "between 0 and 10000 XP");
        Refused(new(6, 5, 0), "the lower bound first");
        Refused(new(0, 10_001, 0), "between 0 and 10000 XP");
        Refused(new(1, 2, -1), "cooldown");
        Refused(new(1, 2, 86_400_001), "cooldown");
        Refused(MessageXpRule.Default with { Pace = (XpPace)7 }, "after a cooldown or once a block");
        Refused(MessageXpRule.Default with { MinimumLength = -1 }, "at most 4 000 characters");
        Refused(MessageXpRule.Default with { MinimumLength = 4_001 }, "at most 4 000 characters");

        static void Refused(MessageXpRule rule, string why) => rule.Invoking(r => r.Check()).Should().Throw<ArgumentException>().WithMessage($"*{why}*");
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
    }.Check();

    [Fact]
    public void Rules_that_nobody_means_are_refused_with_what_is_wrong()
    {
        Refused(new() { Multipliers = [.. Enumerable.Range(1, 201).Select(i => new XpMultiplier(XpTarget.Role, i, 100))] }, "at most 200 multipliers");
        Refused(new() { Multipliers = [new(XpTarget.Role, 1, 100), new(XpTarget.Role, 2, -1)] }, "by 0 % to 1000 %");
        Refused(new() { Multipliers = [new(XpTarget.Role, 1, 1_001)] }, "by 0 % to 1000 %");
        Refused(new() { Multipliers = [new(XpTarget.Role, 0, 100)] }, "by 0 % to 1000 %");
        Refused(new() { Multipliers = [new((XpTarget)5, 1, 100)] }, "by 0 % to 1000 %");
        Refused(new() { Multipliers = [new(XpTarget.Role, 1, 100), new(XpTarget.Role, 1, 200)] }, "has one multiplier");
        Refused(new() { Events = [.. Enumerable.Repeat(new XpEvent("x", Day, 0, 1, false, 1), 51)] }, "at most 50 XP events");
        Refused(Event(percent: 0), "an XP event lasts");
        Refused(Event(percent: 1_001), "an XP event lasts");
        Refused(Event(minutes: 0), "an XP event lasts");
        Refused(Event(minutes: 10_081), "an XP event lasts");
        Refused(Event(start: -1), "an XP event lasts");
        Refused(Event(start: 1_440), "an XP event lasts");
        Refused(Event(name: ""), "has a name of at most 100 characters");
        Refused(Event(name: new string('x', 101)), "has a name of at most 100 characters");
        Refused(new() { Scope = XpScope.Everywhere with { ChannelIds = Ids(501) } }, "names at most 500");
        Refused(new() { Scope = XpScope.Everywhere with { RoleIds = Ids(501) } }, "names at most 500");
        Refused(new() { Scope = XpScope.Everywhere with { ChannelMode = (XpListMode)3 } }, "those who earn or those who do not");
        Refused(new() { Scope = XpScope.Everywhere with { RoleMode = (XpListMode)3 } }, "those who earn or those who do not");
        Refused(new() { Message = new(2, 1, 0) }, "the lower bound first");
        Refused(new() { Voice = new(-1, VoiceChecks.All) }, "a minute in voice");

        static XpRules Event(string name = "x", int start = 0, int minutes = 1, int percent = 100) => new() { Events = [new("first", Day, 0, 1, false, 1), new(name, Day, start, minutes, false, percent)] };
        static void Refused(XpRules rules, string why) => rules.Invoking(r => r.Check()).Should().Throw<ArgumentException>().WithMessage($"*{why}*");
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
        rules.Equals(null).Should().BeFalse();
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
        scope.Equals(null).Should().BeFalse();
        XpScope[] others = [scope with { ChannelMode = XpListMode.AllBut }, scope with { ChannelIds = Ids(1) }, scope with { RoleMode = XpListMode.Only }, scope with { RoleIds = Ids(1) }];
        others.Where(other => scope.Equals(other)).Should().BeEmpty();
    }

    private static HashSet<long> Ids(int count) => [.. Enumerable.Range(1, count).Select(i => (long)i)];
}

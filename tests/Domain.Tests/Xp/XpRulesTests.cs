using CommunityIntel.Domain.Activity;
using CommunityIntel.Domain.Xp;
using FsCheck;
using FsCheck.Fluent;

namespace CommunityIntel.Domain.Tests.Xp;

public sealed class XpRulesTests
{
    private const long Thread = 3, Channel = 2, Category = 1, Role = 11, OtherRole = 12;

    private static readonly XpPlace InThread = new(Thread, Channel, Category);
    private static readonly XpPlace InChannel = new(Channel, Category, 0);

    // A Monday.
    private static readonly LocalMinute MondayTen = new(new DateOnly(2026, 3, 2), 600);

    [Fact]
    public void The_closest_place_counts()
    {
        var rules = With(Of(XpTarget.Channel, Category, 200), Of(XpTarget.Channel, Channel, 300), Of(XpTarget.Channel, Thread, 50));
        rules.PercentFor(InThread, [], MondayTen).Should().Be(50);
        rules.PercentFor(InChannel, [], MondayTen).Should().Be(300);
        rules.PercentFor(new XpPlace(9, Category, 0), [], MondayTen).Should().Be(200);
        rules.PercentFor(new XpPlace(9, 8, 7), [], MondayTen).Should().Be(100);
    }

    [Fact]
    public void Of_roles_the_largest_counts_and_multiplies_the_place()
    {
        var rules = With(Of(XpTarget.Role, Role, 150), Of(XpTarget.Role, OtherRole, 120), Of(XpTarget.Channel, Channel, 200));
        rules.PercentFor(InChannel, [Role, OtherRole], MondayTen).Should().Be(300);
        rules.PercentFor(InChannel, [OtherRole], MondayTen).Should().Be(240);
        rules.PercentFor(InChannel, [99], MondayTen).Should().Be(200);
    }

    [Fact]
    public void Zero_always_wins()
    {
        With(Of(XpTarget.Role, Role, 0), Of(XpTarget.Role, OtherRole, 1_000)).PercentFor(InThread, [OtherRole, Role], MondayTen).Should().Be(0);
        With(Of(XpTarget.Channel, Category, 0), Of(XpTarget.Channel, Thread, 1_000)).PercentFor(InThread, [], MondayTen).Should().Be(0);
    }

    [Fact]
    public void The_product_is_capped() =>
        With(Of(XpTarget.Role, Role, 1_000), Of(XpTarget.Channel, Channel, 1_000)).PercentFor(InChannel, [Role], MondayTen).Should().Be(1_000);

    [Fact]
    public void Any_stack_stays_between_nothing_and_the_cap() => Prop.ForAll(
        Gen.Choose(0, 1_000).Three().ToArbitrary(), p =>
        {
            var percent = With(Of(XpTarget.Role, Role, p.Item1), Of(XpTarget.Channel, Channel, p.Item2), Of(XpTarget.Channel, Category, p.Item3)).PercentFor(InChannel, [Role], MondayTen);
            return percent is >= 0 and <= XpMultipliers.MostPercent && (percent == 0 || (p.Item1 > 0 && p.Item2 > 0 && p.Item3 > 0));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_list_says_where_nothing_is_earned_or_where_alone()
    {
        var set = new HashSet<long> { Channel };
        var without = new XpRules { Scope = XpScope.Everywhere with { ChannelIds = set } };
        without.PercentFor(InThread, [], MondayTen).Should().Be(0, "a thread belongs to its channel");
        without.PercentFor(new XpPlace(9, Category, 0), [], MondayTen).Should().Be(100);
        var only = new XpRules { Scope = new XpScope(XpListMode.Only, set, XpListMode.Only, new HashSet<long> { Role }) };
        only.PercentFor(InChannel, [Role], MondayTen).Should().Be(100);
        only.PercentFor(InChannel, [OtherRole], MondayTen).Should().Be(0);
        only.PercentFor(new XpPlace(9, 0, 0), [Role], MondayTen).Should().Be(0);
        new XpRules { Scope = XpScope.Everywhere with { RoleIds = new HashSet<long> { Role } } }.PercentFor(InChannel, [OtherRole, Role], MondayTen).Should().Be(0);
    }

    [Fact]
    public void An_event_multiplies_from_its_first_minute_up_to_its_last()
    {
        var rules = new XpRules { Events = [new XpEvent("Double weekend", new DateOnly(2026, 3, 6), 18 * 60, 48 * 60, IsWeekly: true, 200)] };
        Percent(new DateOnly(2026, 3, 6), (18 * 60) - 1).Should().Be(100);
        Percent(new DateOnly(2026, 3, 6), 18 * 60).Should().Be(200);
        Percent(new DateOnly(2026, 3, 8), (18 * 60) - 1).Should().Be(200);
        Percent(new DateOnly(2026, 3, 8), 18 * 60).Should().Be(100);
        Percent(new DateOnly(2026, 3, 14), 0).Should().Be(200, "it comes every week");
        Percent(new DateOnly(2026, 2, 28), 0).Should().Be(100, "and not before its first day");

        int Percent(DateOnly date, int minute) => rules.PercentFor(InChannel, [], new LocalMinute(date, minute));
    }

    [Fact]
    public void An_event_that_comes_once_does_not_come_again()
    {
        var rules = new XpRules { Events = [new XpEvent("Launch", new DateOnly(2026, 3, 2), 0, 60, IsWeekly: false, 300), new XpEvent("Also", new DateOnly(2026, 3, 2), 0, 30, IsWeekly: false, 200)] };
        rules.PercentFor(InChannel, [], new LocalMinute(new DateOnly(2026, 3, 2), 10)).Should().Be(300, "the largest counts");
        rules.PercentFor(InChannel, [], new LocalMinute(new DateOnly(2026, 3, 9), 10)).Should().Be(100);
    }

    [Fact]
    public void Rules_that_nobody_means_are_refused()
    {
        Refused(With(Of(XpTarget.Role, Role, 1_001)));
        Refused(With(Of(XpTarget.Role, Role, 100), Of(XpTarget.Role, Role, 200)));
        Refused(With([.. Enumerable.Range(1, 201).Select(i => Of(XpTarget.Role, i, 100))]));
        Refused(new XpRules { Events = [new XpEvent("", new DateOnly(2026, 3, 2), 0, 60, false, 100)] });
        Refused(new XpRules { Events = [new XpEvent("x", new DateOnly(2026, 3, 2), 1_440, 60, false, 100)] });
        Refused(new XpRules { Events = [new XpEvent("x", new DateOnly(2026, 3, 2), 0, 10_081, false, 100)] });
        Refused(new XpRules { Voice = new VoiceXpRule(1_001, VoiceChecks.All) });
        XpRules.Default.Check();

        static void Refused(XpRules rules) => rules.Invoking(r => r.Check()).Should().Throw<ArgumentException>();
    }

    private static XpRules With(params XpMultiplier[] multipliers) => new() { Multipliers = multipliers };

    private static XpMultiplier Of(XpTarget target, long id, int percent) => new(target, id, percent);
}

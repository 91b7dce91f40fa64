using CommunityIntel.Domain.Xp;
using FsCheck;
using FsCheck.Fluent;

namespace CommunityIntel.Domain.Tests.Xp;

public sealed class MessageXpRuleTests
{
    private const long Minute = 60_000;

    [Fact]
    public void A_draw_depends_on_the_message_alone_and_stays_in_its_bounds() => Prop.ForAll(ArbMap.Default.ArbFor<long>(), id =>
    {
        var draw = MessageXpRule.Default.Draw(id);
        return draw is >= 15 and <= 25 && draw == MessageXpRule.Default.Draw(id);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_draw_comes_up_about_equally_often()
    {
        var counts = new int[26];
        for (var id = 0L; id < 110_000; id++) counts[MessageXpRule.Default.Draw(id << 22)]++;
        counts[15..26].Should().OnlyContain(c => c > 9_500 && c < 10_500);
    }

    [Fact]
    public void A_cooldown_goes_by_the_messages_own_times()
    {
        MessageXpRule.Default.Award(1, Some.Noon + Minute - 1, Some.Noon).Should().Be(0);
        MessageXpRule.Default.Award(1, Some.Noon + Minute, Some.Noon).Should().BePositive();
        MessageXpRule.Default.Award(1, Some.Noon, null).Should().BePositive();
    }

    [Fact]
    public void A_block_of_ten_minutes_earns_once()
    {
        var rule = MessageXpRule.Default with { Pace = XpPace.ActiveBlock };
        rule.Award(1, Some.Noon + (10 * Minute) - 1, Some.Noon).Should().Be(0);
        rule.Award(1, Some.Noon + (10 * Minute), Some.Noon + (10 * Minute) - 1).Should().BePositive();
        rule.LongestWaitMs.Should().Be(10 * Minute);
    }

    [Fact]
    public void Short_repeated_and_command_texts_can_be_left_out()
    {
        var rule = MessageXpRule.Default with { MinimumLength = 5, IgnoresRepeats = true, IgnoresCommands = true };
        rule.Accepts(new MessageText(5, 1, false), 2).Should().BeTrue();
        rule.Accepts(new MessageText(4, 1, false), 2).Should().BeFalse();
        rule.Accepts(new MessageText(9, 2, false), 2).Should().BeFalse();
        rule.Accepts(new MessageText(9, 1, true), 2).Should().BeFalse();
        rule.Accepts(null, 2).Should().BeTrue("a text that may not be read cannot be judged");
        MessageXpRule.Default.Accepts(new MessageText(1, 2, true), 2).Should().BeTrue();
    }

    [Theory]
    [InlineData(-1, 5, 0)]
    [InlineData(6, 5, 0)]
    [InlineData(0, 10_001, 0)]
    [InlineData(1, 2, -1)]
    [InlineData(1, 2, 86_400_001)]
    public void Bounds_that_nobody_means_are_refused(int minimum, int maximum, long cooldown)
    {
        new MessageXpRule(minimum, maximum, cooldown).Refusals().Should().ContainSingle();
        MessageXpRule.Default.Refusals().Should().BeEmpty();
    }
}

using CommunityIntel.Web.Charts;

namespace CommunityIntel.Web.Tests.Charts;

public sealed class ScaleTests
{
    [Theory]
    [InlineData(3), InlineData(10), InlineData(99), InlineData(4_812), InlineData(128_400), InlineData(9_999_999)]
    public void Ticks_are_round_three_to_six_and_hold_the_highest_value(double highest)
    {
        var scale = Scale.Of([0, highest / 3, highest]);

        scale.Ticks.Should().HaveCountGreaterThanOrEqualTo(3).And.HaveCountLessThanOrEqualTo(6);
        scale.Bottom.Should().Be(0);
        scale.Top.Should().BeGreaterThanOrEqualTo(highest);
        Digit(scale.Ticks[1]).Should().BeOneOf('1', '2', '5');
    }

    [Fact]
    public void Values_below_zero_keep_zero_among_the_ticks()
    {
        var scale = Scale.Of([-31, 12, 47]);

        scale.Bottom.Should().BeLessThanOrEqualTo(-31);
        scale.Ticks.Should().Contain(0);
        scale.Ticks.Should().HaveCountLessThanOrEqualTo(6);
    }

    [Fact]
    public void Nothing_at_all_still_has_an_axis() => Scale.Of([]).Ticks.Should().Equal(0, 1, 2);

    [Fact]
    public void Counted_things_have_no_ticks_between_them() =>
        Scale.Of([1]).Ticks.Should().OnlyContain(tick => tick == Math.Floor(tick));

    [Fact]
    public void Hours_may_be_parts_of_one() => Scale.Of([.4], whole: false).Ticks.Should().Equal(0, .1, .2, .3, .4);

    [Fact]
    public void The_upper_end_is_at_the_top_and_zero_at_the_bottom()
    {
        var scale = Scale.Of([0, 40]);

        scale.FromTop(scale.Top).Should().Be(0);
        scale.FromTop(0).Should().Be(100);
    }

    private static char Digit(double tick) => tick.ToString("0", System.Globalization.CultureInfo.InvariantCulture)[0];
}

using CommunityIntel.Domain.Xp;
using FsCheck;
using FsCheck.Fluent;

namespace CommunityIntel.Domain.Tests.Xp;

public sealed class XpCurveTests
{
    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 255)]
    [InlineData(5, 1_150)]
    [InlineData(10, 4_675)]
    [InlineData(20, 23_850)]
    [InlineData(50, 268_375)]
    [InlineData(100, 1_899_250)]
    public void A_level_costs_in_all_what_MEE6_asks(int level, long total) => XpCurve.TotalFor(level).Should().Be(total);

    [Fact]
    public void A_level_is_reached_exactly_at_its_total() => Prop.ForAll(Gen.Choose(1, 2_000).ToArbitrary(), level =>
        XpCurve.LevelOf(XpCurve.TotalFor(level)) == level && XpCurve.LevelOf(XpCurve.TotalFor(level) - 1) == level - 1).QuickCheckThrowOnFailure();

    [Fact]
    public void Progress_adds_up_to_the_xp() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), xp =>
    {
        var (level, into, cost) = XpCurve.ProgressOf(xp);
        return XpCurve.TotalFor(level) + into == xp && into >= 0 && into < cost;
    }).QuickCheckThrowOnFailure();

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
}

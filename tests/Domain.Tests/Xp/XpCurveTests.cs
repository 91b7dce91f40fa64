using CommunityIntel.Domain.Xp;
using FsCheck;
using FsCheck.Fluent;

namespace CommunityIntel.Domain.Tests.Xp;

public sealed class XpCurveTests
{
    private static readonly Gen<XpCurve> Presets = Gen.Elements(Enum.GetValues<XpCurvePreset>().Where(p => p != XpCurvePreset.Custom).Select(XpCurve.Of).ToArray());

    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 255)]
    [InlineData(5, 1_150)]
    [InlineData(10, 4_675)]
    [InlineData(20, 23_850)]
    [InlineData(50, 268_375)]
    [InlineData(100, 1_899_250)]
    public void A_level_costs_in_all_what_MEE6_asks(int level, long total) => XpCurve.Mee6.TotalFor(level).Should().Be(total);

    [Theory]
    [InlineData(XpCurvePreset.Linear, 1_000, 2_000, 10_000)]
    [InlineData(XpCurvePreset.Lurkr, 100, 150, 4_150)]
    [InlineData(XpCurvePreset.Amari, 35, 55, 1_655)]
    [InlineData(XpCurvePreset.Polaris, 151, 408, 7_000)]
    [InlineData(XpCurvePreset.LevelUp, 100, 400, 10_000)]
    public void A_preset_is_what_its_bot_asks_for_levels_1_2_and_10(XpCurvePreset preset, long first, long second, long tenth)
    {
        var curve = XpCurve.Of(preset);
        new[] { curve.TotalFor(1), curve.TotalFor(2), curve.TotalFor(10) }.Should().Equal(first, second, tenth);
    }

    [Fact]
    public void A_level_is_reached_exactly_at_its_total() => Prop.ForAll(
        (from curve in Presets from level in Gen.Choose(1, 2_000) select (curve, level)).ToArbitrary(),
        x => x.curve.LevelOf(x.curve.TotalFor(x.level)) == x.level && x.curve.LevelOf(x.curve.TotalFor(x.level) - 1) == x.level - 1).QuickCheckThrowOnFailure();

    [Fact]
    public void Progress_adds_up_to_the_xp() => Prop.ForAll((from curve in Presets from xp in Gen.Choose(0, int.MaxValue) select (curve, xp)).ToArbitrary(), x =>
    {
        var (level, into, cost) = x.curve.ProgressOf(x.xp);
        return x.curve.TotalFor(level) + into == x.xp && into >= 0 && (into < cost || level == x.curve.HighestLevel);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_custom_curve_that_is_taken_rises_with_every_level() => Prop.ForAll(
        Gen.Choose(-5_000, 20_000).Four().ToArbitrary(), f =>
        {
            var curve = XpCurve.Custom(f.Item1, f.Item2, f.Item3, f.Item4, out var refusal);
            if (curve is null) return refusal is not null;
            return refusal is null && Enumerable.Range(1, Math.Min(curve.HighestLevel, 300)).All(n => curve.TotalFor(n) > curve.TotalFor(n - 1));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_curve_that_falls_is_refused_with_the_level_where_it_does()
    {
        // n³ − 45n² + 600n has its summit at level 10.
        XpCurve.Custom(100, -4_500, 60_000, 0, out var refusal).Should().BeNull();
        refusal.Should().Be(new XpRuleRefusal(XpRuleFault.CurveNotIncreasing, 11));
        XpCurve.Custom(0, 0, 0, 0, out refusal).Should().BeNull();
        refusal.Should().Be(new XpRuleRefusal(XpRuleFault.CurveNotIncreasing, 1));
    }

    [Fact]
    public void A_curve_too_steep_to_count_is_refused_or_ends_where_numbers_do()
    {
        XpCurve.Custom(long.MinValue, 0, 0, 0, out _).Should().BeNull();
        XpCurve.Custom(XpCurve.MostFactor + 1, 0, 0, 0, out var refusal).Should().BeNull();
        refusal!.Fault.Should().Be(XpRuleFault.CurveFactor);
        var steep = XpCurve.Custom(XpCurve.MostFactor, 0, 0, 0, out refusal)!;
        steep.HighestLevel.Should().Be(965);
        steep.LevelOf(long.MaxValue).Should().Be(steep.HighestLevel);
        steep.ProgressOf(XpCurve.MostXp).Cost.Should().Be(0);
    }

    [Fact]
    public void No_curve_goes_beyond_ten_thousand_levels() => XpCurve.Of(XpCurvePreset.Linear).HighestLevel.Should().Be(XpCurve.MostLevels);
}

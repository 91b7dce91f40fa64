using CommunityIntel.Domain.Xp;

namespace CommunityIntel.Domain.Tests.Xp;

public sealed class XpCurveEdgeTests
{
    [Fact]
    public void A_level_below_none_or_above_the_highest_has_no_total()
    {
        XpCurve.Mee6.Invoking(c => c.TotalFor(-1)).Should().Throw<ArgumentOutOfRangeException>();
        XpCurve.Mee6.Invoking(c => c.TotalFor(c.HighestLevel + 1)).Should().Throw<ArgumentOutOfRangeException>();
        XpCurve.Mee6.TotalFor(0).Should().Be(0);
        XpCurve.Mee6.TotalFor(XpCurve.Mee6.HighestLevel).Should().BeLessThanOrEqualTo(XpCurve.MostXp);
    }

    [Fact]
    public void A_preset_remembers_its_name_and_custom_is_none()
    {
        foreach (var preset in Enum.GetValues<XpCurvePreset>().Where(p => p != XpCurvePreset.Custom)) XpCurve.Of(preset).Preset.Should().Be(preset);
        var custom = () => XpCurve.Of(XpCurvePreset.Custom);
        custom.Should().Throw<ArgumentException>().WithMessage("*needs its numbers*");
    }

    [Fact]
    public void A_custom_curve_counts_in_hundredths_rounded_down()
    {
        // 1.5n² + 0.25n
        var curve = XpCurve.Custom(0, 150, 25, 0, out var refusal)!;
        refusal.Should().BeNull();
        (curve.Preset, curve.A, curve.B, curve.C, curve.D, curve.Divisor).Should().Be((XpCurvePreset.Custom, 0, 150, 25, 0, 100));
        new[] { curve.TotalFor(1), curve.TotalFor(2), curve.TotalFor(3) }.Should().Equal(1, 6, 14);
    }

    [Theory]
    [InlineData(0, 0, 0, -XpCurve.MostFactor, XpRuleFault.CurveNotIncreasing, 1)]
    [InlineData(0, 0, 0, -XpCurve.MostFactor - 1, XpRuleFault.CurveFactor, 0)]
    [InlineData(0, XpCurve.MostFactor + 1, 0, 0, XpRuleFault.CurveFactor, 0)]
    [InlineData(0, 0, XpCurve.MostFactor + 1, 0, XpRuleFault.CurveFactor, 0)]
    [InlineData(0, 0, 100, -100, XpRuleFault.CurveNotIncreasing, 1)]
    [InlineData(0, 0, 100, -101, XpRuleFault.CurveNotIncreasing, 1)]
    [InlineData(0, 0, 50, 0, XpRuleFault.CurveNotIncreasing, 1)]
    public void A_custom_curve_fails_at_the_first_level_that_is_not_above_the_one_before(long a, long b, long c, long d, XpRuleFault fault, int level)
    {
        var curve = XpCurve.Custom(a, b, c, d, out var refusal);
        (curve is null).Should().BeTrue();
        refusal.Should().Be(new XpRuleRefusal(fault, level));
    }

    [Fact]
    public void The_largest_factors_are_still_taken() => XpCurve.Custom(0, 0, XpCurve.MostFactor, XpCurve.MostFactor, out _)!.TotalFor(1).Should().Be(2 * XpCurve.MostFactor / 100);

    [Fact]
    public void Less_than_the_first_level_is_none_and_less_than_nothing_too()
    {
        XpCurve.Mee6.LevelOf(99).Should().Be(0);
        XpCurve.Mee6.LevelOf(-5).Should().Be(0);
        XpCurve.Mee6.ProgressOf(99).Should().Be(new XpProgress(0, 99, 100));
        XpCurve.Mee6.ProgressOf(100).Should().Be(new XpProgress(1, 0, 155));
    }
}

using CommunityIntel.Web.Charts;

namespace CommunityIntel.Web.Tests.Charts;

public sealed class SvgTests
{
    [Fact]
    public void Numbers_have_a_point_whatever_the_culture()
    {
        using var _ = new InCulture("fr-FR");

        Svg.Percent(12.345).Should().Be("12.35%");
    }

    [Fact]
    public void A_hole_interrupts_a_line() => Svg.Line([null, 10, 20, null, 30]).Should().Be("M1 10L2 20M4 30");

    [Fact]
    public void A_payload_cannot_end_its_script_element()
    {
        ChartSeries series = new("t", _ => "</script><b>", [new(new(2026, 1, 1), "<!--", 1, null, null, false)]);

        ChartPayload.Of(series, Scale.Of([1])).Value.Should().NotContain("<");
    }
}

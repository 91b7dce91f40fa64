using CommunityIntel.Domain.Operations;

namespace CommunityIntel.Domain.Tests.Operations;

public sealed class CapacityTests
{
    [Theory]
    [InlineData(0, Phase.Start), InlineData(9, Phase.Start), InlineData(10, Phase.Ten), InlineData(49, Phase.Ten), InlineData(50, Phase.Fifty), InlineData(199, Phase.Fifty)]
    [InlineData(200, Phase.TwoHundred), InlineData(999, Phase.TwoHundred), InlineData(1_000, Phase.Thousand), InlineData(1_000_000, Phase.Thousand)]
    public void A_phase_begins_with_its_first_guild(int paying, Phase phase) => Phases.Of(paying).Should().Be(phase);

    [Theory]
    [InlineData(Phase.Start, 0, 0, null), InlineData(Phase.Ten, 250_00, 78_00, 0.69), InlineData(Phase.Fifty, 2_500_00, 116_00, 0.95), InlineData(Phase.TwoHundred, 12_500_00, 864_00, 0.93)]
    [InlineData(Phase.Thousand, 50_000_00, 3_150_00, 0.94)]
    public void The_prices_to_begin_with_are_the_guides(Phase phase, long revenue, long cost, double? margin)
    {
        var expected = OperatingCosts.Guide.Expected(phase, 25_00);
        (expected.RevenueMinor, expected.CostMinor).Should().Be((revenue, cost));
        expected.Margin.Should().Match(found => margin == null ? found == null : Math.Abs(((double?)found)!.Value - margin.Value) < 0.005);
    }

    [Fact]
    public void A_switch_over_is_near_from_four_fifths_of_the_way_and_reached_at_its_threshold()
    {
        States(7, 199_99, 2.3, 0.63, 0).Should().AllBeEquivalentTo(SwitchOverState.Far);
        States(8, 200_00, 2.4, 0.64, 0).Should().Equal(SwitchOverState.Near, SwitchOverState.Near, SwitchOverState.Near, SwitchOverState.Near, SwitchOverState.Far);
        States(10, 250_00, 3, 0.8, 1).Should().AllBeEquivalentTo(SwitchOverState.Reached);
        States(0, 0, null, null, 0).Should().AllBeEquivalentTo(SwitchOverState.Far);

        static IEnumerable<SwitchOverState> States(int paying, long revenue, double? seconds, double? fullest, int enterprise) => SwitchOver.Of(paying, revenue, seconds, fullest, enterprise).Select(one => one.State);
    }

    [Fact]
    public void What_grows_evenly_is_full_when_the_line_says_so()
    {
        var first = new DateOnly(2026, 11, 1);
        List<(DateOnly, long)> seen = [.. Enumerable.Range(0, 10).Select(day => (first.AddDays(day), 1_000L + (100 * day)))];
        Forecast.ReachedOn(seen, 2_900).Should().Be(first.AddDays(19));
        Forecast.ReachedOn(seen, 1_900).Should().Be(first.AddDays(9), "it is full already");
        Forecast.ReachedOn(seen, 1_000_000).Should().BeNull("not within three years");
        Forecast.ReachedOn(seen[..6], 2_900).Should().BeNull("too few days");
        Forecast.ReachedOn(seen, 0).Should().BeNull("there is no limit");
        Forecast.ReachedOn([.. seen.Select(day => (day.Item1, 1_000L))], 2_900).Should().BeNull("it does not grow");
    }
}

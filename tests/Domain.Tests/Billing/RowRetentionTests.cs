using CommunityIntel.Domain.Billing;

namespace CommunityIntel.Domain.Tests.Billing;

public sealed class RowRetentionTests
{
    private static readonly DateOnly Today = new(2026, 6, 15);

    [Theory]
    [InlineData(Plan.Free, null, "2025-06-01")]
    [InlineData(Plan.Pro, null, "2024-06-01")]
    [InlineData(Plan.Business, null, "2021-06-01")]
    [InlineData(Plan.Enterprise, null, "2016-06-01")]
    [InlineData(Plan.Free, Plan.Business, "2021-06-01")]
    public void Rows_are_kept_from_the_first_of_a_month_on_that_is_at_least_as_long_ago_as_the_plan_promises(Plan plan, Plan? lost, string from)
    {
        RowRetention.KeptFrom(plan, lost, Today).Should().Be(DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void No_day_of_any_year_ends_a_row_before_its_months_are_over()
    {
        for (var day = new DateOnly(2024, 1, 1); day.Year < 2028; day = day.AddDays(1))
            foreach (var plan in PlanTable.Plans)
                RowRetention.KeptFrom(plan, null, day).Should().BeOnOrBefore(day.AddMonths(-PlanTable.Of(plan).RetentionMonths));
    }
}

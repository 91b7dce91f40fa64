using System.Globalization;
using CommunityIntel.Domain.Xp;
using FsCheck;
using FsCheck.Fluent;

namespace CommunityIntel.Domain.Tests.Xp;

public sealed class BoardPeriodTests
{
    [Theory]
    [InlineData(BoardPeriod.Week, "2026-11-29", "2026-11-23", "2026-11-29")]
    [InlineData(BoardPeriod.Week, "2026-11-30", "2026-11-30", "2026-12-06")]
    [InlineData(BoardPeriod.LastWeek, "2026-11-30", "2026-11-23", "2026-11-29")]
    [InlineData(BoardPeriod.Week, "2027-01-01", "2026-12-28", "2027-01-03")]
    [InlineData(BoardPeriod.Month, "2028-02-29", "2028-02-01", "2028-02-29")]
    [InlineData(BoardPeriod.LastMonth, "2028-03-31", "2028-02-01", "2028-02-29")]
    [InlineData(BoardPeriod.LastMonth, "2027-01-01", "2026-12-01", "2026-12-31")]
    public void A_period_is_whole_local_days(BoardPeriod period, string today, string first, string last) =>
        BoardDays.Of(period, Date(today)).Should().Be(new BoardDays(Date(first), Date(last)));

    [Fact]
    public void All_times_have_no_days() => BoardDays.Of(BoardPeriod.AllTime, Date("2026-11-29")).Should().BeNull();

    [Fact]
    public void Every_day_is_in_its_week_from_Monday_to_Sunday_and_the_weeks_meet() => Prop.ForAll(Gen.Choose(700_000, 800_000).ToArbitrary(), day =>
    {
        var today = DateOnly.FromDayNumber(day);
        var (week, before) = (BoardDays.Of(BoardPeriod.Week, today)!.Value, BoardDays.Of(BoardPeriod.LastWeek, today)!.Value);
        return week.First <= today && today <= week.Last && week.First.DayOfWeek == DayOfWeek.Monday && week.Last.DayOfWeek == DayOfWeek.Sunday
            && before.Last.AddDays(1) == week.First && before.First.AddDays(7) == week.First;
    }).QuickCheckThrowOnFailure();

    private static DateOnly Date(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}

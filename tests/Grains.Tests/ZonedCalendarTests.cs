using System.Globalization;
using CommunityIntel.Grains.Activity;

namespace CommunityIntel.Grains.Tests;

public sealed class ZonedCalendarTests
{
    [Theory]
    [InlineData("UTC", "2026-03-02T10:59:59.999Z", "2026-03-02T10:00Z", 60, "2026-03-02")]
    [InlineData("Europe/Paris", "2026-03-02T23:30:00Z", "2026-03-02T23:00Z", 60, "2026-03-03")]
    [InlineData("Asia/Kolkata", "2026-03-02T18:45:00Z", "2026-03-02T18:30Z", 60, "2026-03-03")]
    [InlineData("Asia/Kathmandu", "2026-03-02T18:16:00Z", "2026-03-02T18:15Z", 60, "2026-03-03")]
    [InlineData("Europe/Paris", "2026-10-25T00:30:00Z", "2026-10-25T00:00Z", 60, "2026-10-25")]
    [InlineData("Europe/Paris", "2026-10-25T01:30:00Z", "2026-10-25T01:00Z", 60, "2026-10-25")]
    [InlineData("Australia/Lord_Howe", "2026-04-04T15:10:00Z", "2026-04-04T15:00Z", 30, "2026-04-05")]
    public void An_hour_begins_where_the_clock_on_the_wall_says(string zone, string instant, string start, int minutes, string date)
    {
        var hour = ZonedCalendar.Of(zone).HourOf(Ms(instant));
        hour.StartMs.Should().Be(Ms(start));
        (hour.EndMs - hour.StartMs).Should().Be(minutes * 60_000);
        hour.Date.Should().Be(DateOnly.Parse(date, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("Europe/Paris", 2026, 23, 25)]
    [InlineData("America/New_York", 2026, 23, 25)]
    [InlineData("Africa/Cairo", 2026, 23, 25)]
    [InlineData("Asia/Beirut", 2026, 23, 25)]
    public void The_hours_of_a_year_follow_each_other_and_two_days_are_not_of_24(string zone, int year, int shortest, int longest)
    {
        var calendar = ZonedCalendar.Of(zone);
        var days = new Dictionary<DateOnly, int>();
        var at = new DateTimeOffset(year, 1, 1, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        for (var hour = calendar.HourOf(at); hour.Date.Year == year; hour = calendar.HourOf(hour.EndMs))
        {
            hour.Holds(at).Should().BeTrue();
            at = hour.EndMs;
            days[hour.Date] = days.GetValueOrDefault(hour.Date) + 1;
        }

        var whole = days.OrderBy(d => d.Key).Skip(1).Select(d => d.Value).ToList();
        whole.Should().OnlyContain(h => h == 24 || h == shortest || h == longest);
        whole.Count(h => h == shortest).Should().Be(1);
        whole.Count(h => h == longest).Should().Be(1);
    }

    [Fact]
    public void A_zone_that_nobody_knows_is_UTC() => ZonedCalendar.Of("Mars/Olympus").Zone.Id.Should().Be("UTC");

    private static long Ms(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
}

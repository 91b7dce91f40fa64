using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.Web.Activity;

namespace CommunityIntel.Web.Pages;

/// <summary>The made-up community of the landing page: the same figures for everybody, every day.</summary>
public static class SampleActivity
{
    private const int Days = 28;
    private static readonly DateOnly LastDay = new(2026, 5, 31);
    private static readonly double[] Week = [1, 1.06, 1.12, 1.08, .98, .72, .69];

    public static ActivityComparison Create()
    {
        var current = Report(LastDay.AddDays(1 - Days), 4_150);
        var previous = Report(LastDay.AddDays(1 - 2 * Days), 3_540);
        return new(current, previous, previous.From, LastDay.AddDays(1));
    }

    private static ActivityReport Report(DateOnly from, double usual)
    {
        var days = Enumerable.Range(0, Days).Select(i => Day(from.AddDays(i), usual, i)).ToList();
        var totals = new ActivityTotals(
            days.Sum(day => day.Messages), 0, (int)(usual * .34), (int)(usual * .41), days.Sum(day => day.VoiceSeconds),
            days.Sum(day => day.Joins), days.Sum(day => day.Leaves));
        return new(from, from.AddDays(Days - 1), "UTC", totals, days, [], Heat(), DateTimeOffset.UnixEpoch);
    }

    private static ActivityDay Day(DateOnly date, double usual, int i)
    {
        var messages = usual * Week[((int)date.DayOfWeek + 6) % 7] * (1 + .07 * Math.Sin(i * 1.7) + .004 * i);
        var active = (int)(messages * .19);
        return new(date, (long)messages, 0, (int)(active * .9), active, (long)(messages * 96), (int)(usual / 230) + i * 7 % 13, 8 + i * 5 % 7);
    }

    private static List<long> Heat()
    {
        List<long> counts = [];
        for (var weekday = 0; weekday < 7; weekday++)
        {
            for (var hour = 0; hour < 24; hour++)
                counts.Add((long)(310 * Week[weekday] * (Bell(hour, 20.5, 3.1) + .55 * Bell(hour, 13, 2.4) + .04)));
        }
        return counts;
    }

    private static double Bell(double at, double middle, double width) => Math.Exp(-Math.Pow((at - middle) / width, 2));
}

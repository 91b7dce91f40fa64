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
        var current = Report(LastDay.AddDays(1 - Days), 4_150, 1_486, 95);
        var previous = Report(LastDay.AddDays(1 - 2 * Days), 3_640, 1_395, 102);
        return new(current, previous, previous.From, LastDay.AddDays(1));
    }

    private static ActivityReport Report(DateOnly from, double messages, int people, int voiceSecondsPerMessage)
    {
        var days = Enumerable.Range(0, Days).Select(i => Day(from.AddDays(i), messages, people, voiceSecondsPerMessage, i)).ToList();
        var totals = new ActivityTotals(
            days.Sum(day => day.Messages), 0, (int)(people * .83), people, days.Sum(day => day.VoiceSeconds),
            days.Sum(day => day.Joins), days.Sum(day => day.Leaves));
        return new(from, from.AddDays(Days - 1), "UTC", totals, days, [], Heat(), DateTimeOffset.UnixEpoch);
    }

    private static ActivityDay Day(DateOnly date, double usual, int people, int voiceSecondsPerMessage, int i)
    {
        var weekday = Week[((int)date.DayOfWeek + 6) % 7];
        var messages = usual * weekday * (1 + .07 * Math.Sin(i * 1.7 + usual) + .05 * Math.Sin(i * 2.9) + .004 * i);
        var active = (int)(people * .47 * (.4 + .6 * weekday) * (1 + .05 * Math.Sin(i * 2.3) + .002 * i));
        var voice = messages * voiceSecondsPerMessage * (1 + .2 * Math.Sin(i * 4.1));
        return new(date, (long)messages, 0, (int)(active * .9), active, (long)voice, (int)(usual / 230) + i * 7 % 13, 8 + i * 5 % 7);
    }

    private static List<long> Heat()
    {
        List<long> counts = [];
        for (var weekday = 0; weekday < 7; weekday++)
        {
            for (var hour = 0; hour < 24; hour++)
                counts.Add((long)(310 * Week[weekday] * (Bell(hour, 20.5, 3.1) + .55 * Bell(hour, 13, 2.4) + .1 * Bell(hour, 0, 2.2) + .01) * (1 + .3 * Math.Sin(weekday * 5 + hour * 3))));
        }
        return counts;
    }

    private static double Bell(double at, double middle, double width) => Math.Exp(-Math.Pow((at - middle) / width, 2));
}

using CommunityIntel.GrainInterfaces.Activity;
using CommunityIntel.Storage.Activity;

namespace CommunityIntel.Grains.Activity;

/// <summary>Reads how many of those who come to a guild stay. Only days that are over count for the rates.</summary>
internal sealed class MemberRetention(long guildId, RetentionReader reader)
{
    private const int DaysPerWeek = 7, Compared = 28;

    /// <summary>The longest window, twice the compared days, and weeks to fill the triangle.</summary>
    private const int Weeks = 14;

    private static readonly (int First, int Last)[] Windows = [(1, 1), (7, 13), (30, 36)];

    public async Task<RetentionReport> ReadAsync(DateOnly? firstDay, ZonedCalendar calendar, DateTimeOffset now, bool mayLag)
    {
        var today = calendar.DateOf(now);
        var monday = MondayOf(today).AddDays(-DaysPerWeek * (Weeks - 1));
        var days = today.DayNumber - monday.DayNumber + 1;
        var stored = await reader.ReadAsync(guildId, monday, [.. Enumerable.Range(0, days + 1).Select(i => calendar.StartOf(monday.AddDays(i)))], Windows, mayLag);
        var heard = firstDay is { } first ? Math.Max(0, (MondayOf(first).DayNumber - monday.DayNumber) / DaysPerWeek) : Weeks;
        var active = stored.Weeks.ToDictionary(w => (w.Cohort, w.Week), w => w.Active);
        var cohorts = Enumerable.Range(0, Weeks).Skip(heard).Select(cohort =>
        {
            var arrivals = stored.Arrivals.Where(a => a.Window == 0 && a.Day / DaysPerWeek == cohort).Sum(a => a.People);
            var weeks = Enumerable.Range(0, Weeks - cohort).Select(week => active.GetValueOrDefault((cohort, week)));
            return new RetentionCohort(monday.AddDays(cohort * DaysPerWeek), arrivals, arrivals is > 0 and < RetentionReport.Fewest ? [] : [.. weeks]);
        });
        return new RetentionReport(calendar.Zone.Id, [.. cohorts], [.. Windows.Select((_, i) => RateOf(i, stored.Arrivals, days - 1))], now);
    }

    // today: index of the running day, which is in no window yet.
    private static RetentionRate RateOf(int window, IReadOnlyList<StoredArrivals> arrivals, int today)
    {
        var (first, last) = Windows[window];
        var (now, before) = (Ended(today - Compared, today - 1), Ended(today - (2 * Compared), today - Compared - 1));
        return new RetentionRate(first, last, Arrived(now), Kept(now), Arrived(before), Kept(before));

        static int Arrived(List<StoredArrivals> days) => days.Sum(a => a.People);
        static int? Kept(List<StoredArrivals> days) => Arrived(days) < RetentionReport.Fewest ? null : days.Sum(a => a.Kept);

        List<StoredArrivals> Ended(int from, int until) => [.. arrivals.Where(a => a.Window == window && a.Day + last >= from && a.Day + last <= until)];
    }

    private static DateOnly MondayOf(DateOnly date) => date.AddDays(-(((int)date.DayOfWeek + 6) % DaysPerWeek));
}

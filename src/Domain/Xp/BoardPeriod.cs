namespace CommunityIntel.Domain.Xp;

/// <summary>The time that a board counts, in the guild's local days. Weeks begin on Monday.</summary>
public enum BoardPeriod
{
    AllTime = 0,
    Week = 1,
    Month = 2,
    LastWeek = 3,
    LastMonth = 4,
}

/// <summary>Local days from <c>First</c> to <c>Last</c>, both included.</summary>
public readonly record struct BoardDays(DateOnly First, DateOnly Last)
{
    /// <summary>The days of a period, also those still to come, when it is <paramref name="today"/> in the guild; null = all there ever were.</summary>
    public static BoardDays? Of(BoardPeriod period, DateOnly today) => period switch
    {
        BoardPeriod.AllTime => null,
        BoardPeriod.Week => WeekOf(today),
        BoardPeriod.LastWeek => WeekOf(today.AddDays(-7)),
        BoardPeriod.Month => MonthOf(today),
        BoardPeriod.LastMonth => MonthOf(today.AddDays(-today.Day)),
        _ => throw new ArgumentOutOfRangeException(nameof(period), period, null),
    };

    private static BoardDays WeekOf(DateOnly date)
    {
        var monday = date.AddDays(-(((int)date.DayOfWeek + 6) % 7));
        return new BoardDays(monday, monday.AddDays(6));
    }

    private static BoardDays MonthOf(DateOnly date) =>
        new(date.AddDays(1 - date.Day), date.AddDays(DateTime.DaysInMonth(date.Year, date.Month) - date.Day));
}

using System.Globalization;

namespace CommunityIntel.Web.Languages;

/// <summary>Dates and hours as people read them, in the current formatting culture.</summary>
public static class Dates
{
    private static CultureInfo Culture => CultureInfo.CurrentCulture;

    private static bool MonthFirst => Culture.Name == "en-US";

    /// <summary>Nov 14 · 14 nov.</summary>
    public static string Axis(DateOnly date) => date.ToString(MonthFirst ? "MMM d" : "d MMM", Culture);

    /// <summary>Tue, Nov 14 · mar. 14 nov.</summary>
    public static string Day(DateOnly date) => date.ToString(MonthFirst ? "ddd, MMM d" : "ddd d MMM", Culture);

    /// <summary>November 14, 2026 · 14 novembre 2026</summary>
    public static string Full(DateOnly date) => date.ToString(MonthFirst ? "MMMM d, yyyy" : "d MMMM yyyy", Culture);

    /// <summary>November 14, 2026, 14:05 UTC · 14 novembre 2026, 14:05 UTC</summary>
    public static string Moment(DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{Full(DateOnly.FromDateTime(at.UtcDateTime))}, {at.UtcDateTime:HH:mm} UTC");

    /// <summary>9 pm · 21 h · 21:00</summary>
    public static string Hour(int hour) => Culture.Name switch
    {
        "en-US" => new TimeOnly(hour, 0).ToString("h tt", Culture).ToLowerInvariant(),
        "fr-FR" => $"{hour}\u202fh",
        _ => new TimeOnly(hour, 0).ToString("HH:mm", Culture),
    };

    /// <summary>The seven weekdays in the culture's order.</summary>
    public static IEnumerable<DayOfWeek> Week() =>
        Enumerable.Range(0, 7).Select(i => (DayOfWeek)(((int)Culture.DateTimeFormat.FirstDayOfWeek + i) % 7));
}

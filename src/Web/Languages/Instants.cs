using System.Globalization;
using NodaTime;

namespace CommunityIntel.Web.Languages;

/// <summary>Moments by the clock on the wall of a guild, in the current formatting culture.</summary>
public static class Instants
{
    /// <summary>Nov 14, 2026, 9:05 PM · 14 nov. 2026, 21:05; an unknown zone is UTC.</summary>
    public static string At(DateTimeOffset moment, string timeZone)
    {
        var local = In(moment, timeZone);
        return $"{Dates.Axis(DateOnly.FromDateTime(local.DateTime))} {local.ToString("yyyy", CultureInfo.CurrentCulture)}, {Clock(TimeOnly.FromDateTime(local.DateTime))}";
    }

    /// <summary>November 14, 2026 · 14 novembre 2026</summary>
    public static string Day(DateTimeOffset moment, string timeZone) => Dates.Full(DateOnly.FromDateTime(In(moment, timeZone).DateTime));

    /// <summary>9:05 PM · 21:05</summary>
    public static string Clock(TimeOnly time) => time.ToString(CultureInfo.CurrentCulture.DateTimeFormat.ShortTimePattern, CultureInfo.CurrentCulture);

    public static DateTimeOffset In(DateTimeOffset moment, string timeZone) =>
        Instant.FromDateTimeOffset(moment).InZone(DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone) ?? DateTimeZone.Utc).ToDateTimeOffset();
}

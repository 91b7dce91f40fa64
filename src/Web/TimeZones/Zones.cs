using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;

namespace CommunityIntel.Web.TimeZones;

/// <summary>A time zone to choose: its IANA id, and what it is ahead of or behind UTC now.</summary>
public sealed record ZoneChoice(string Id, string Offset);

/// <summary>The time zones of places, by region, and UTC: those that guilds count by.</summary>
public static class Zones
{
    private static readonly string[] Places = [.. (TzdbDateTimeZoneSource.Default.ZoneLocations ?? []).Select(place => place.ZoneId).Append("UTC").Distinct()];

    /// <param name="current">Is among them, whatever it is.</param>
    public static IEnumerable<IGrouping<string, ZoneChoice>> Of(string current)
    {
        var now = SystemClock.Instance.GetCurrentInstant();
        return Places.Append(current).Distinct().Order(StringComparer.Ordinal)
            .Select(id => new ZoneChoice(id, Written(DateTimeZoneProviders.Tzdb.GetZoneOrNull(id)?.GetUtcOffset(now) ?? Offset.Zero)))
            .GroupBy(zone => zone.Id.Split('/')[0]);
    }

    // UTC+05:45 · UTC−03:00 · UTC
    private static string Written(Offset offset) => offset == Offset.Zero
        ? "UTC"
        : string.Create(CultureInfo.InvariantCulture, $"UTC{(offset < Offset.Zero ? "−" : "+")}{offset.ToTimeSpan():hh\\:mm}");
}

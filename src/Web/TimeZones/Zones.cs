using System.Globalization;

namespace CommunityIntel.Web.TimeZones;

/// <summary>A time zone to choose: its IANA id, and what it is ahead of or behind UTC today.</summary>
public sealed record ZoneChoice(string Id, string Offset);

/// <summary>The time zones of the world that have a place in their name, by region; and UTC.</summary>
public static class Zones
{
    private static readonly string[] Regions = ["Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];

    /// <param name="current">Is among them, whatever it is.</param>
    public static IEnumerable<IGrouping<string, ZoneChoice>> Of(string current) => TimeZoneInfo.GetSystemTimeZones()
        .Where(zone => zone.Id == current || zone.Id == "UTC" || Regions.Contains(zone.Id.Split('/')[0]) && zone.Id.Contains('/', StringComparison.Ordinal))
        .OrderBy(zone => zone.Id, StringComparer.Ordinal)
        .Select(zone => new ZoneChoice(zone.Id, Offset(zone.GetUtcOffset(DateTimeOffset.UtcNow))))
        .GroupBy(zone => zone.Id.Split('/')[0]);

    // UTC+05:45 · UTC−03:00 · UTC
    private static string Offset(TimeSpan offset) => offset == TimeSpan.Zero
        ? "UTC"
        : string.Create(CultureInfo.InvariantCulture, $"UTC{(offset < TimeSpan.Zero ? "−" : "+")}{offset:hh\\:mm}");
}

using System.Globalization;
using CommunityIntel.GrainInterfaces.Digests;

namespace CommunityIntel.Web.Digests;

/// <summary>Which stored digest an address names: <c>day/2026-11-20</c> or <c>week/2026-11-16</c>.</summary>
public sealed record DigestAddress(DigestSpan Span, DateOnly FirstDay)
{
    public static DigestAddress Of(DigestEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new(entry.Span, entry.FirstDay);
    }

    /// <summary>Null when it names none.</summary>
    public static DigestAddress? Parse(string? span, string? day) =>
        SpanOf(span) is { } found && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var firstDay) ? new(found, firstDay) : null;

    public string SpanWord => Span == DigestSpan.Week ? "week" : "day";

    public string DayWord => FirstDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public string On(long guildId) => string.Create(CultureInfo.InvariantCulture, $"/g/{guildId}/digests/{SpanWord}/{DayWord}");

    private static DigestSpan? SpanOf(string? word) => word switch
    {
        "day" => DigestSpan.Day,
        "week" => DigestSpan.Week,
        _ => null,
    };
}

using System.Text.Json;
using CommunityIntel.Web.Languages;
using Microsoft.AspNetCore.Components;

namespace CommunityIntel.Web.Charts;

/// <summary>What the tooltip module reads: one array per point, [label, value, change, previous, percent from top or null, what is missing or null], and where there are notes an array of their texts.</summary>
public static class ChartPayload
{
    // The default encoder escapes < and &, so that the text cannot end the script element.
    public static MarkupString Of(ChartSeries series, Scale scale)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(scale);
        return new(JsonSerializer.Serialize(series.Points.Select(point => Row(series, scale, point))));
    }

    private static object?[] Row(ChartSeries series, Scale scale, ChartPoint point) =>
    [
        point.Label,
        point.Value is { } value ? series.Format(value) : null,
        point is { Running: false, Value: { } now, Previous: { } before } && before > 0
            ? Figures.Change((now - before) / before)
            : null,
        point.Previous is { } previous ? $"{point.PreviousLabel}: {series.Format(previous)}" : null,
        point.Value is { } height ? Math.Round(scale.FromTop(height), 1) : null,
        point.Gap?.Note,
        .. point.Notes.Count > 0 ? (object?[])[point.Notes] : [],
    ];
}

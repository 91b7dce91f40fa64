using System.Diagnostics.Metrics;

namespace CommunityIntel.Web.Vitals;

/// <summary>Meter <c>CommunityIntel.Web</c>.</summary>
internal static class VitalsMetrics
{
    private static readonly Meter Meter = new("CommunityIntel.Web");
    private static readonly Histogram<double> FirstPaint = Meter.CreateHistogram<double>("first_contentful_paint_seconds", "s", "First Contentful Paint of pages, as browsers measured it.");

    public static void Painted(TimeSpan after) => FirstPaint.Record(after.TotalSeconds);
}

using System.Diagnostics.Metrics;
using Prometheus;

namespace CommunityIntel.Telemetry.Meters;

/// <summary>
/// Every meter of the process under /metrics. What is observed stands for the moment: when nobody reports it any more, as after another
/// silo took over, it is gone within a minute. What is counted stays for a day: a counter that vanished and came back would hide its first counts.
/// </summary>
internal static class MeterExport
{
    private static readonly TimeSpan ObservedFor = TimeSpan.FromSeconds(60);

    /// <summary>The most that prometheus-net keeps.</summary>
    private static readonly TimeSpan CountedFor = TimeSpan.FromDays(1);

    /// <summary>A series for every component of every page, and what is inside a library: many, and nobody asked for them.</summary>
    private static readonly string[] LeftOut = ["Microsoft.AspNetCore.Components.Lifecycle", "Private.InternalDiagnostics"];

    private static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 30, 60, 120];
    private static readonly Lock Beginning = new();
    private static bool s_began;

    public static void Begin()
    {
        lock (Beginning)
        {
            if (s_began) return;
            s_began = true;
        }

        // The meters say the same as .NET's event counters, and more.
        Prometheus.Metrics.SuppressDefaultMetrics(new SuppressDefaultMetricOptions { SuppressMeters = true, SuppressEventCounters = true });
        Listen(IsObserved, ObservedFor);
        Listen(instrument => !IsObserved(instrument), CountedFor);
    }

    /// <summary>Upper bounds of a histogram: what the instrument advises, else ours for seconds; every threshold is one of them.</summary>
    internal static double[] BucketsOf(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } advised } => [.. advised],
        Histogram<int> { Advice.HistogramBucketBoundaries: { } advised } => [.. advised.Select(bound => (double)bound)],
        Histogram<long> { Advice.HistogramBucketBoundaries: { } advised } => [.. advised.Select(bound => (double)bound)],
        { Unit: "s" } => Seconds,
        _ => MeterAdapterOptions.DefaultHistogramBuckets,
    };

    private static void Listen(Func<Instrument, bool> which, TimeSpan expireAfter) => MeterAdapter.StartListening(new MeterAdapterOptions
    {
        InstrumentFilterPredicate = instrument => which(instrument) && !LeftOut.Any(meter => instrument.Meter.Name.StartsWith(meter, StringComparison.Ordinal)),
        MetricsExpireAfter = expireAfter,
        ResolveHistogramBuckets = BucketsOf,
    });

    private static bool IsObserved(Instrument instrument) => instrument.IsObservable;
}

using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CommunityIntel.Telemetry.Meters;

/// <summary>Meter <c>CommunityIntel.Process</c>: what the process may use. What it uses is in <c>process_working_set_bytes</c> and <c>process_cpu_seconds_total</c>.</summary>
internal static class ProcessMetrics
{
    private static readonly Meter Meter = new("CommunityIntel.Process");
    private static bool s_began;
    private static double s_started;

    public static void Begin()
    {
        if (Interlocked.Exchange(ref s_began, true)) return;
        var limits = ProcessLimits.Of("/");
        Meter.CreateObservableGauge("memory_limit_bytes", () => limits.MemoryBytes, "By", "Memory that the process may use: of its control group, else of the machine.");
        Meter.CreateObservableGauge("cpu_limit_cores", () => limits.Cores, description: "Processors that the process may use: of its control group, else of the machine.");
        Meter.CreateObservableGauge("start_seconds", Took, "s", "From the start of the process until all of its host had started.");
    }

    /// <summary>Only the first time counts.</summary>
    public static void Started()
    {
        if (Volatile.Read(ref s_started) > 0) return;
        using var process = Process.GetCurrentProcess();
        Volatile.Write(ref s_started, (DateTime.Now - process.StartTime).TotalSeconds);
    }

    private static IEnumerable<Measurement<double>> Took() => Volatile.Read(ref s_started) is > 0 and var seconds ? [new(seconds)] : [];
}

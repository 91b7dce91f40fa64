using System.Diagnostics.Metrics;
using System.Reflection;

namespace CommunityIntel.Telemetry.Meters;

/// <summary>Meter <c>CommunityIntel</c>.</summary>
internal static class BuildMetrics
{
    private static readonly Meter Meter = new("CommunityIntel");
    private static bool s_began;

    /// <summary>Of the process's entry assembly, as built: 0.1.0+commit.</summary>
    public static string Version { get; } =
        (Assembly.GetEntryAssembly() ?? typeof(BuildMetrics).Assembly).GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public static void Begin(string role)
    {
        if (Interlocked.Exchange(ref s_began, true)) return;
        var one = new Measurement<int>(1, new("version", Version), new("role", role));
        Meter.CreateObservableGauge("build_info", () => one, description: "1, with what runs here as labels.");
    }
}

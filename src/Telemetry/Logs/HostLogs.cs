using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace CommunityIntel.Telemetry.Logs;

/// <summary>
/// One line of JSON for each event. <c>@tr</c> and <c>@sp</c> name the trace and the span that it belongs to, when there is one.
/// Levels are changed in section <c>Serilog</c>: <c>Serilog__MinimumLevel__Override__CommunityIntel=Debug</c>.
/// </summary>
internal static class HostLogs
{
    public static void Add(WebApplicationBuilder builder, string role, Action<LoggerConfiguration> writeTo, bool alsoToProviders)
    {
        // The console of the framework would say everything once more.
        builder.Logging.ClearProviders();
        builder.Services.AddSerilog((_, logs) =>
        {
            logs.MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
                // Whoever asks for health reads the answer.
                .MinimumLevel.Override("Microsoft.Extensions.Diagnostics.HealthChecks", LogEventLevel.Fatal)
                .MinimumLevel.Override("Orleans", LogEventLevel.Warning)
                .MinimumLevel.Override("Polly", LogEventLevel.Warning)
                .Enrich.WithProperty("Role", role);
            writeTo(logs);
            logs.ReadFrom.Configuration(builder.Configuration);
        }, writeToProviders: alsoToProviders);
    }

    public static void ToConsole(LoggerConfiguration logs) => logs.WriteTo.Console(new RenderedCompactJsonFormatter());
}

using CommunityIntel.Telemetry.Errors;
using CommunityIntel.Telemetry.Logs;
using CommunityIntel.Telemetry.Meters;
using CommunityIntel.Telemetry.Operations;
using CommunityIntel.Telemetry.Traces;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Serilog;

namespace CommunityIntel.Telemetry;

/// <summary>What every host tells of itself: logs, metrics, and where it is wanted traces and errors.</summary>
public static class TelemetryHosting
{
    /// <summary>
    /// To be called before anything that counts. Logs are lines of JSON on the console unless <paramref name="writeTo"/> says otherwise.
    /// With OTEL_EXPORTER_OTLP_ENDPOINT metrics and traces go there, with Sentry:Dsn errors go to Sentry; without them nothing of either runs.
    /// </summary>
    /// <param name="role">silo, bot, web or standalone: a label of the build, and part of the service's name in traces.</param>
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder, string role, Action<LoggerConfiguration>? writeTo = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        MeterExport.Begin();
        BuildMetrics.Begin(role);
        ProcessMetrics.Begin();
        var isReported = ErrorReports.AreWanted(builder.Configuration);
        HostLogs.Add(builder, role, writeTo ?? HostLogs.ToConsole, alsoToProviders: isReported);
        if (isReported) ErrorReports.Add(builder, role);
        if (OtlpExport.IsWanted(builder.Configuration)) OtlpExport.Add(builder, role);
        builder.WebHost.CountTraffic();
        builder.Services.AddHostedService<StartWatch>();
        ProcessReports.Add(builder.Services, role);
        return builder;
    }
}

using CommunityIntel.Telemetry.Meters;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CommunityIntel.Telemetry.Traces;

/// <summary>Metrics and traces over OTLP, to a collector, Datadog or New Relic. Set up by the environment variables of OpenTelemetry.</summary>
public static class OtlpExport
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Of ours, and those that tell of what ours waits for. Not System.Net.Http: addresses at Discord hold tokens.</summary>
    private static readonly string[] Sources = ["CommunityIntel.*", "Microsoft.Orleans.Application", "Npgsql"];

    private static readonly string[] MeterNames =
        ["CommunityIntel*", "Microsoft.Orleans", "Npgsql", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Components*", "Microsoft.AspNetCore.Server.Kestrel"];

    /// <summary>Whether grain calls are to carry their trace along. It costs every call something, so only then.</summary>
    public static bool IsWanted(IConfiguration configuration) => !string.IsNullOrWhiteSpace(configuration[Endpoint]);

    internal static void Add(WebApplicationBuilder builder, string role)
    {
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService($"community-intel-{role}", serviceVersion: BuildMetrics.Version, serviceInstanceId: Environment.MachineName))
            .WithTracing(traces => traces
                .AddSource(Sources)
                .AddAspNetCoreInstrumentation(requests => requests.Filter = IsOfPeople)
                .AddProcessor(new TraceScrubber()))
            .WithMetrics(metrics => metrics.AddMeter(MeterNames))
            .UseOtlpExporter();
    }

    /// <summary>Probes and scrapes are of machines, and a live connection lasts as long as somebody looks.</summary>
    private static bool IsOfPeople(HttpContext http) =>
        !http.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal) && !http.Request.Path.StartsWithSegments("/metrics", StringComparison.Ordinal)
        && !http.Request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal);
}

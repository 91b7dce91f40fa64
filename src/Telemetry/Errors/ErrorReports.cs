using CommunityIntel.Telemetry.Meters;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Sentry;
using Sentry.AspNetCore;

namespace CommunityIntel.Telemetry.Errors;

/// <summary>Errors to Sentry, or whatever speaks its protocol: <c>Sentry:Dsn</c>, and <c>Sentry:Environment</c> if there are several.</summary>
internal static class ErrorReports
{
    private const string Section = "Sentry";

    public static bool AreWanted(IConfiguration configuration) => !string.IsNullOrWhiteSpace(configuration[$"{Section}:Dsn"]);

    public static void Add(WebApplicationBuilder builder, string role) => builder.WebHost.UseSentry(sentry =>
    {
        sentry.Release = $"community-intel@{BuildMetrics.Version}";
        sentry.DefaultTags["role"] = role;
        sentry.InitializeSdk = true;
        SayLittle(sentry);
    });

    // On top of what is configured: nobody turns these on by a variable.
    private static void SayLittle(SentryAspNetCoreOptions sentry)
    {
        sentry.SendDefaultPii = false;
        sentry.MaxRequestBodySize = Sentry.Extensibility.RequestSize.None;
        sentry.ServerName = "";
        sentry.MaxBreadcrumbs = 0;
        sentry.MinimumBreadcrumbLevel = LogLevel.None;
        sentry.MinimumEventLevel = LogLevel.Error;
        sentry.AttachStacktrace = true;
        sentry.AutoSessionTracking = false;
        sentry.SendClientReports = false;
        sentry.TracesSampleRate = 0;
        // It would add headers to requests to Discord, and keep their addresses, which hold tokens.
        sentry.DisableSentryHttpMessageHandler = true;
        sentry.CaptureFailedRequests = false;
        sentry.SetBeforeSend((report, _) => ReportScrubber.Scrub(report));
        sentry.SetBeforeSendTransaction(_ => null);
    }
}

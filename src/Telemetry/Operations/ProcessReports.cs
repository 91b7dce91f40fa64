using CommunityIntel.GrainInterfaces.Operations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CommunityIntel.Telemetry.Operations;

internal static class ProcessReports
{
    /// <summary>Needs the grains, as every host has them.</summary>
    public static void Add(IServiceCollection services, string role)
    {
        var kind = role switch
        {
            "silo" => ProcessKind.Silo,
            "bot" => ProcessKind.Bot,
            "web" => ProcessKind.Web,
            _ => ProcessKind.Everything,
        };
        services.AddSingleton(_ => new ProcessCounts(countsPages: kind is ProcessKind.Web or ProcessKind.Everything));
        services.AddHostedService(s => new ProcessReporter(
            kind, s.GetService<IGrainFactory>(), s.GetRequiredService<ProcessCounts>(), s.GetService<TimeProvider>() ?? TimeProvider.System, s.GetRequiredService<ILogger<ProcessReporter>>()));
    }
}

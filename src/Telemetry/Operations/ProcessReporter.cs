using System.Diagnostics;
using CommunityIntel.GrainInterfaces.Operations;
using CommunityIntel.Telemetry.Meters;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommunityIntel.Telemetry.Operations;

/// <summary>Tells the deployment's grain four times a minute how this process does. What could not be told is told again.</summary>
internal sealed partial class ProcessReporter(ProcessKind kind, IGrainFactory? grains, ProcessCounts counts, TimeProvider time, ILogger<ProcessReporter> logger) : BackgroundService
{
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(15);

    private readonly ProcessLimits _limits = ProcessLimits.Of("/");
    private readonly string _name = Environment.ProcessId == 1 ? Environment.MachineName : $"{Environment.MachineName}-{Environment.ProcessId}";
    private long _sequence;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Without a cluster there is nobody to tell.
        if (grains is null) return;
        using var timer = new PeriodicTimer(Pace, time);
        using var process = Process.GetCurrentProcess();
        var startedAt = new DateTimeOffset(process.StartTime.ToUniversalTime(), TimeSpan.Zero);
        var (lookedAt, used) = (time.GetTimestamp(), process.TotalProcessorTime);
        // The same report again, until it is known to have arrived: what came twice is known by its sequence.
        ProcessReport? untold = null;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                process.Refresh();
                var (now, usedNow) = (time.GetTimestamp(), process.TotalProcessorTime);
                var cpu = (usedNow - used) / time.GetElapsedTime(lookedAt, now) / _limits.Cores;
                (lookedAt, used) = (now, usedNow);
                untold ??= Report(counts.Take(), startedAt, process.WorkingSet64, Math.Clamp(cpu, 0, 1));
                if (await TellAsync(grains, untold)) untold = null;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    private ProcessReport Report(ProcessCount counted, DateTimeOffset startedAt, long memoryBytes, double cpuShare) => new(
        _name, kind, startedAt, ++_sequence, BuildMetrics.Version, memoryBytes, _limits.MemoryBytes, cpuShare, counted.Commands, counted.CommandErrors, counted.CommandSeconds, counted.Pages,
        counted.PageErrors, counted.ResponseBytes);

    private async Task<bool> TellAsync(IGrainFactory cluster, ProcessReport report)
    {
        try
        {
            await cluster.GetGrain<IOperationsGrain>(0).ReportAsync(report);
            return true;
        }
        catch (Exception e)
        {
            // A hosted service's loop: the cluster may be away for as long as it likes.
            LogNotTold(e.GetType().Name);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Debug, "The cluster was not told how this process does: {Reason}")]
    private partial void LogNotTold(string reason);
}

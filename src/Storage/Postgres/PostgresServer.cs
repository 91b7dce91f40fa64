using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace CommunityIntel.Storage.Postgres;

/// <summary>
/// Starts and stops the server of one data folder through <c>pg_ctl</c>, which puts it in a session of its own: a Ctrl-C
/// at the terminal reaches us and not the server, so that what is pending can still be written.
/// </summary>
internal sealed partial class PostgresServer(
    PostgresFolder folder, PostgresAccount account, PostgresBinaries binaries, PrivatePostgresOptions options, ILogger logger)
{
    /// <summary>Tries at a port that turns out to be taken, and waits for processes of a killed server that are still ending.</summary>
    private const int MostTries = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100), ProgressEvery = TimeSpan.FromSeconds(3);

    private bool _portIsKnown;

    public int Port { get; private set; }

    /// <summary>The live postmaster; null when it is stopped or died.</summary>
    public Postmaster? Running => Postmaster.Of(folder.Data);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await StopLeftoverAsync(cancellationToken);
        KeepLogSmall();

        for (var tries = 1; ; tries++)
        {
            if (!_portIsKnown)
                Port = options.Port ?? FreePort.Next();
            folder.WriteSettings("postgresql.conf", PostgresSettings.Text(options, Port));

            var offset = folder.LogLength;
            var answer = await RunPgCtlStartAsync(cancellationToken);
            if (answer.ExitCode == 0)
                break;

            var log = folder.LogSince(offset);
            if (tries == MostTries || !IsPassing(log))
                throw Refused(answer, log);
            await Task.Delay(Pause, cancellationToken);
        }

        if (Running is null)
            throw new PrivatePostgresException(PrivatePostgresFailure.ServerRefused, "PostgreSQL ended right after its start. " + LastLines(folder.LogSince(0)));
        _portIsKnown = true;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Running is { } running)
            await StopAsync(running, cancellationToken);
    }

    public async Task KillAsync(CancellationToken cancellationToken)
    {
        if (Running is not { } running)
            return;
        using var process = Process.GetProcessById(running.ProcessId);
        // With its sessions: an orphaned one may still answer a query before it notices that its server is gone.
        process.Kill(entireProcessTree: true);
        while (running.IsAlive(folder.Data))
            await Task.Delay(Pause, cancellationToken);
    }

    /// <summary>A server that outlived its host has the settings and the port of that time; it is stopped and started anew.</summary>
    private async Task StopLeftoverAsync(CancellationToken cancellationToken)
    {
        if (Running is { } leftover)
        {
            LogLeftover(leftover.ProcessId);
            await StopAsync(leftover, cancellationToken);
        }
        else
        {
            // Nobody's, or the number of a process that is not ours: PostgreSQL itself would take the latter for a live server.
            File.Delete(Postmaster.PidFile(folder.Data));
        }
    }

    private async Task StopAsync(Postmaster running, CancellationToken cancellationToken)
    {
        var seconds = ((int)options.StopTimeout.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await account.RunAsync(binaries.PgCtl, ["stop", "-D", folder.Data, "-m", "fast", "-w", "-t", seconds, "-s"], folder.Data, cancellationToken);
        if (!running.IsAlive(folder.Data))
            return;
        LogStopsAtOnce(running.ProcessId, options.StopTimeout.TotalSeconds);
        await account.RunAsync(binaries.PgCtl, ["stop", "-D", folder.Data, "-m", "immediate", "-w", "-t", "10", "-s"], folder.Data, cancellationToken);
    }

    private async Task<Command.Answer> RunPgCtlStartAsync(CancellationToken cancellationToken)
    {
        var seconds = ((int)options.StartTimeout.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var started = Stopwatch.GetTimestamp();
        var start = account.RunAsync(binaries.PgCtl, ["start", "-D", folder.Data, "-l", folder.Log, "-w", "-t", seconds, "-s"], folder.Data, cancellationToken);
        while (await Task.WhenAny(start, Task.Delay(ProgressEvery, cancellationToken)) != start)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LogStillStarting((int)Stopwatch.GetElapsedTime(started).TotalSeconds, LastLines(folder.LogSince(0), 1));
        }

        return await start;
    }

    /// <summary>Refusals that go away by themselves: our port was taken meanwhile, or processes of a killed server are still ending.</summary>
    private bool IsPassing(string log) =>
        log.Contains("pre-existing shared memory block", StringComparison.Ordinal) || (IsPortTaken(log) && options.Port is null);

    private static bool IsPortTaken(string log) => log.Contains("Address already in use", StringComparison.Ordinal);

    private PrivatePostgresException Refused(Command.Answer answer, string log) =>
        IsPortTaken(log) ? new(PrivatePostgresFailure.PortInUse, $"Port {Port} on 127.0.0.1 is in use by another program.")
        : log.Contains("No space left on device", StringComparison.Ordinal) ? folder.DiskFull("PostgreSQL could not write")
        : answer.Output.Contains("did not start in time", StringComparison.Ordinal) ? new(PrivatePostgresFailure.TimedOut,
            $"PostgreSQL was not ready after {options.StartTimeout.TotalSeconds:0} s; it goes on recovering. Start again later. {LastLines(log)}")
        : new(PrivatePostgresFailure.ServerRefused, $"PostgreSQL did not start: {(log.Length == 0 ? answer.Output : LastLines(log))}");

    private static string LastLines(string log, int count = 8) =>
        string.Join(Environment.NewLine, log.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(count));

    /// <summary>The log of the run before stays, that before it goes, once it is past 4 MB.</summary>
    private void KeepLogSmall()
    {
        if (folder.LogLength > 4 << 20)
            File.Move(folder.Log, folder.Log + ".1", overwrite: true);
    }

    [LoggerMessage(LogLevel.Information, "A PostgreSQL of an earlier run is still there as process {ProcessId}; stopping it first")]
    private partial void LogLeftover(int processId);

    [LoggerMessage(LogLevel.Information, "PostgreSQL is still starting after {Seconds} s: {LastLine}")]
    private partial void LogStillStarting(int seconds, string lastLine);

    [LoggerMessage(LogLevel.Warning, "PostgreSQL process {ProcessId} did not stop within {Seconds} s; it stops at once and will recover at its next start")]
    private partial void LogStopsAtOnce(int processId, double seconds);
}

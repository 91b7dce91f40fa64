using System.Diagnostics;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.Lab.Processes;

namespace CommunityIntel.Benchmarks.Replay;

/// <summary>Drops the gateway socket every so often and kills the silo at even distances of the way.</summary>
internal sealed class Chaos(PipelineProcesses processes, int kills, TimeSpan dropEvery)
{
    private int _killed;
    private int _drops;
    private long _droppedAt = Stopwatch.GetTimestamp();

    public async Task StrikeAsync(long percent, CancellationToken cancellation)
    {
        if (kills == 0) return;
        if (Stopwatch.GetElapsedTime(_droppedAt) >= dropEvery)
        {
            _droppedAt = Stopwatch.GetTimestamp();
            _drops++;
            foreach (var session in await processes.Control.SessionsAsync())
                if (session.Connected) await processes.Control.FaultAsync(session.Id, SessionFault.Drop);
        }

        if (_killed < kills && percent >= 100 * (_killed + 1) / (kills + 1))
        {
            _killed++;
            Console.WriteLine($"  killing the silo (SIGKILL {_killed} of {kills})");
            await processes.KillSiloAsync(cancellation);
        }
    }

    public override string ToString() => kills == 0 ? "" : $", {_drops} drops, {_killed} kills";
}

using CommunityIntel.DiscordEmulator.Gateway;
using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Hosting;

namespace CommunityIntel.DiscordEmulator.Communities;

/// <summary>Lets time pass for the communities: history first, then the present with some extra chatter.</summary>
public sealed partial class CommunityLife(Simulation simulation, Chatter chatter, SessionRegistry sessions, DiscordEmulatorOptions options, ILogger<CommunityLife> logger) : BackgroundService
{
    private const int StepSize = 256;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Drain = TimeSpan.FromMilliseconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (simulation.Communities.Count == 0) return;
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            var changed = sessions.Changed;
            try
            {
                if (!simulation.Paused && simulation.Step(StepSize) > 0) continue;
                if (!simulation.Paused && options.Live) chatter.Tick();
            }
            catch (Exception e)
            {
                LogFailed(logger, e);
                throw;
            }
            var connected = sessions.All.Any(s => s.Connection is not null);
            var now = options.Clock.GetUtcNow().ToUnixTimeMilliseconds();
            await Task.WhenAny(changed, Task.Delay(connected && simulation.HasBacklog(now) ? Drain : Pause, stoppingToken));
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        simulation.MarkExactly();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The simulation stopped")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}

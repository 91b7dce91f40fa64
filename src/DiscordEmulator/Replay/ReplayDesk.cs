using System.Diagnostics;
using System.Threading.Channels;
using CommunityIntel.DiscordEmulator.Communities;
using CommunityIntel.DiscordEmulator.Gateway;
using CommunityIntel.DiscordEmulator.Guilds;

namespace CommunityIntel.DiscordEmulator.Replay;

/// <summary>Plays files one after the other, each as fast as asked and never faster than the sessions take it.</summary>
public sealed partial class ReplayDesk(World world, SessionRegistry sessions, Conversation conversation, Publisher publisher, ILogger<ReplayDesk> logger) : BackgroundService
{
    private const int BatchSize = 64;
    private static readonly TimeSpan Drain = TimeSpan.FromMilliseconds(5);
    private readonly Channel<ReplayRequest> requests = System.Threading.Channels.Channel.CreateUnbounded<ReplayRequest>();
    private int played;

    public ReplayProgress Progress { get; private set; } = new(0, 0, 0, null, true, null);

    public void Map(IEndpointRouteBuilder control)
    {
        control.MapPost("/replays", (ReplayRequest request) =>
        {
            Progress = new ReplayProgress(0, 0, 0, null, false, null);
            requests.Writer.TryWrite(request);
        });
        control.MapGet("/replays", () => Progress);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var request in requests.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await PlayAsync(request, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(logger, e);
                Progress = Progress with { Done = true, Error = e.Message };
            }
        }
    }

    private async Task PlayAsync(ReplayRequest request, CancellationToken stop)
    {
        await Task.Yield();
        var replay = ReplayGuild.From(ReplayFile.Read(request.Path), request, world.Developer, played++);
        Progress = new ReplayProgress(replay.Total, 0, replay.ShiftWeeks, replay.Guild.Id, false, null);
        lock (world.Gate)
        {
            world.Add(replay.Guild);
            world.Install(replay.Guild, Founding.BotPermissions);
            publisher.GuildCreate(replay.Guild);
        }
        var started = Stopwatch.StartNew();
        long? firstMs = null;
        foreach (var batch in ReplayFile.Read(request.Path).Take(replay.Total).Chunk(BatchSize))
        {
            await WaitForSessionsAsync(replay.Guild.Id, stop);
            foreach (var part in Parts(batch, request.Speed))
            {
                firstMs ??= part[0].Timestamp.ToUnixTimeMilliseconds();
                if (request.Speed > 0) await WaitUntilDueAsync(part[0].Timestamp.ToUnixTimeMilliseconds() - firstMs.Value, request.Speed, started, stop);
                lock (world.Gate)
                    foreach (var line in part)
                    {
                        var message = replay.Read(line);
                        conversation.Post(message, Snowflake.ToMs(message.Id), request.Keep);
                    }
                Progress = Progress with { Sent = Progress.Sent + part.Length };
            }
        }
        Progress = Progress with { Done = true };
    }

    // Paced replays go message by message.
    private static IEnumerable<ReplayLine[]> Parts(ReplayLine[] batch, double speed) => speed > 0 ? batch.Select(line => new[] { line }) : [batch];

    private static async Task WaitUntilDueAsync(long sinceFirstMs, double speed, Stopwatch started, CancellationToken stop)
    {
        var wait = TimeSpan.FromMilliseconds(sinceFirstMs / speed) - started.Elapsed;
        if (wait > TimeSpan.FromMilliseconds(1)) await Task.Delay(wait, stop);
    }

    private async Task WaitForSessionsAsync(ulong guildId, CancellationToken stop)
    {
        while (true)
        {
            var changed = sessions.Changed;
            var covering = sessions.All.Where(s => s.Covers(guildId) && s.Connection is not null).ToList();
            if (covering.Count == 0)
            {
                await changed.WaitAsync(stop);
                continue;
            }
            if (covering.All(s => s.HasRoom())) return;
            await Task.Delay(Drain, stop);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A replay failed")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}

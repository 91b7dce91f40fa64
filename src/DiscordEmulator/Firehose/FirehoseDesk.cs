using System.Runtime.InteropServices;
using CommunityIntel.DiscordEmulator.Communities;
using CommunityIntel.DiscordEmulator.Gateway;
using CommunityIntel.DiscordEmulator.Guilds;

namespace CommunityIntel.DiscordEmulator.Firehose;

/// <summary>
/// Prepares and starts a firehose. From preparation on the sessions' later events queue behind its frames.
/// </summary>
public sealed partial class FirehoseDesk(World world, SessionRegistry sessions, Publisher publisher, IHostApplicationLifetime lifetime, ILogger<FirehoseDesk> logger)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(2);
    private IReadOnlyList<FirehoseRun> runs = [];
    private IReadOnlyList<Guild> guilds = [];
    private FirehoseRequest current = new();
    private volatile FirehoseState state;
    private int encoded;
    private int generation;

    public void Map(IEndpointRouteBuilder control)
    {
        control.MapPost("/firehose", Prepare);
        control.MapPost("/firehose/start", Start);
        control.MapPost("/firehose/quiet-guilds", FoundQuiet);
        control.MapGet("/firehose", Progress);
        control.MapGet("/firehose/times", Times);
    }

    private IResult Prepare(FirehoseRequest request)
    {
        if (Now() is FirehoseState.Preparing or FirehoseState.Running) return Results.Conflict();
        var connected = sessions.All.Where(s => s.Connection is not null && s.ShardId != request.LeftOutShard).ToList();
        if (connected.Count == 0) return Results.BadRequest("No session is connected.");
        state = FirehoseState.Preparing;
        current = request;
        encoded = 0;
        lock (world.Gate)
        {
            if (!request.SameGuilds)
            {
                guilds = [.. Enumerable.Range(0, request.Guilds).Select(i => FirehoseScript.Found(i, generation, world.Developer))];
                generation++;
                foreach (var guild in guilds) Open(guild);
            }
            var script = new FirehoseScript(request, guilds, world.Now.ToUnixTimeMilliseconds());
            runs = [.. connected.Select(session => Reserve(session, script, request))];
        }
        _ = Task.Run(Encode, lifetime.ApplicationStopping);
        return Results.Ok(Progress());
    }

    // In slices, so that sockets and heartbeats have their turn between them.
    private async Task<IResult> FoundQuiet(QuietGuilds request)
    {
        int mine;
        lock (world.Gate) mine = generation++;
        foreach (var slice in Enumerable.Range(0, request.Guilds).Chunk(500))
        {
            lock (world.Gate)
                foreach (var i in slice) Open(FirehoseScript.Found(i, mine, world.Developer));
            await Task.Yield();
        }

        return Results.Ok();
    }

    // The bot has been there for a while: nobody looks at the invites of such a guild until somebody comes.
    private void Open(Guild guild)
    {
        world.Add(guild);
        world.Install(guild, Founding.BotPermissions, world.Now.AddDays(-1));
        publisher.GuildCreate(guild);
    }

    private static FirehoseRun Reserve(GatewaySession session, FirehoseScript script, FirehoseRequest request)
    {
        var mine = script.Guilds.Select(g => session.Covers(g.Id)).ToArray();
        var numbers = Enumerable.Range(0, request.Total).Where(n => mine[script.GuildOf(n)]).ToArray();
        var run = new FirehoseRun(script, numbers, request.Rate * numbers.Length / Math.Max(1, request.Total));
        session.Reserve(run);
        return run;
    }

    private void Encode()
    {
        try
        {
            var chunks = runs.SelectMany(run => Enumerable.Range(0, run.Chunks).Select(chunk => (run, chunk)));
            Parallel.ForEach(chunks, new ParallelOptions { CancellationToken = lifetime.ApplicationStopping, MaxDegreeOfParallelism = Environment.ProcessorCount },
                work => Interlocked.Add(ref encoded, work.run.Encode(work.chunk)));
            state = FirehoseState.Ready;
        }
        catch (OperationCanceledException)
        {
            LogCancelled(logger);
        }
    }

    private IResult Start()
    {
        if (state != FirehoseState.Ready) return Results.Conflict();
        state = FirehoseState.Running;
        foreach (var run in runs) run.Start();
        if (current.Rate > 0) _ = PaceAsync(lifetime.ApplicationStopping);
        return Results.Ok(Progress());
    }

    private async Task PaceAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && runs.Any(r => r.Sent < r.Count))
        {
            foreach (var run in runs) run.Session!.WakeUp();
            await Task.Delay(Pace, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private FirehoseState Now()
    {
        if (state == FirehoseState.Running && runs.All(r => r.Sent == r.Count)) state = FirehoseState.Done;
        return state;
    }

    private FirehoseProgress Progress()
    {
        var done = Math.Max(1, encoded);
        return new FirehoseProgress(Now(), runs.Sum(r => r.Count), encoded, runs.Sum(r => r.Sent), (double)runs.Sum(r => r.JsonBytes) / done, (double)runs.Sum(r => r.WireBytes) / done,
            [.. runs.Select(r => new FirehosePart(r.Session!.Id, r.Session.ShardId, r.First, r.Count, r.Sent))], [.. guilds.Select(g => g.Id)]);
    }

    // Little-endian int64 unix µs per frame of one run.
    private IResult Times(int run, int from, int to)
    {
        if (run < 0 || run >= runs.Count) return Results.NotFound();
        var end = Math.Clamp(to, 0, runs[run].Count);
        var start = Math.Clamp(from, 0, end);
        return Results.Bytes(MemoryMarshal.AsBytes(runs[run].Times[start..end]).ToArray(), "application/octet-stream");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Encoding of the firehose was cancelled")]
    private static partial void LogCancelled(ILogger logger);
}

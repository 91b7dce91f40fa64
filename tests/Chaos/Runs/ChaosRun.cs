using System.Diagnostics;
using System.Globalization;
using CommunityIntel.Chaos.Checks;
using CommunityIntel.Chaos.Faults;
using CommunityIntel.DiscordEmulator.Crowds;
using CommunityIntel.Lab.Processes;
using CommunityIntel.Storage.Postgres;

namespace CommunityIntel.Chaos.Runs;

/// <summary>
/// A cluster under a steady load that is broken by a seeded schedule. Afterwards everything is put right, the pipeline runs
/// dry, and what the database holds is compared with the ledger of what was delivered.
/// </summary>
internal sealed class ChaosRun(ChaosOptions options, TextWriter output)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    /// <summary>Without any progress for this long the pipeline is stuck.</summary>
    private static readonly TimeSpan Stuck = TimeSpan.FromMinutes(3);

    /// <summary>A new session shows its guilds, and with them what was missed, a moment after it is there.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);

    public async Task<ChaosReport> RunAsync(CancellationToken cancellation)
    {
        var logs = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"community-intel-chaos-{options.Seed}-{Environment.ProcessId}"));
        Directory.CreateDirectory(logs);
        output.WriteLine($"Logs of all processes: {logs}");
        ChaosReport? report = null;
        try
        {
            report = await RunAsync(logs, cancellation);
            report.Write(output);
            return report;
        }
        finally
        {
            if (report is { IsGreen: true } && !options.KeepLogs) Directory.Delete(logs, recursive: true);
            else output.WriteLine($"The logs stay in {logs}. Once more: {options.Command}");
        }
    }

    private async Task<ChaosReport> RunAsync(string logs, CancellationToken cancellation)
    {
        await using var cluster = await ProductCluster.CreateAsync(Size(logs), cancellation);
        await cluster.StartAsync(MemberKind.Silo, cancellation);
        await cluster.Control.FoundCrowdAsync(new CrowdRequest(options.Guilds, Seed: options.Seed));
        await cluster.StartAsync(MemberKind.Worker, cancellation);
        await cluster.StartAsync(MemberKind.Web, cancellation);
        await EveryShardAsync(cluster, cancellation);
        var reference = new Reference(cluster.Control);
        var watch = new Watch(cluster, reference);
        using var faults = new FaultRunner(cluster, output);
        using var stopWatching = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watching = watch.RunAsync(stopWatching.Token);
        var supervising = faults.SuperviseAsync(stopWatching.Token);

        output.WriteLine($"{options.Silos} silos, {options.Workers} workers, {options.Webs} web servers, {options.Shards} shards, {options.Guilds} guilds, {options.Rate:0} acts/s");
        await cluster.Control.PaceCrowdAsync(options.Rate);
        await Task.Delay(WarmUp, cancellation);
        watch.ForgetWaits();
        var loaded = Stopwatch.GetTimestamp();
        var rolling = await BreakAsync(cluster, faults, watch, cancellation);
        var rest = options.Duration - Stopwatch.GetElapsedTime(loaded);
        if (rest > TimeSpan.Zero) await Task.Delay(rest, cancellation);
        var crowd = await cluster.Control.PaceCrowdAsync(0);
        var seconds = (Stopwatch.GetElapsedTime(loaded) + WarmUp).TotalSeconds;

        await faults.HealAsync(cancellation);
        var (drained, how) = await DrainAsync(cluster, reference, watch, cancellation);
        await stopWatching.CancelAsync();
        await Task.WhenAll(watching, supervising);
        await watch.LookAsync(cancellation);
        output.WriteLine("Comparing …");
        var comparison = new Comparison(cluster.Database, reference);
        return new ChaosReport
        {
            Options = options,
            Events = reference.Entries,
            Messages = reference.Messages,
            EventsPerSecond = reference.Entries / seconds,
            Skipped = crowd.Skipped,
            Drained = drained,
            DrainedIn = how,
            Recoveries = Recovery.Of(faults.Done, watch.Samples),
            Deaths = [.. faults.Deaths],
            Memory = watch.Memory,
            StrictGuilds = comparison.Strict,
            Tables = await comparison.RunAsync(cancellation),
            LostSessions = await new LostSessions(cluster.Database, reference).RunAsync(cancellation),
            Watermarks = comparison.UnsoundWatermarks(watch.Watermarks),
            Sessions = reference.Sessions.Count,
            SessionsGone = reference.Sessions.Count(s => s.IsLost),
            Identifies = await cluster.Discord.MetricAsync("discord_emulator_identifies_total", cancellation),
            Resumes = await cluster.Discord.MetricAsync("discord_emulator_resumes_total", cancellation),
            LongestWait = watch.LongestWait.Values.DefaultIfEmpty(0).Max(),
            MedianWait = watch.LongestWait.Values.Order().ElementAtOrDefault(watch.LongestWait.Count / 2),
            Rolling = rolling,
        };
    }

    // A worker is ready with the shards that it has; all of them have to be had.
    private async Task EveryShardAsync(ProductCluster cluster, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while ((await cluster.Control.SessionsAsync()).Count(s => s.Connected) < options.Shards) await timer.WaitForNextTickAsync(cancellation);
    }

    private ProductClusterOptions Size(string logs) => new()
    {
        Silos = options.Silos, Workers = options.Workers, Webs = options.Webs, Shards = options.Shards, Lines = true, LogFolder = logs,
        Postgres = new PrivatePostgresOptions
        {
            Folder = Path.Combine(Path.GetTempPath(), $"community-intel-chaos-data-{Environment.ProcessId}"),
            SharedBuffersMb = 256, MaxWalMb = 2048, MaxConnections = 40 + (30 * options.Silos) + (4 * (options.Workers + options.Webs)),
        },
        Discord = new Dictionary<string, string?>
        {
            ["Emulator__Ledger"] = "true",
            ["Emulator__StampDispatches"] = "true",
            ["Emulator__RateLimits"] = "false",
            // Minutes of an outage at full load must stay resumable: the product is tested, not Discord's patience.
            ["Emulator__ReplayBufferSize"] = "1000000",
            ["Emulator__ReplayBufferBytes"] = "800000000",
            ["Emulator__SessionLifetime"] = "00:05:00",
        },
        // A deaf session shows within seconds here, where every shard talks all the time, and catching up may not take longer than the run.
        Worker = new Dictionary<string, string?>
        {
            ["Gaps__ListenEveryMs"] = "1000",
            ["Gaps__QuietFloorMs"] = "4000",
            ["Gaps__DeliveryMarginMs"] = "1000",
            ["Gaps__CureEveryMs"] = "15000",
            ["Gaps__PagesPerSecond"] = "20",
        },
    };

    private async Task<string?> BreakAsync(ProductCluster cluster, FaultRunner faults, Watch watch, CancellationToken cancellation)
    {
        if (options.Rolling) return await RollAsync(cluster, watch, cancellation);
        var schedule = Schedule.Make(options.Seed, options.Duration, options.Faults);
        output.WriteLine($"Schedule of seed {options.Seed}:");
        foreach (var fault in schedule) output.WriteLine($"  {fault}");
        output.WriteLine("Run:");
        await faults.RunAsync(schedule, cancellation);
        return null;
    }

    // Every worker ends in order and comes back before the next one goes.
    private async Task<string> RollAsync(ProductCluster cluster, Watch watch, CancellationToken cancellation)
    {
        var before = await cluster.Discord.MetricAsync("discord_emulator_identifies_total", cancellation);
        watch.ForgetWaits();
        var started = Stopwatch.GetTimestamp();
        foreach (var worker in cluster.Of(MemberKind.Worker))
        {
            output.WriteLine($"  {worker.Name} is asked to end");
            await worker.StopAsync(cancellation);
            worker.Start();
            await worker.UntilReadyAsync(ProductCluster.Patience, cancellation);
        }

        var identifies = await cluster.Discord.MetricAsync("discord_emulator_identifies_total", cancellation) - before;
        return string.Create(CultureInfo.InvariantCulture,
            $"Rolling restart of {cluster.Of(MemberKind.Worker).Count()} workers: {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s, {identifies:F0} IDENTIFYs");
    }

    /// <summary>Until every guild's watermark covers the last event that changed it.</summary>
    private async Task<(bool Drained, string How)> DrainAsync(ProductCluster cluster, Reference reference, Watch watch, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var (moved, last, told) = (started, -1L, started);
        long? calm = null;
        var obligations = new Obligations(cluster.Database);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (true)
        {
            await timer.WaitForNextTickAsync(cancellation);
            var late = reference.Guilds.Values.Where(g => g.Oldest is not null).ToList();
            var pending = await PendingAsync(cluster, cancellation);
            var open = (await obligations.OpenAsync(cancellation)).ToList();
            // A session that was lost shows only when the next one begins what it left to catch up with.
            var sessions = (await cluster.Control.SessionsAsync()).Where(s => s.Connected).ToList();
            if (sessions.Count != options.Shards) open.Add($"{options.Shards - sessions.Count} shards without a session");
            var deaf = sessions.Count(s => s.DeafTo != 0);
            if (deaf > 0) open.Add($"{deaf} deaf sessions");
            if (late.Count == 0 && pending == 0 && open.Count == 0)
            {
                calm ??= Stopwatch.GetTimestamp();
                if (Stopwatch.GetElapsedTime(calm.Value) < Calm) continue;
                return (true, string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(started, calm.Value).TotalSeconds:F1} s"));
            }

            calm = null;
            var state = HashCode.Combine(pending, late.Count, string.Concat(open), watch.Watermarks.Values.Sum(w => w.Sequence), reference.Entries);
            if (state != last) (moved, last) = (Stopwatch.GetTimestamp(), state);
            if (Stopwatch.GetElapsedTime(told) > TimeSpan.FromSeconds(5))
            {
                told = Stopwatch.GetTimestamp();
                output.WriteLine($"  draining: {late.Count} guilds are behind, {pending} events pending in workers{string.Concat(open.Select(o => $", {o}"))}");
            }

            if (Stopwatch.GetElapsedTime(moved) > Stuck)
                return (false, $"nothing moved for {Stuck.TotalMinutes} minutes; open: {string.Join(", ", open)}; behind: {string.Join(", ", late.Take(5).Select(g => $"guild {g.GuildId} of session {reference.Sessions[g.LastEffect.Session]} at {g.LastEffect.Sequence}"))}");
        }
    }

    private static async Task<long> PendingAsync(ProductCluster cluster, CancellationToken cancellation)
    {
        var pending = 0.0;
        foreach (var worker in cluster.Of(MemberKind.Worker))
        {
            try
            {
                pending += await worker.MetricAsync("communityintel_botshard_events_pending", cancellation);
            }
            catch (HttpRequestException)
            {
                return -1;
            }
        }

        return (long)pending;
    }
}

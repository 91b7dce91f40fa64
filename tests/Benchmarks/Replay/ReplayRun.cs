using System.Diagnostics;
using CommunityIntel.DiscordEmulator.Replay;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Lab.Processes;

namespace CommunityIntel.Benchmarks.Replay;

/// <summary>
/// Plays a chat file through local Discord, socket, worker, grain and PostgreSQL, then asks the guild's grain what it counted
/// and compares. With chaos the socket is dropped every few seconds and the silo killed three times on the way.
/// </summary>
internal static class ReplayRun
{
    private static readonly TimeSpan DropEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Stuck = TimeSpan.FromMinutes(3);

    public static async Task<int> RunAsync(string file, bool chaos, CancellationToken cancellation)
    {
        if (!File.Exists(file))
        {
            Console.Error.WriteLine($"There is no file {file}: expected JSON Lines, plain or .gz");
            return 2;
        }

        await using var processes = await PipelineProcesses.StartAsync([], PipelineProcesses.UnderLoad(), cancellation);
        var started = Stopwatch.GetTimestamp();
        await processes.Control.StartReplayAsync(new ReplayRequest(Path.GetFullPath(file), Keep: false));
        await processes.StartWorkerAsync(cancellation);
        Console.WriteLine($"Replaying {Path.GetFileName(file)}{(chaos ? " with chaos" : "")}");
        var progress = await UntilDurableAsync(processes, chaos, cancellation);
        var elapsed = Stopwatch.GetElapsedTime(started);

        Console.WriteLine($"{progress.Sent} messages durable in {elapsed.TotalSeconds:F1} s ({progress.Sent / elapsed.TotalSeconds:F0}/s)");
        return await CompareAsync(processes, file, progress, cancellation) ? 0 : 1;
    }

    private static async Task<ReplayProgress> UntilDurableAsync(PipelineProcesses processes, bool chaos, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        var disturbance = new Chaos(processes, chaos ? 3 : 0, DropEvery);
        var (moved, last, told) = (Stopwatch.GetTimestamp(), (-1L, -1d), 0L);
        while (true)
        {
            await timer.WaitForNextTickAsync(cancellation);
            var state = await processes.Control.ReplayAsync();
            if (state.Error is { } error) throw new InvalidOperationException($"the local Discord could not replay: {error}");
            var pending = await processes.WorkerMetricAsync("communityintel_botshard_events_pending", cancellation);
            var durable = await processes.WorkerMetricAsync("communityintel_botshard_events_durable", cancellation);
            if (state.Done && pending == 0 && durable >= state.Sent) return state;
            if (last != (state.Sent, durable)) (moved, last) = (Stopwatch.GetTimestamp(), (state.Sent, durable));
            if (Stopwatch.GetElapsedTime(moved) > Stuck)
                throw new TimeoutException($"nothing moved for {Stuck.TotalMinutes} minutes: {state.Sent} sent, {durable} durable, {pending} pending\n{processes.Worker.Output}");
            var percent = state.Total == 0 ? 0 : (long)durable * 100 / state.Total;
            if (percent / 10 > told / 10) Console.WriteLine($"  {percent} % durable, {state.Sent} of {state.Total} sent{disturbance}");
            told = percent;
            await disturbance.StrikeAsync(percent, cancellation);
        }
    }

    private static async Task<bool> CompareAsync(PipelineProcesses processes, string file, ReplayProgress state, CancellationToken cancellation)
    {
        if (AnswerKey.Beside(file) is not { } key)
        {
            Console.WriteLine("No answer key beside the file: nothing to compare with.");
            return true;
        }

        var shift = state.ShiftWeeks * 7;
        var grain = processes.Grains.GetGrain<IGuildGrain>((long)state.GuildId!.Value);
        var report = await grain.GetActivityAsync(key.FirstDay.AddDays(shift), key.LastDay.AddDays(shift)).WaitAsync(cancellation);
        Console.WriteLine($"What the guild's grain answers (days moved by {state.ShiftWeeks} weeks) against {Path.GetFileName(file)}'s answer key:");
        var equal = key.Compare(report, state.ShiftWeeks, Console.Out);
        Console.WriteLine(equal ? "ALL EQUAL" : "NOT EQUAL");
        return equal;
    }
}

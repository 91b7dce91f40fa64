using System.Diagnostics;
using CommunityIntel.DiscordEmulator.Replay;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Lab.Exactness;
using CommunityIntel.Lab.Processes;

namespace CommunityIntel.Benchmarks.Replay;

/// <summary>
/// Plays a chat file, moved to the present by whole weeks, through local Discord, socket, worker, grain and PostgreSQL, then compares what the guild's
/// grain counted and what the dashboard's pages show. With chaos the socket is dropped every few seconds and the silo killed three times on the way.
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

        try
        {
            using var chat = new RecentChat(file, DateTimeOffset.UtcNow);
            return await RunAsync(file, chat, chaos, cancellation);
        }
        catch (InvalidDataException wrong)
        {
            Console.Error.WriteLine(wrong.Message);
            return 2;
        }
    }

    private static async Task<int> RunAsync(string file, RecentChat chat, bool chaos, CancellationToken cancellation)
    {
        await using var processes = await PipelineProcesses.StartAsync([], PipelineProcesses.UnderLoad(), cancellation, webs: 1);
        var started = Stopwatch.GetTimestamp();
        await processes.Control.StartReplayAsync(new ReplayRequest(chat.Path, Keep: false));
        await processes.StartWorkerAsync(cancellation);
        Console.WriteLine($"Replaying {Path.GetFileName(file)}{(chaos ? " with chaos" : "")}");
        var progress = await UntilDurableAsync(processes, chaos, cancellation);
        var elapsed = Stopwatch.GetElapsedTime(started);

        Console.WriteLine($"{progress.Sent} messages durable in {elapsed.TotalSeconds:F1} s ({progress.Sent / elapsed.TotalSeconds:F0}/s)");
        var equal = await CompareAsync(processes, file, chat.Weeks, progress.GuildId!.Value, cancellation);
        equal &= await ReplayPages.CompareAsync(processes, chat, progress.GuildId.Value, Console.Out, cancellation);
        Console.WriteLine(equal ? "ALL EQUAL" : "NOT EQUAL");
        return equal ? 0 : 1;
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

    private static async Task<bool> CompareAsync(PipelineProcesses processes, string file, int weeks, ulong guildId, CancellationToken cancellation)
    {
        if (AnswerKey.Beside(file) is not { } key)
        {
            Console.WriteLine("No answer key beside the file: the grain's answer is compared with nothing.");
            return true;
        }

        var grain = processes.Grains.GetGrain<IGuildGrain>((long)guildId);
        var report = await grain.GetActivityAsync(key.FirstDay.AddDays(7 * weeks), key.LastDay.AddDays(7 * weeks)).WaitAsync(cancellation);
        Console.WriteLine($"What the guild's grain answers (days moved by {weeks} weeks) against {Path.GetFileName(file)}'s answer key:");
        return key.Compare(report, weeks, Console.Out);
    }
}

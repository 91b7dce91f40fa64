using CommunityIntel.Benchmarks;
using CommunityIntel.Benchmarks.Commands;
using CommunityIntel.Benchmarks.Crowd;
using CommunityIntel.Benchmarks.Dashboard;
using CommunityIntel.Benchmarks.Memory;
using CommunityIntel.Benchmarks.Pipeline;
using CommunityIntel.Benchmarks.Replay;
using CommunityIntel.Benchmarks.Scale;

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    interrupted.Cancel();
};
try
{
    return await RunAsync();
}
catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped.");
    return 130;
}

async Task<int> RunAsync() => args switch
{
    ["replay", var file] => await ReplayRun.RunAsync(file, chaos: false, interrupted.Token),
    ["replay", var file, "--digests"] => await DigestReplay.RunAsync(file, interrupted.Token),
    ["replay", var file, "--chaos"] => await ReplayRun.RunAsync(file, chaos: true, interrupted.Token),
    ["pipeline", .. var rest] when Numbers.Read(rest, ("--seconds", 60, 5, 120)) is [var seconds] => await PipelineBench.RunAsync(seconds, interrupted.Token),
    ["scale", .. var rest] when Numbers.Read(rest, ("--seconds", 20, 5, 60)) is [var seconds] => await ScaleBench.RunAsync(seconds, interrupted.Token),
    ["memory", .. var rest] when Numbers.Read(rest, ("--guilds", 100_000, 1_000, 1_000_000), ("--active", 2_000, 100, 20_000)) is [var guilds, var active] && active < guilds =>
        await MemoryBench.RunAsync(guilds, active, interrupted.Token),
    ["commands", .. var rest] when Numbers.Read(rest, ("--seconds", 60, 5, 300), ("--members", 1_000_000, 1_000, 5_000_000)) is [var seconds, var members] => await CommandBench.RunAsync(seconds, members, interrupted.Token),
    ["dashboard", .. var rest] when Numbers.Read(rest, ("--messages", 10_000_000, 10_000, 50_000_000)) is [var messages] => await DashboardBench.RunAsync(messages, interrupted.Token),
    ["load", "--guilds", var guilds, "--users", var users, .. var rest] when Numbers.Read(["--guilds", guilds], ("--guilds", 100, 1, 10_000)) is [var many] && CrowdTest.Steps(users) is { } steps
        && Numbers.Read(rest, ("--seconds", 30, 5, 600)) is [var each] => await CrowdTest.RunAsync(many, steps, each, interrupted.Token),
    ["standings", .. var rest] when Numbers.Read(rest, ("--members", 1_000_000, 1_000, 5_000_000)) is [var members] => await CommandBench.LargeGuildAsync(members, interrupted.Token),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        expected: replay FILE [--chaos | --digests]
                | pipeline [--seconds 5 to 120]
                | scale [--seconds 5 to 60]
                | commands [--seconds 5 to 300] [--members 1000 to 5000000]
                | dashboard [--messages 10000 to 50000000]
                | standings [--members 1000 to 5000000]
                | load --guilds 1 to 10000 --users 10,50,100 (1 to 1000 each) [--seconds 5 to 600]
                | memory [--guilds 1000 to 1000000] [--active 100 to 20000, fewer than guilds]
        """);
    return 2;
}

using CommunityIntel.Benchmarks.Pipeline;
using CommunityIntel.Benchmarks.Replay;

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
    ["replay", var file, "--chaos"] => await ReplayRun.RunAsync(file, chaos: true, interrupted.Token),
    ["pipeline"] => await PipelineBench.RunAsync(60, interrupted.Token),
    ["pipeline", var seconds] when int.TryParse(seconds, out var s) && s is >= 5 and <= 120 => await PipelineBench.RunAsync(s, interrupted.Token),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("expected: replay FILE [--chaos] | pipeline [SECONDS 5 to 120]");
    return 2;
}

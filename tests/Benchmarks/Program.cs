using CommunityIntel.Benchmarks.Replay;

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    interrupted.Cancel();
};
return args switch
{
    ["replay", var file] => await ReplayRun.RunAsync(file, chaos: false, interrupted.Token),
    ["replay", var file, "--chaos"] => await ReplayRun.RunAsync(file, chaos: true, interrupted.Token),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("expected: replay FILE [--chaos] | pipeline");
    return 2;
}

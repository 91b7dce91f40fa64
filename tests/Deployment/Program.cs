using CommunityIntel.Deployment.Runs;

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    interrupted.Cancel();
};
return args switch
{
    ["replace", var overlay, var registry] => await new ReplacementRun(overlay, registry, Console.Out).RunAsync(interrupted.Token) ? 0 : 1,
    ["visit", var dashboard, var discord] => await Visit.RunAsync(new Uri(dashboard), new Uri(discord), Console.Out, interrupted.Token) ? 0 : 1,
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        expected:
          replace OVERLAY IMAGES       run an overlay's pods from IMAGES:local and replace each under load; needs a network namespace of its own
          visit DASHBOARD DISCORD      sign in as one of the local Discord's people and wait until figures grow
        ./dev verify k8s does both.
        """);
    return 2;
}

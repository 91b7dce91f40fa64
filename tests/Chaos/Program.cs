using CommunityIntel.Chaos;
using CommunityIntel.Chaos.Clusters;
using CommunityIntel.Chaos.Faults;
using CommunityIntel.Chaos.Runs;

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    interrupted.Cancel();
};
using var terminated = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    interrupted.Cancel();
});
try
{
    return args switch
    {
        ["chaos", .. var rest] when Arguments.TryChaos(rest, out var options) => (await new ChaosRun(options, Console.Out).RunAsync(interrupted.Token)).IsGreen ? 0 : 1,
        ["chaos-failover"] => await new FailoverRun(silos: 3, rounds: 3, Console.Out).RunAsync(interrupted.Token),
        ["cluster", .. var rest] when Arguments.TryCluster(rest, out var size) => await ClusterHost.RunAsync(size, interrupted.Token),
        ["cluster", .. var rest] when rest is [not ['-', ..], ..] => await ClusterSocket.AskAsync(string.Join(' ', rest), Console.Out, interrupted.Token),
        _ => Usage(),
    };
}
catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped.");
    return 130;
}

static int Usage()
{
    Console.Error.WriteLine($"""
        expected:
          chaos [--minutes M] [--seed N] [--rate EVENTS] [--guilds N] [--silos N] [--workers N] [--webs N] [--shards N]
                [--faults NAMES] [--memory MB] [--rolling] [--keep-logs]
          chaos-failover
          cluster [--silos N] [--workers N] [--webs N] [--shards N]
          cluster kill|stop|start|restart|freeze|thaw silo|worker|web|postgres|discord [N]
          cluster status | reshard COUNT
        faults: {string.Join(", ", Enum.GetValues<FaultKind>().Select(Faults.Name))}; all (when nothing is said), lossless, none
        """);
    return 2;
}

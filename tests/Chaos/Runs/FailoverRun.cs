using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using CommunityIntel.Chaos.Faults;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Lab.Processes;
using CommunityIntel.Storage.Postgres;

namespace CommunityIntel.Chaos.Runs;

/// <summary>
/// How long guilds do not answer when their silo is killed or hangs, and whether a silo that is asked to end loses a call. One caller
/// per guild asks ten times a second, and gives up on an answer after two seconds unless silos are asked to end.
/// </summary>
internal sealed partial class FailoverRun(int silos, int rounds, TextWriter output)
{
    private const int Guilds = 200;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ShortPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(40);

    private readonly long[] _answeredAt = new long[Guilds];
    private readonly double[] _silence = new double[Guilds];
    private readonly List<string> _failures = [];
    private TimeSpan _patience = ShortPatience;
    private int _failed;

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        await using var cluster = await ProductCluster.CreateAsync(new ProductClusterOptions
        {
            Silos = silos, Workers = 0,
            Postgres = new PrivatePostgresOptions { Folder = Path.Combine(Path.GetTempPath(), $"community-intel-chaos-data-{Environment.ProcessId}"), MaxConnections = 40 + (30 * silos) },
        }, cancellation);
        await cluster.StartAsync(MemberKind.Silo, cancellation);
        await cluster.ConnectAsync(cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var callers = Task.WhenAll(Enumerable.Range(0, Guilds).Select(n => CallAsync(cluster.Grains, n, stop.Token)));
        await Task.Delay(Settle, cancellation);

        var slowest = 0.0;
        for (var round = 0; round < rounds; round++)
        {
            var silo = cluster.Member(MemberKind.Silo, 1 + (round % silos));
            slowest = Math.Max(slowest, await RoundAsync($"kill -9 {silo.Name}", silo, silo.KillAsync, cancellation));
        }

        var hung = 0.0;
        for (var round = 0; round < rounds; round++)
        {
            var silo = cluster.Member(MemberKind.Silo, 1 + (round % silos));
            hung = Math.Max(hung, await RoundAsync($"freeze {silo.Name}", silo, async _ => await FreezeAsync(silo, cancellation), cancellation));
        }

        _patience = LongPatience;
        var lost = 0;
        for (var round = 0; round < rounds; round++)
        {
            var silo = cluster.Member(MemberKind.Silo, 1 + (round % silos));
            await RoundAsync($"SIGTERM {silo.Name}", silo, silo.StopAsync, cancellation);
            lost += _failed;
        }

        await stop.CancelAsync();
        await callers;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The slowest guild answered again {slowest:F1} s after kill -9, {hung:F1} s after its silo began to hang; calls that planned stops cost: {lost}"));
        return slowest < 10 && lost == 0 ? 0 : 1;
    }

    // When it goes on it finds that the others gave it up, and ends; if they did not, it is ended.
    private static async Task FreezeAsync(ProductMember silo, CancellationToken cancellation)
    {
        silo.Freeze();
        await Task.Delay(Frozen, cancellation);
        silo.Thaw();
        await Task.Delay(Settle, cancellation);
        await silo.KillAsync(cancellation);
    }

    private async Task<double> RoundAsync(string what, ProductMember silo, Func<CancellationToken, Task> end, CancellationToken cancellation)
    {
        Array.Clear(_silence);
        lock (_failures) _failures.Clear();
        _failed = 0;
        await end(cancellation);
        await Task.Delay(Settle, cancellation);
        var now = Stopwatch.GetTimestamp();
        var times = _silence.Select((s, n) => Math.Max(s, Stopwatch.GetElapsedTime(_answeredAt[n], now).TotalSeconds)).Order().ToList();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what,-18} {times.Count(t => t > 1),3} of {Guilds} guilds silent for more than 1 s; median {times[Guilds / 2]:F1} s, most {times[^1]:F1} s; {_failed} calls failed ({string.Join(", ", _failures.GroupBy(f => f).Select(g => $"{g.Count()} × {g.Key}"))})"));
        var failed = _failed;
        silo.Start();
        await silo.UntilReadyAsync(ProductCluster.Patience, cancellation);
        await Task.Delay(Settle, cancellation);
        _failed = failed;
        return times[^1];
    }

    // Numbers and addresses differ from call to call.
    private static string Reason(Exception e) => $"{e.GetType().Name}: {AnyNumber().Replace(e.Message, "n")[..Math.Min(160, AnyNumber().Replace(e.Message, "n").Length)]}";

    [GeneratedRegex(@"[0-9a-fA-F]*\d[0-9a-fA-F]*")]
    private static partial Regex AnyNumber();

    private async Task CallAsync(IGrainFactory grains, int number, CancellationToken stop)
    {
        var guild = grains.GetGrain<IGuildGrain>(1_000_000 + number);
        _answeredAt[number] = Stopwatch.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await guild.GetLiveAsync().WaitAsync(_patience, stop);
                var now = Stopwatch.GetTimestamp();
                _silence[number] = Math.Max(_silence[number], Stopwatch.GetElapsedTime(_answeredAt[number], now).TotalSeconds);
                _answeredAt[number] = now;
                await Task.Delay(Pace, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is OrleansException or TimeoutException or StorageUnavailableException or IOException or OperationCanceledException)
            {
                Interlocked.Increment(ref _failed);
                lock (_failures) _failures.Add(Reason(e));
                await Task.Delay(Pace, CancellationToken.None);
            }
        }
    }
}

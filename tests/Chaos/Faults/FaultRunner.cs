using System.Collections.Concurrent;
using System.Diagnostics;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.DiscordEmulator.Rest;
using CommunityIntel.Lab.Processes;

namespace CommunityIntel.Chaos.Faults;

/// <param name="StartedAt">Unix ms.</param>
internal sealed record Injected(Fault Fault, string Target, long StartedAt);

/// <summary>
/// Breaks things as scheduled and puts them right again. Of silos and workers one at least stays up; a fault that would take
/// the last one waits. Whoever ends without having been asked to is started again, as an orchestrator would.
/// </summary>
internal sealed class FaultRunner(ProductCluster cluster, TextWriter output) : IDisposable
{
    /// <summary>Half of the isolated silos are told that nobody is there, half are told nothing.</summary>
    private const int SilentTargets = Schedule.Targets / 2;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RestartPause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<ProductMember, byte> _busy = new();
    private readonly ConcurrentQueue<Injected> _injected = new();
    private readonly ConcurrentQueue<string> _deaths = new();
    private readonly SemaphoreSlim _postgres = new(1);
    private readonly Lock _choosing = new();

    public IReadOnlyCollection<Injected> Done => _injected;

    /// <summary>Members that ended by themselves, a frozen silo that finds itself declared dead for instance.</summary>
    public IReadOnlyCollection<string> Deaths => _deaths;

    public async Task RunAsync(IReadOnlyList<Fault> schedule, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var running = new List<Task>();
        foreach (var fault in schedule)
        {
            var wait = fault.At - Stopwatch.GetElapsedTime(started);
            if (wait > TimeSpan.Zero) await Task.Delay(wait, cancellation);
            running.Add(InjectAsync(fault, cancellation));
        }

        await Task.WhenAll(running);
    }

    /// <summary>Starts again whoever ends by itself, until cancelled.</summary>
    public async Task SuperviseAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Look);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
                foreach (var member in cluster.Members.Where(m => m.IsWanted && !m.IsRunning))
                {
                    if (!_busy.TryAdd(member, 0)) continue;
                    if (member.IsWanted && !member.IsRunning) Died(member);
                    _ = ReviveAsync(member, RestartPause, cancellation);
                }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
    }

    /// <summary>Everybody up, thawed and connected, whatever the schedule left behind.</summary>
    public async Task HealAsync(CancellationToken cancellation)
    {
        await cluster.Postgres.StartAsync(cancellation);
        foreach (var member in cluster.Members)
        {
            if (member.Kind is MemberKind.Silo or MemberKind.Worker) cluster.Line(member).Heal();
            if (member.Kind is MemberKind.Silo) cluster.Network.Rejoin(member);
            member.Thaw();
            member.Start();
        }

        // A deaf session is left so: the product has to find out.
        foreach (var session in await cluster.Control.SessionsAsync()) await TryFaultAsync(session, SessionFault.Unstall);
    }

    public void Dispose() => _postgres.Dispose();

    private async Task InjectAsync(Fault fault, CancellationToken cancellation)
    {
        switch (fault.Kind)
        {
            case FaultKind.KillSilo or FaultKind.RestartSilo or FaultKind.FreezeSilo or FaultKind.CutSilo or FaultKind.IsolateSilo: await OnMemberAsync(MemberKind.Silo, fault, cancellation); break;
            case FaultKind.KillWorker or FaultKind.RestartWorker or FaultKind.FreezeWorker or FaultKind.CutWorker or FaultKind.SilenceWorker: await OnMemberAsync(MemberKind.Worker, fault, cancellation); break;
            case FaultKind.KillWeb or FaultKind.RestartWeb: await OnMemberAsync(MemberKind.Web, fault, cancellation); break;
            case FaultKind.KillPostgres or FaultKind.RestartPostgres: await OnPostgresAsync(fault, cancellation); break;
            case FaultKind.Rest429: await RestAsync(fault, new RestFault(40, 429, "user", 0.5)); break;
            case FaultKind.Rest500: await RestAsync(fault, new RestFault(20, 500)); break;
            default: await OnSessionAsync(fault, cancellation); break;
        }
    }

    private async Task OnMemberAsync(MemberKind kind, Fault fault, CancellationToken cancellation)
    {
        if (!cluster.Of(kind).Any()) return;
        var member = await ChooseAsync(kind, fault.Target, cancellation);
        Begun(fault, member.Name);
        switch (fault.Kind)
        {
            case FaultKind.KillSilo or FaultKind.KillWorker or FaultKind.KillWeb:
                await member.KillAsync(cancellation);
                await Task.Delay(fault.Length, cancellation);
                break;
            case FaultKind.RestartSilo or FaultKind.RestartWorker or FaultKind.RestartWeb:
                await member.StopAsync(cancellation);
                break;
            case FaultKind.FreezeSilo or FaultKind.FreezeWorker:
                member.Freeze();
                await Task.Delay(fault.Length, cancellation);
                member.Thaw();
                break;
            case FaultKind.IsolateSilo:
                cluster.Network.Isolate(member, isSilent: fault.Target < SilentTargets);
                await Task.Delay(fault.Length, cancellation);
                cluster.Network.Rejoin(member);
                if (!member.IsRunning) Died(member);
                break;
            case FaultKind.SilenceWorker:
                cluster.Line(member).Silence();
                await Task.Delay(fault.Length, cancellation);
                cluster.Line(member).Heal();
                break;
            case FaultKind.CutSilo or FaultKind.CutWorker:
                cluster.Line(member).Cut();
                await Task.Delay(fault.Length, cancellation);
                cluster.Line(member).Heal();
                break;
        }

        await ReviveAsync(member, TimeSpan.Zero, cancellation);
    }

    private async Task OnPostgresAsync(Fault fault, CancellationToken cancellation)
    {
        await _postgres.WaitAsync(cancellation);
        try
        {
            Begun(fault, "postgres");
            if (fault.Kind == FaultKind.KillPostgres) await cluster.Postgres.KillAsync(cancellation);
            else await cluster.Postgres.StopAsync(cancellation);
            await Task.Delay(fault.Length, cancellation);
            await cluster.Postgres.StartAsync(cancellation);
        }
        finally
        {
            _postgres.Release();
        }
    }

    private async Task OnSessionAsync(Fault fault, CancellationToken cancellation)
    {
        var sessions = (await cluster.Control.SessionsAsync()).Where(s => s.Connected).OrderBy(s => s.Shard).ToList();
        if (sessions.Count == 0) return;
        var session = sessions[fault.Target % sessions.Count];
        if (await TryFaultAsync(session, Enum.Parse<SessionFault>(fault.Kind.ToString()), fault.Kind == FaultKind.Deafen ? session.Intents : null))
            Begun(fault, $"shard {session.Shard}");
        else
            output.WriteLine($"  {Faults.Name(fault.Kind)} came too late: the session of shard {session.Shard} is over");
    }

    // False: the session has ended since it was looked up.
    private async Task<bool> TryFaultAsync(SessionView session, SessionFault fault, int? code = null)
    {
        try
        {
            await cluster.Control.FaultAsync(session.Id, fault, code);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task RestAsync(Fault fault, RestFault rest)
    {
        Begun(fault, "REST");
        await cluster.Control.FailRestAsync(rest);
    }

    // With a single member of a kind nobody is left meanwhile; with more, one always is.
    private async Task<ProductMember> ChooseAsync(MemberKind kind, int target, CancellationToken cancellation)
    {
        var all = cluster.Of(kind).ToList();
        using var timer = new PeriodicTimer(Look);
        do
        {
            lock (_choosing)
            {
                var free = all.Where(m => m.IsRunning && !m.IsFrozen && !_busy.ContainsKey(m)).ToList();
                if (free.Count > (all.Count > 1 ? 1 : 0) && free[target % free.Count] is var chosen && _busy.TryAdd(chosen, 0)) return chosen;
            }
        }
        while (await timer.WaitForNextTickAsync(cancellation));
        throw new OperationCanceledException(cancellation);
    }

    // Until it is ready; a start that fails, without its database for instance, is tried again.
    private async Task ReviveAsync(ProductMember member, TimeSpan pause, CancellationToken cancellation)
    {
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                await Task.Delay(pause, cancellation);
                member.Start();
                try
                {
                    await member.UntilReadyAsync(ProductCluster.Patience, cancellation);
                    return;
                }
                catch (InvalidOperationException)
                {
                    Died(member);
                    pause = RestartPause;
                }
                catch (TimeoutException)
                {
                    output.WriteLine($"  {member.Name} is not ready after {ProductCluster.Patience.TotalSeconds} s");
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
        finally
        {
            _busy.TryRemove(member, out _);
        }
    }

    private void Died(ProductMember member)
    {
        var text = $"{member.Name} ended by itself with {member.Process!.ExitCode}";
        _deaths.Enqueue(text);
        output.WriteLine($"  {text}");
    }

    private void Begun(Fault fault, string target)
    {
        _injected.Enqueue(new Injected(fault, target, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
        output.WriteLine(FormattableString.Invariant($"  {fault.At.TotalSeconds,6:F1} s  {Faults.Name(fault.Kind)} {target}{(fault.Length > TimeSpan.Zero ? FormattableString.Invariant($" for {fault.Length.TotalSeconds:F1} s") : "")}"));
    }
}

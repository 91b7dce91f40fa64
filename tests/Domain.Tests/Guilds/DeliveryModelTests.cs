using CommunityIntel.Domain.Guilds;

namespace CommunityIntel.Domain.Tests.Guilds;

/// <summary>
/// Every interleaving of a small cluster: one guild, two workers (one of them perhaps a ghost that lost its lease), two
/// activations (one of them perhaps stale), a network that loses, repeats and delays, and one database. The rules under
/// test are the watermark's own; leases, epochs and commits are as docs/delivery.md says. Explored to the end, not sampled.
/// </summary>
public sealed class DeliveryModelTests
{
    /// <summary>Events that Discord has for the first session, ids 1 and 2; the second has one, id 3.</summary>
    private const int InFirst = 2;
    private const int MostCalls = 2;
    private const int MostActivations = 2;
    private const int MostLeases = 2;

    [Fact]
    public void No_interleaving_applies_an_event_twice_or_acknowledges_one_that_is_not_durable()
    {
        var explored = Explore((w, s, o, q) => w.Covers(s, o, q), isFenced: true, isLeased: true);
        explored.Violation.Should().BeNull();
        explored.States.Should().BeGreaterThan(50_000, "the exploration is not a handful of paths");
    }

    [Fact]
    public void Without_the_epoch_in_the_commit_a_stale_activation_applies_an_event_twice() =>
        Explore((w, s, o, q) => w.Covers(s, o, q), isFenced: false, isLeased: true).Violation.Should().Contain("twice");

    [Fact]
    public void Without_an_order_of_sessions_a_late_call_of_the_earlier_one_makes_an_event_count_twice() =>
        Explore((w, s, _, q) => s == w.SessionId && q <= w.Sequence, isFenced: true, isLeased: true).Violation.Should().Contain("twice");

    [Fact]
    public void Without_the_lease_in_the_saved_session_a_ghost_puts_the_lost_session_back() =>
        Explore((w, s, o, q) => w.Covers(s, o, q), isFenced: true, isLeased: false).Violation.Should().Contain("took the place");

    private static (int States, string? Violation) Explore(Func<Watermark, string, long, long, bool> covers, bool isFenced, bool isLeased)
    {
        var start = new World();
        var seen = new HashSet<World> { start };
        var todo = new Queue<World>([start]);
        while (todo.TryDequeue(out var world))
        {
            foreach (var next in Next(world, covers, isFenced, isLeased))
            {
                if (next.Violation() is { } violation) return (seen.Count, violation);
                if (seen.Add(next)) todo.Enqueue(next);
            }
        }

        return (seen.Count, null);
    }

    private static IEnumerable<World> Next(World w, Func<Watermark, string, long, long, bool> covers, bool isFenced, bool isLeased)
    {
        if (!w.FirstIsLost) yield return w with { FirstIsLost = true };
        foreach (var i in (int[])[0, 1])
        {
            var worker = w.Worker(i);
            // Which of the two processes is which makes no difference: the first lease is the first one's.
            if (w.Leases < MostLeases && w.Leases % 2 == i) yield return w.Lease(i);
            if (worker.Lease == 0) continue;
            yield return w.With(i, default(Worker)); // Killed.
            var hasSession = worker.Session == 1 ? !w.FirstIsLost : true;
            if (worker.Lease == w.Leases && hasSession && worker.Read < (worker.Session == 1 ? InFirst : 1)) yield return w.With(i, worker with { Read = worker.Read + 1 });
            if (worker.Lease == w.Leases && worker.Session == 1 && w.FirstIsLost) yield return w.With(i, worker with { Session = 2, Read = 0, Acked = 0 });
            if (worker.Acked < worker.Read && w.Calls < MostCalls) yield return w.Send(new Call(i, worker.Lease, worker.Session, worker.Acked + 1, worker.Read));
            if (!isLeased || worker.Lease == w.Claim) yield return w with { Saved = (worker.Session, worker.Acked), IsUndone = worker.Session < w.Saved.Session };
        }

        foreach (var k in (int[])[0, 1])
        {
            var activation = w.Activation(k);
            if (w.Epoch < MostActivations && w.Epoch % 2 == k) yield return w.Activate(k);
            if (activation.Epoch == 0) continue;
            yield return w.With(k, default(Activation)); // Crashed, with whatever it had under way.
            if (activation.Pending is { } pending)
            {
                yield return isFenced && activation.Epoch != w.Epoch ? w.With(k, default(Activation)) : w.Commit(k, activation, pending);
                continue;
            }

            foreach (var call in w.AllCalls())
            {
                var mark = activation.Mark;
                var applied = new List<int>();
                for (var q = call.From; q <= call.To; q++)
                {
                    if (covers(mark, $"{call.Session}", call.Session, q)) continue;
                    mark = mark with { SessionId = $"{call.Session}", Order = call.Session, Sequence = q };
                    applied.Add(IdOf(call.Session, q));
                }

                var without = w.Lose(call);
                yield return without; // Lost on the way.
                yield return applied.Count == 0
                    ? without.Acknowledge(call)
                    : without.With(k, activation with { Mark = mark, Pending = new Pending(call, mark, applied[0], applied[^1]) });
                // Repeated: it stays in the network as well.
                if (applied.Count > 0) yield return w.With(k, activation with { Mark = mark, Pending = new Pending(call, mark, applied[0], applied[^1]) });
            }
        }
    }

    private static int IdOf(int session, int sequence) => ((session - 1) * InFirst) + sequence;

    private readonly record struct Call(int Worker, int Lease, int Session, int From, int To);

    private readonly record struct Pending(Call Call, Watermark Mark, int FirstId, int LastId);

    /// <summary>Lease 0 = no process.</summary>
    private readonly record struct Worker(int Lease, int Session, int Read, int Acked);

    /// <summary>Epoch 0 = none.</summary>
    private readonly record struct Activation(int Epoch, Watermark Mark, Pending? Pending);

    private sealed record World
    {
        public bool FirstIsLost { get; init; }
        public int Leases { get; init; }
        public int Claim { get; init; }
        public (int Session, int Sequence) Saved { get; init; } = (1, 0);
        public Worker W0 { get; init; }
        public Worker W1 { get; init; }
        public Activation A0 { get; init; }
        public Activation A1 { get; init; }
        public Call? C0 { get; init; }
        public Call? C1 { get; init; }
        public int Epoch { get; init; }
        public Watermark Mark { get; init; } = Watermark.None;
        public int Applied { get; init; }
        public bool IsTwice { get; init; }
        public bool IsUndone { get; init; }

        public int Calls => (C0 is null ? 0 : 1) + (C1 is null ? 0 : 1);

        public Worker Worker(int i) => i == 0 ? W0 : W1;

        public World With(int i, Worker worker) => i == 0 ? this with { W0 = worker } : this with { W1 = worker };

        public Activation Activation(int k) => k == 0 ? A0 : A1;

        public World With(int k, Activation activation) => k == 0 ? this with { A0 = activation } : this with { A1 = activation };

        public IEnumerable<Call> AllCalls() => new[] { C0, C1 }.OfType<Call>();

        // A later owner claims the saved session; whoever had it before may live on without knowing.
        public World Lease(int i) => With(i, new Worker(Leases + 1, FirstIsLost ? 2 : Saved.Session, SavedIn(), SavedIn())) with { Leases = Leases + 1, Claim = Leases + 1 };

        public World Send(Call call) => C0 is null ? this with { C0 = call } : this with { C1 = call };

        public World Lose(Call call) => C0 == call ? this with { C0 = null } : this with { C1 = null };

        public World Activate(int k) => With(k, new Activation(Epoch + 1, Mark, null)) with { Epoch = Epoch + 1 };

        public World Commit(int k, Activation activation, Pending pending)
        {
            var ids = Enumerable.Range(pending.FirstId, pending.LastId - pending.FirstId + 1).Aggregate(0, (set, id) => set | (1 << id));
            var committed = With(k, activation with { Pending = null }) with { Mark = pending.Mark, Applied = Applied | ids, IsTwice = IsTwice || (Applied & ids) != 0 };
            return committed.Acknowledge(pending.Call);
        }

        // The answer reaches the worker that asked, if it is still the same one and has not gone on to another session.
        public World Acknowledge(Call call) => Worker(call.Worker) is var worker && worker.Lease == call.Lease && worker.Session == call.Session && call.To > worker.Acked
            ? With(call.Worker, worker with { Acked = call.To })
            : this;

        public string? Violation()
        {
            if (IsTwice) return $"an event was applied twice: {this}";
            if (IsUndone) return $"a session that was over took the place of the one that followed: {this}";
            for (var q = 1; q <= Saved.Sequence; q++)
            {
                // What the first session had left when it was lost is caught up with by other means.
                if (!(Saved.Session == 1 && FirstIsLost) && (Applied & (1 << IdOf(Saved.Session, q))) == 0) return $"acknowledged and not applied: {this}";
            }

            return null;
        }

        private int SavedIn() => FirstIsLost && Saved.Session == 1 ? 0 : Saved.Sequence;
    }
}

using CommunityIntel.Domain.Shards;
using FsCheck;
using FsCheck.Fluent;

namespace CommunityIntel.Domain.Tests.Shards;

/// <summary>Workers that do as they are told, die, freeze, come back and are joined by others, in any order; and a directory that dies too.</summary>
public sealed class ShardDirectoryTests
{
    private const long LeaseMs = 10_000;

    [Fact]
    public void A_shard_changes_hands_only_when_its_owner_let_go_or_was_not_heard_for_a_lease()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var play = new Play(seed);
            for (var step = 0; step < 120; step++)
            {
                play.Step();
                play.CheckOwners();
            }

            play.Settle();
            play.CheckSettled();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void A_worker_that_starts_again_under_its_name_gets_its_shards_at_once_and_its_ghost_nothing()
    {
        var directory = new ShardDirectory(new ShardDirectoryState(), LeaseMs, 0);
        var first = directory.Renew(new("a", 1), [], false, 4, 0, default);
        first.Leases.Should().HaveCount(4);

        var second = directory.Renew(new("a", 2), [], false, 4, 100, default);
        second.Leases.Should().HaveCount(4);
        second.Leases.Values.Min().Should().BeGreaterThan(first.Leases.Values.Max());
        directory.Renew(new("a", 1), [], false, 4, 200, default).IsSuperseded.Should().BeTrue();
    }

    [Fact]
    public void A_worker_whose_clock_went_back_is_let_in_once_its_predecessor_was_not_heard_for_a_lease()
    {
        var directory = new ShardDirectory(new ShardDirectoryState(), LeaseMs, 0);
        directory.Renew(new("a", 500), [], false, 2, 0, default).Leases.Should().HaveCount(2);
        directory.Renew(new("a", 400), [], false, 2, LeaseMs, default).IsSuperseded.Should().BeTrue();
        directory.Renew(new("a", 400), [], false, 2, LeaseMs + 1, default).Leases.Should().HaveCount(2);
    }

    [Fact]
    public void A_frozen_worker_loses_its_shards_after_its_lease_and_not_before()
    {
        var directory = new ShardDirectory(new ShardDirectoryState(), LeaseMs, 0);
        var leases = directory.Renew(new("a", 1), [], false, 2, 0, default).Leases;
        var held = leases.Select(l => new HeldShard(l.Key, l.Value, ShardMode.Live, true, false)).ToList();
        directory.Renew(new("a", 1), held, false, 2, 1_000, default);
        directory.Renew(new("b", 1), [], false, 2, 11_000, default).Leases.Should().BeEmpty();
        directory.Renew(new("b", 1), [], false, 2, 11_001, default).Leases.Should().HaveCount(2);
    }

    [Fact]
    public void A_new_directory_gives_every_lease_its_full_length_again()
    {
        var state = new ShardDirectoryState();
        new ShardDirectory(state, LeaseMs, 0).Renew(new("a", 1), [], false, 2, 0, default);
        var later = new ShardDirectory(state, LeaseMs, 1_000_000);
        later.Renew(new("b", 1), [], false, 2, 1_009_999, default).Leases.Should().BeEmpty();
        later.Renew(new("b", 1), [], false, 2, 1_010_001, default).Leases.Should().HaveCount(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void While_the_count_changes_the_old_set_stops_only_when_all_of_the_new_one_keeps_its_events_back(bool isConnectedAgain)
    {
        var directory = new ShardDirectory(new ShardDirectoryState(), LeaseMs, 0);
        var me = new ShardWorkerId("a", 1);
        var now = 0L;
        ShardRenewal Renew(params HeldShard[] held) => directory.Renew(me, held, false, 1, now, DateTimeOffset.UnixEpoch);
        ShardMode Mode(int count) => directory.SetOf(new ShardSlot(0, count))!.Mode;

        var old = new ShardSlot(0, 1);
        var live = new HeldShard(old, Renew().Leases[old], ShardMode.Live, true, false);
        Renew(live);
        directory.Reshard(1).Should().BeFalse("that is the count");
        directory.Reshard(2).Should().BeTrue();
        directory.Reshard(3).Should().BeFalse("a change is under way");
        var granted = Renew(live).Leases.Where(l => l.Key.Count == 2).Select(l => new HeldShard(l.Key, l.Value, ShardMode.Warming, true, false)).ToArray();
        granted.Should().HaveCount(2);

        Renew(live, granted[0], granted[1] with { IsConnected = false });
        Mode(2).Should().Be(ShardMode.Warming);
        directory.Delivering.Should().Equal([old], "the coming set's events are dropped");
        Renew(live, granted[0], granted[1]);
        Mode(2).Should().Be(ShardMode.Holding);
        Renew(live, granted[0] with { Mode = ShardMode.Holding }, granted[1]);
        Mode(1).Should().Be(ShardMode.Live);
        var holding = granted.Select(g => g with { Mode = ShardMode.Holding }).ToArray();
        // What a session that was lost left unheard, only the old shard's next session tells; but that may never begin.
        var lost = live with { IsConnected = false };
        while (now < 30_000)
        {
            Renew([lost, .. holding]);
            Mode(1).Should().Be(ShardMode.Live);
            now += 5_000;
        }

        if (isConnectedAgain) Renew([live, .. holding]);
        else now = 30_001;
        Renew([lost, .. holding]);
        Mode(1).Should().Be(ShardMode.Retiring);
        Mode(2).Should().Be(ShardMode.Holding);
        Renew([live with { Mode = ShardMode.Retiring, IsRetired = true }, .. holding]);
        Mode(2).Should().Be(ShardMode.Live);
        directory.Delivering.Should().HaveCount(2).And.NotContain(old);
        directory.Count.Should().Be(2);
        directory.State.Sets.Should().ContainSingle();
    }

    [Fact]
    public void Whatever_lease_an_old_shard_gets_while_the_count_changes_is_before_those_of_the_new_set()
    {
        var directory = new ShardDirectory(new ShardDirectoryState(), LeaseMs, 0);
        var old = new ShardSlot(0, 1);
        var first = directory.Renew(new("a", 1), [], false, 1, 0, default).Leases[old];
        directory.Reshard(2).Should().BeTrue();
        var coming = directory.Renew(new("a", 1), [new(old, first, ShardMode.Live, true, false)], false, 1, 0, default).Leases.Where(l => l.Key.Count == 2).Min(l => l.Value);
        var later = new ShardDirectory(Play.Copy(directory.State), LeaseMs, 0);
        var again = later.Renew(new("a", 2), [], false, 1, 0, default).Leases;
        again[old].Should().BeGreaterThan(first).And.BeLessThan(coming, "what the new set says comes after all that the old one says");
        again.Where(l => l.Key.Count == 2).Min(l => l.Value).Should().BeGreaterThan(coming);
    }

    /// <summary>A cluster in one thread; every worker believes only what it was answered.</summary>
    private sealed class Play(int seed)
    {
        private readonly System.Random _random = new(seed);
        private readonly List<Worker> _workers = [];
        private readonly Dictionary<ShardSlot, (ShardWorkerId Owner, long Epoch)> _owners = [];
        private ShardDirectory _directory = new(new ShardDirectoryState(), LeaseMs, 0);
        private long _now;
        private int _instances;
        private bool _isQuiet;

        public void Step()
        {
            _now += _random.Next(0, 1_500);
            switch (_random.Next(12))
            {
                case 0 when _workers.Count(w => !w.IsDead) < 5:
                    _workers.Add(new Worker(new ShardWorkerId($"w{_random.Next(5)}", ++_instances)));
                    break;
                case 1 when Any() is { } victim:
                    victim.IsDead = true;
                    break;
                case 2 when Any() is { } leaver:
                    leaver.IsLeaving = true;
                    break;
                case 3:
                    // The directory's silo dies: what was written is all that is left.
                    _directory = new ShardDirectory(Copy(_directory.State), LeaseMs, _now);
                    break;
                case 4:
                    _directory.Reshard(_random.Next(1, 9));
                    break;
                default:
                    if (Any() is { } worker) Renew(worker);
                    break;
            }
        }

        public void CheckOwners()
        {
            foreach (var (slot, lease) in _directory.State.Leases)
            {
                if (_owners.TryGetValue(slot, out var before) && before.Owner != lease.Worker)
                {
                    lease.Epoch.Should().BeGreaterThan(before.Epoch);
                    var previous = _workers.FirstOrDefault(w => w.Id == before.Owner);
                    var stillRuns = previous is { IsDead: false } && previous.Runs.GetValueOrDefault(slot) == before.Epoch && previous.Modes[slot] != ShardMode.Retiring;
                    if (stillRuns)
                    {
                        var unheard = _now - previous!.HeardAt > LeaseMs;
                        var superseded = _workers.Any(w => w.Id.Name == previous.Id.Name && w.Id.Instance > previous.Id.Instance);
                        (unheard || superseded || previous.HasLapsed).Should().BeTrue($"{slot} was taken from a worker that was heard {_now - previous.HeardAt} ms ago");
                    }
                }

                _owners[slot] = (lease.Worker, lease.Epoch);
            }
        }

        public void Settle()
        {
            _isQuiet = true;
            for (var round = 0; round < 60; round++)
            {
                _now += 500;
                // Whoever runs the cluster starts another one.
                if (!_workers.Any(w => w is { IsDead: false, IsLeaving: false })) _workers.Add(new Worker(new ShardWorkerId("last", ++_instances)));
                foreach (var worker in _workers.Where(w => !w.IsDead).ToList()) Renew(worker);
                CheckOwners();
            }
        }

        public void CheckSettled()
        {
            var set = _directory.State.Sets.Should().ContainSingle().Subject;
            set.Mode.Should().Be(ShardMode.Live);
            _directory.State.Leases.Keys.Should().BeEquivalentTo(set.Slots);
            var running = _workers.Where(w => !w.IsDead).ToList();
            running.SelectMany(w => w.Runs.Keys).Should().BeEquivalentTo(set.Slots, "every shard is run by exactly one worker that lives");
            var counts = _directory.Workers.Select(name => running.Where(w => w.Id.Name == name).Sum(w => w.Runs.Count)).ToList();
            (counts.Max() - counts.Min()).Should().BeLessThanOrEqualTo(1);
        }

        private Worker? Any() => _workers.Where(w => !w.IsDead).OrderBy(_ => _random.Next()).FirstOrDefault();

        private void Renew(Worker worker)
        {
            // A retired shard is reported until the answer shows that it was heard.
            var held = worker.Runs.Select(r => new HeldShard(r.Key, r.Value, worker.Modes[r.Key], true, worker.Modes[r.Key] == ShardMode.Retiring)).ToList();
            worker.HasLapsed |= _now - worker.HeardAt > LeaseMs;
            var answer = _directory.Renew(worker.Id, held, worker.IsLeaving, 4, _now, DateTimeOffset.UnixEpoch);
            if (answer.IsSuperseded)
            {
                worker.IsDead = true;
                return;
            }

            // Now and then the answer is lost on the way.
            worker.HeardAt = _now;
            if (!_isQuiet && _random.Next(10) == 0) return;
            worker.HasLapsed = false;
            // Who leaves ends when it holds nothing and was heard.
            if (worker.IsLeaving && held.Count == 0) worker.IsDead = true;
            foreach (var slot in worker.Runs.Keys.Where(s => !answer.Leases.ContainsKey(s) || answer.Leases[s] != worker.Runs[s]).ToList()) worker.Runs.Remove(slot);
            foreach (var (slot, epoch) in answer.Leases)
            {
                if (!worker.IsLeaving) worker.Runs[slot] = epoch;
                worker.Modes[slot] = _directory.SetOf(slot)!.Mode;
            }
        }

        public static ShardDirectoryState Copy(ShardDirectoryState s) => new()
        {
            Sets = [.. s.Sets.Select(x => new ShardSet(x.Count, x.Mode) { LastEpoch = x.LastEpoch, Retired = [.. x.Retired], LiveSince = x.LiveSince })],
            Leases = new Dictionary<ShardSlot, ShardLeaseState>(s.Leases),
            Workers = new Dictionary<string, long>(s.Workers),
            LastEpoch = s.LastEpoch,
        };

        private sealed class Worker(ShardWorkerId id)
        {
            public ShardWorkerId Id { get; } = id;
            public bool IsDead { get; set; }
            public bool IsLeaving { get; set; }
            public long HeardAt { get; set; }

            /// <summary>Was silent for longer than its lease, and has not been answered since.</summary>
            public bool HasLapsed { get; set; }
            public Dictionary<ShardSlot, long> Runs { get; } = [];
            public Dictionary<ShardSlot, ShardMode> Modes { get; } = [];
        }
    }
}

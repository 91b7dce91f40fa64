using CommunityIntel.Domain.Shards;
using FsCheck;
using FsCheck.Fluent;

namespace CommunityIntel.Domain.Tests.Shards;

public sealed class ShardBalanceTests
{
    [Fact]
    public void Shards_are_spread_evenly_and_a_shard_stays_where_it_is_unless_its_worker_has_too_many()
    {
        Prop.ForAll(Gen.Choose(1, 40).ToArbitrary(), Gen.Choose(1, 7).ToArbitrary(), Gen.Choose(0, 1_000_000).ToArbitrary(), (shards, workers, seed) =>
        {
            var random = new System.Random(seed);
            var slots = Enumerable.Range(0, shards).Select(i => new ShardSlot(i, shards)).ToList();
            var names = Enumerable.Range(0, workers).Select(i => $"w{i}").ToList();
            var present = slots.Where(_ => random.Next(4) > 0).ToDictionary(s => s, _ => $"w{random.Next(workers + 2)}");

            var targets = ShardBalance.Assign(slots, names, present);

            targets.Keys.Should().BeEquivalentTo(slots);
            var counts = names.ToDictionary(n => n, n => targets.Values.Count(t => t == n));
            (counts.Values.Max() - counts.Values.Min()).Should().BeLessThanOrEqualTo(1);
            // Fewest moves: a worker gives away only what it has beyond its share.
            var moved = present.Count(p => names.Contains(p.Value) && targets[p.Key] != p.Value);
            var surplus = names.Sum(n => Math.Max(0, present.Values.Count(p => p == n) - counts[n]));
            moved.Should().Be(surplus);
            ShardBalance.Assign(slots, names, targets).Should().Equal(targets, "a second look changes nothing");
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_third_worker_takes_over_no_more_than_its_share()
    {
        var slots = Enumerable.Range(0, 8).Select(i => new ShardSlot(i, 8)).ToList();
        var two = ShardBalance.Assign(slots, ["a", "b"], new Dictionary<ShardSlot, string>());
        var three = ShardBalance.Assign(slots, ["a", "b", "c"], two);
        slots.Count(s => two[s] != three[s]).Should().Be(2);
    }

    [Fact]
    public void Nobody_there_means_nobody_assigned() =>
        ShardBalance.Assign([new ShardSlot(0, 1)], [], new Dictionary<ShardSlot, string>()).Should().BeEmpty();
}

using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.DiscordEmulator.Hosting;
using CommunityIntel.GrainInterfaces.Shards;

namespace CommunityIntel.BotShard.Tests.Shards;

public sealed class LeaseTests
{
    private static readonly string[] Three = ["one", "two", "three"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shards_follow_the_workers_that_come_and_go_and_cost_no_session_and_no_event()
    {
        await using var cluster = await WorkerCluster.StartAsync(new DiscordEmulatorOptions { Shards = 8, MaxConcurrency = 8 }, Cancellation);
        await using var talk = await Talk.CreateAsync(cluster.Control, guilds: 24, pause: TimeSpan.FromMilliseconds(5));
        await cluster.StartWorkerAsync("one", Cancellation);
        await cluster.UntilSpreadAsync(8, workers: 1, Cancellation);
        talk.Start();
        await cluster.StartWorkerAsync("two", Cancellation);
        await cluster.UntilSpreadAsync(8, workers: 2, Cancellation);
        await cluster.StartWorkerAsync("three", Cancellation);
        await cluster.UntilSpreadAsync(8, workers: 3, Cancellation);
        Three.Select(w => cluster.OwnedBy(w).Count).Order().Should().Equal([2, 3, 3]);
        await Polling.UntilAsync(() => Task.FromResult(Three.Sum(cluster.EarsOf) == 8), Cancellation);

        foreach (var name in Three)
        {
            await cluster.StopWorkerAsync(name, Cancellation);
            await cluster.UntilSpreadAsync(8, workers: 2, Cancellation);
            await cluster.StartWorkerAsync(name, Cancellation);
            await cluster.UntilSpreadAsync(8, workers: 3, Cancellation);
        }

        await talk.StopAsync();
        (await cluster.IdentifiesAsync()).Should().Be(8, "each shard identified once, every hand-over was a resume");
        await EverythingIsThereOnceAsync(cluster, talk);
    }

    [Fact]
    public async Task The_shard_count_changes_under_load_and_the_overlap_counts_nothing_twice()
    {
        await using var cluster = await WorkerCluster.StartAsync(new DiscordEmulatorOptions { Shards = 2, MaxConcurrency = 16 }, Cancellation);
        await using var talk = await Talk.CreateAsync(cluster.Control, guilds: 12, pause: TimeSpan.FromMilliseconds(5));
        await cluster.StartWorkerAsync("one", Cancellation);
        await cluster.StartWorkerAsync("two", Cancellation);
        await cluster.UntilSpreadAsync(2, workers: 2, Cancellation);
        talk.Start();
        await Polling.UntilAsync(() => Task.FromResult(talk.Messages.Count > 200), Cancellation);

        (await cluster.Directory.ReshardAsync(5)).Should().BeTrue();
        await cluster.UntilSpreadAsync(5, workers: 2, Cancellation);

        await talk.StopAsync();
        // One that is moved in the very moment of its turn identifies again.
        (await cluster.IdentifiesAsync()).Should().BeInRange(2 + 5, 2 + 5 + 1);
        await Polling.UntilAsync(async () => (await cluster.Control.SessionsAsync()) is var all && all.Count(s => s.Connected) == 5 && all.All(s => s.ShardCount == 5), Cancellation);
        await EverythingIsThereOnceAsync(cluster, talk, overlaps: true);
    }

    [Theory]
    [InlineData(ShardLeaseMode.Warming)]
    [InlineData(ShardLeaseMode.Holding)]
    [InlineData(ShardLeaseMode.Retiring)]
    public async Task A_worker_killed_while_the_shard_count_changes_leaves_nothing_out(ShardLeaseMode phase)
    {
        await using var cluster = await WorkerCluster.StartAsync(new DiscordEmulatorOptions { Shards = 2, MaxConcurrency = 16 }, Cancellation, leaseMs: 3_000);
        await using var talk = await TalkOnTwoShardsAsync(cluster, () => cluster.StartProcessAsync("two", Cancellation));

        (await cluster.Directory.ReshardAsync(5)).Should().BeTrue();
        await cluster.UntilAsync(plan => plan.Shards.Any(s => s.Mode == phase && s.Owner == "two") || IsLive(plan, 5), Cancellation, everyMs: 5);
        await cluster.KillAsync("two");
        await cluster.UntilSpreadAsync(5, workers: 1, Cancellation);

        await talk.GoesOnAsync(50, Cancellation);
        await talk.StopAsync();
        await EverythingIsThereOnceAsync(cluster, talk, overlaps: true);
    }

    [Fact]
    public async Task The_shard_count_changes_though_the_directory_is_lost_in_every_phase()
    {
        await using var cluster = await WorkerCluster.StartAsync(new DiscordEmulatorOptions { Shards = 2, MaxConcurrency = 16 }, Cancellation, leaseMs: 3_000);
        await using var talk = await TalkOnTwoShardsAsync(cluster, () => cluster.StartWorkerAsync("two", Cancellation));

        (await cluster.Directory.ReshardAsync(5)).Should().BeTrue();
        var lostIn = new HashSet<ShardLeaseMode>();
        while (await PlanAsync() is var plan && !IsLive(plan, 5))
            if (plan.Shards.Select(s => s.Mode).Where(lostIn.Add).ToList() is [_, ..]) await cluster.ForgetDirectoryAsync();
        await cluster.UntilSpreadAsync(5, workers: 2, Cancellation);

        await talk.GoesOnAsync(50, Cancellation);
        await talk.StopAsync();
        lostIn.Should().Contain(ShardLeaseMode.Warming);
        await EverythingIsThereOnceAsync(cluster, talk, overlaps: true);
        Task<ShardPlan> PlanAsync() => cluster.Directory.GetPlanAsync().WaitAsync(Cancellation);
    }

    [Fact]
    public async Task A_session_of_the_old_set_that_begins_while_the_new_set_comes_does_not_outrank_it()
    {
        await using var cluster = await WorkerCluster.StartAsync(new DiscordEmulatorOptions { Shards = 2, MaxConcurrency = 2 }, Cancellation);
        await using var talk = await Talk.CreateAsync(cluster.Control, guilds: 12, pause: TimeSpan.FromMilliseconds(5));
        await cluster.StartWorkerAsync("one", Cancellation);
        await cluster.StartWorkerAsync("two", Cancellation);
        await cluster.UntilSpreadAsync(2, workers: 2, Cancellation);
        var old = (await cluster.Control.SessionsAsync()).Select(s => s.Id).ToList();
        (await cluster.Directory.ReshardAsync(5)).Should().BeTrue();
        await cluster.UntilAsync(plan => plan.Shards.Count == 7 && plan.Shards.All(s => s.Owner is not null), Cancellation);

        // One of the old shards is leased anew, later than the new ones that stay where they are; and must identify under that lease.
        await cluster.StopWorkerAsync("two", Cancellation);
        await cluster.UntilAsync(plan => plan.Shards.Count(s => s.ShardCount == 2 && s is { Owner: "one", IsConnected: true }) == 2, Cancellation);
        foreach (var session in old) await cluster.Control.FaultAsync(session, SessionFault.Invalidate);
        await cluster.UntilSpreadAsync(5, workers: 1, Cancellation);

        talk.Start();
        await talk.GoesOnAsync(200, Cancellation);
        await talk.StopAsync();
        await EverythingIsThereOnceAsync(cluster, talk, overlaps: true);
    }

    [Fact]
    public async Task An_old_shard_that_has_not_received_everything_when_the_new_set_takes_over_is_resumed_for_the_rest()
    {
        await using var cluster = await WorkerCluster.StartAsync(new DiscordEmulatorOptions { Shards = 2, MaxConcurrency = 2 }, Cancellation);
        await using var talk = await Talk.CreateAsync(cluster.Control, guilds: 12, pause: TimeSpan.FromMilliseconds(20));
        await cluster.StartWorkerAsync("one", Cancellation);
        await cluster.UntilSpreadAsync(2, workers: 1, Cancellation);
        talk.Start();
        await talk.GoesOnAsync(100, Cancellation);
        var old = (await cluster.Control.SessionsAsync()).Select(s => s.Id).ToList();
        (await cluster.Directory.ReshardAsync(5)).Should().BeTrue();
        await cluster.UntilAsync(plan => plan.Shards.Any(s => s.ShardCount == 5 && s.IsConnected), Cancellation);

        // Connected, and nothing comes through. The new set still drops what it hears.
        foreach (var session in old) await cluster.Control.FaultAsync(session, SessionFault.Stall);
        await talk.GoesOnAsync(100, Cancellation);
        await cluster.UntilSpreadAsync(5, workers: 1, Cancellation);
        await talk.StopAsync();
        // Most stays came in one replay.
        await Stored.EverythingOnceAsync(cluster.Database, talk, Cancellation, shareOfStays: 0.1, overlaps: true);
    }

    [Fact]
    public async Task A_nearly_used_up_budget_is_left_alone()
    {
        var discord = new DiscordEmulatorOptions { Shards = 15, MaxConcurrency = 16, SessionStartLimit = 10, RateLimits = false };
        await using var cluster = await WorkerCluster.StartAsync(discord, Cancellation);
        await cluster.StartWorkerAsync("one", Cancellation);
        await cluster.UntilAsync(plan => plan.Shards.Count(s => s.IsConnected) == 10, Cancellation);
        (await cluster.IdentifiesAsync()).Should().Be(10);
        (await cluster.Directory.TakeIdentifyTurnAsync(11, new IdentifyBudget(10, 0, 60_000, 16))).IsRefused.Should().BeTrue();

        // Those that have a session still move.
        await cluster.StartWorkerAsync("two", Cancellation);
        await cluster.UntilAsync(plan => plan.Shards.Count(s => s.IsConnected) == 10 && plan.Shards.Select(s => s.Owner).Distinct().Count() == 2, Cancellation);
        (await cluster.IdentifiesAsync()).Should().Be(10);
    }

    [Fact]
    public async Task Two_workers_of_one_name_do_not_fight_the_earlier_one_ends()
    {
        await using var cluster = await WorkerCluster.StartAsync(new DiscordEmulatorOptions { Shards = 2, MaxConcurrency = 2 }, Cancellation);
        await cluster.StartWorkerAsync("one", Cancellation);
        await cluster.UntilSpreadAsync(2, workers: 1, Cancellation);
        var later = await cluster.Directory.RenewAsync(
            new WorkerReport("one", DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeMilliseconds(), [], false, 2), cluster.Observer());
        later.Leases.Should().HaveCount(2);
        await cluster.EndedAsync("one").WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
    }

    private static async Task<Talk> TalkOnTwoShardsAsync(WorkerCluster cluster, Func<Task> startTwo)
    {
        var talk = await Talk.CreateAsync(cluster.Control, guilds: 12, pause: TimeSpan.FromMilliseconds(20));
        await cluster.StartWorkerAsync("one", Cancellation);
        await startTwo();
        await cluster.UntilSpreadAsync(2, workers: 2, Cancellation);
        talk.Start();
        await talk.GoesOnAsync(200, Cancellation);
        return talk;
    }

    private static bool IsLive(ShardPlan plan, int count) =>
        plan.Shards.Count == count && plan.Shards.All(s => s.ShardCount == count && s.Mode == ShardLeaseMode.Live);

    private static Task EverythingIsThereOnceAsync(WorkerCluster cluster, Talk talk, bool overlaps = false)
    {
        talk.Messages.Count.Should().BeGreaterThan(200);
        return Stored.EverythingOnceAsync(cluster.Database, talk, Cancellation, overlaps: overlaps);
    }
}

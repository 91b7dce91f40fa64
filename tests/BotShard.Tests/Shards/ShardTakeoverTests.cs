using CommunityIntel.GrainInterfaces.Shards;
using CommunityIntel.Lab.Processes;

namespace CommunityIntel.BotShard.Tests.Shards;

/// <summary>Two workers that lose each other, Discord, or a while of their lives; what was said meanwhile is stored once.</summary>
[Collection(Processes.OneAtATime), Trait(Processes.Part, Processes.Apart)]
public sealed class ShardTakeoverTests
{
    private const int Shards = 4, LeaseMs = 3_000;

    /// <summary>Short enough to notice a silent line soon; Discord ends a session that says nothing for one and a half times as long.</summary>
    private const int HeartbeatMs = 4_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_worker_that_hangs_for_longer_than_its_lease_comes_back_and_writes_nothing_stale()
    {
        await using var cluster = await StartAsync();
        await using var talk = await TalkAsync(cluster);
        var identified = await IdentifiesAsync(cluster);
        var frozen = cluster.Member(MemberKind.Worker, 1);

        frozen.Freeze();
        await UntilAsync(cluster, plan => plan.Shards.All(s => s.Owner == "worker-2" && s.IsConnected));
        await talk.GoesOnAsync(100, Cancellation);
        var marks = new Watermarks(cluster.Database);
        await marks.LookAsync(Cancellation);
        frozen.Thaw();
        await UntilAsync(cluster, async plan =>
        {
            await marks.LookAsync(Cancellation);
            return IsSpread(plan);
        });
        await talk.GoesOnAsync(100, Cancellation);

        await talk.StopAsync();
        await Stored.EverythingOnceAsync(cluster.Database, talk, Cancellation);
        await marks.LookAsync(Cancellation);
        marks.WentBack.Should().BeEmpty();
        frozen.IsRunning.Should().BeTrue();
        (await IdentifiesAsync(cluster)).Should().Be(identified, "every session was taken over, and none was lost to the one that came back");
    }

    [Fact]
    public async Task A_line_to_Discord_that_is_cut_or_says_nothing_costs_no_session_and_no_event()
    {
        await using var cluster = await StartAsync();
        await using var talk = await TalkAsync(cluster);
        var identified = await IdentifiesAsync(cluster);

        cluster.Line(cluster.Member(MemberKind.Worker, 1)).Cut();
        await UntilAsync(cluster, plan => plan.Shards.Any(s => !s.IsConnected));
        await talk.GoesOnAsync(100, Cancellation);
        cluster.Line(cluster.Member(MemberKind.Worker, 1)).Heal();
        await UntilAsync(cluster, IsSpread);

        // Nobody closes a silent line: heartbeats that are not answered have to tell.
        cluster.Line(cluster.Member(MemberKind.Worker, 2)).Silence();
        await UntilAsync(cluster, plan => plan.Shards.Where(s => s.Owner == "worker-2").All(s => !s.IsConnected));
        await talk.GoesOnAsync(100, Cancellation);
        cluster.Line(cluster.Member(MemberKind.Worker, 2)).Heal();
        await UntilAsync(cluster, IsSpread);

        await talk.StopAsync();
        await Stored.EverythingOnceAsync(cluster.Database, talk, Cancellation);
        (await IdentifiesAsync(cluster)).Should().Be(identified, "every session was resumed");
    }

    private static async Task<ProductCluster> StartAsync()
    {
        var cluster = await ProductCluster.CreateAsync(new ProductClusterOptions
        {
            Workers = 2, Shards = Shards, Lines = true,
            Silo = new Dictionary<string, string?> { ["Shards__LeaseMs"] = $"{LeaseMs}" },
            Discord = new Dictionary<string, string?> { ["Emulator__HeartbeatInterval"] = $"{HeartbeatMs}" },
        }, Cancellation);
        await cluster.StartAsync(MemberKind.Silo, Cancellation);
        await Task.WhenAll(cluster.ConnectAsync(Cancellation), cluster.StartAsync(MemberKind.Worker, Cancellation));
        await UntilAsync(cluster, IsSpread);
        return cluster;
    }

    private static async Task<Talk> TalkAsync(ProductCluster cluster)
    {
        var talk = await Talk.CreateAsync(cluster.Control, guilds: 12, pause: TimeSpan.FromMilliseconds(20));
        talk.Start();
        await talk.GoesOnAsync(100, Cancellation);
        return talk;
    }

    private static bool IsSpread(ShardPlan plan) =>
        plan.Shards.Count == Shards && plan.Shards.All(s => s.IsConnected) && plan.Shards.GroupBy(s => s.Owner).Count() == 2;

    private static Task UntilAsync(ProductCluster cluster, Func<ShardPlan, bool> wished) => UntilAsync(cluster, plan => Task.FromResult(wished(plan)));

    private static Task UntilAsync(ProductCluster cluster, Func<ShardPlan, Task<bool>> wished) =>
        Polling.UntilAsync(async () => await wished(await cluster.Grains.GetGrain<IShardDirectoryGrain>(0).GetPlanAsync()), Cancellation);

    private static Task<double> IdentifiesAsync(ProductCluster cluster) => cluster.Discord.MetricAsync("discord_emulator_identifies_total", Cancellation);
}

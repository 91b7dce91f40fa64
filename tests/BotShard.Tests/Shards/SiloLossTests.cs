using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Lab.Processes;

namespace CommunityIntel.BotShard.Tests.Shards;

/// <summary>Three silos, one of which is lost in some way while people talk; what they said is stored once.</summary>
[Collection(Processes.OneAtATime), Trait(Processes.Part, Processes.Apart)]
public sealed class SiloLossTests
{
    /// <summary>A silo that finds itself declared dead ends so.</summary>
    private const int GivenUp = 134;

    private const int Shards = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>It must not go on without the others, though it could still write; and they must go on without it.</summary>
    [Fact]
    public async Task A_silo_isolated_from_everybody_but_the_database_is_given_up_and_commits_nothing_stale()
    {
        await using var cluster = await StartAsync();
        await using var talk = await TalkAsync(cluster);
        var marks = new Watermarks(cluster.Database);

        foreach (var (number, isSilent) in ((int, bool)[])[(1, false), (2, true)])
        {
            var silo = cluster.Member(MemberKind.Silo, number);
            await marks.LookAsync(Cancellation);
            cluster.Network.Isolate(silo, isSilent);
            await Polling.UntilAsync(async () =>
            {
                await marks.LookAsync(Cancellation);
                return await IsDeclaredDeadAsync(cluster, silo);
            }, Cancellation);
            foreach (var guild in talk.Guilds) await Polling.UntilAsync(() => AnswersAsync(cluster, guild), Cancellation);
            await UntilStoredAsync(cluster, talk);
            cluster.Network.Rejoin(silo);
            await EndsByItselfAsync(silo);
            await StartAgainAsync(silo);
            await UntilStoredAsync(cluster, talk);
        }

        await EverythingOnceAsync(cluster, talk, marks);
    }

    [Fact]
    public async Task A_silo_that_hangs_or_cannot_write_or_is_restarted_costs_no_event()
    {
        await using var cluster = await StartAsync();
        await using var talk = await TalkAsync(cluster);
        var marks = new Watermarks(cluster.Database);
        await marks.LookAsync(Cancellation);

        var hangs = cluster.Member(MemberKind.Silo, 1);
        hangs.Freeze();
        await Polling.UntilAsync(() => IsDeclaredDeadAsync(cluster, hangs), Cancellation);
        await UntilStoredAsync(cluster, talk);
        hangs.Thaw();
        await EndsByItselfAsync(hangs);
        await StartAgainAsync(hangs);

        var cannotWrite = cluster.Member(MemberKind.Silo, 2);
        cluster.Line(cannotWrite).Cut();
        await talk.GoesOnAsync(200, Cancellation);
        cluster.Line(cannotWrite).Heal();
        await UntilStoredAsync(cluster, talk);

        var restarted = cluster.Member(MemberKind.Silo, 3);
        await restarted.StopAsync(Cancellation);
        await StartAgainAsync(restarted);
        await UntilStoredAsync(cluster, talk);

        await EverythingOnceAsync(cluster, talk, marks);
    }

    private static async Task<ProductCluster> StartAsync()
    {
        var cluster = await ProductCluster.CreateAsync(new ProductClusterOptions { Silos = 3, Shards = Shards, Lines = true }, Cancellation);
        await cluster.StartAsync(MemberKind.Silo, Cancellation);
        await Task.WhenAll(cluster.ConnectAsync(Cancellation), cluster.StartAsync(MemberKind.Worker, Cancellation));
        // What is said before anybody listens is nobody's.
        await Polling.UntilAsync(async () => (await cluster.Control.SessionsAsync()).Count(s => s.Connected) == Shards, Cancellation);
        return cluster;
    }

    private static async Task<Talk> TalkAsync(ProductCluster cluster)
    {
        var talk = await Talk.CreateAsync(cluster.Control, guilds: 12, pause: TimeSpan.FromMilliseconds(20));
        talk.Start();
        await UntilStoredAsync(cluster, talk);
        return talk;
    }

    private static async Task EndsByItselfAsync(ProductMember silo)
    {
        await Polling.UntilAsync(() => Task.FromResult(!silo.IsRunning), Cancellation);
        silo.Process!.ExitCode.Should().Be(GivenUp);
    }

    private static async Task StartAgainAsync(ProductMember silo)
    {
        silo.Start();
        await silo.UntilReadyAsync(ProductCluster.Patience, Cancellation);
    }

    private static Task<bool> IsDeclaredDeadAsync(ProductCluster cluster, ProductMember silo) =>
        cluster.Database.ScalarAsync<bool>($"SELECT bool_and(status = 6) FROM orleans_silos WHERE silo_name = '{silo.Name}'", Cancellation);

    // Everything that was written up to now, and a little more.
    private static async Task UntilStoredAsync(ProductCluster cluster, Talk talk)
    {
        await talk.GoesOnAsync(100, Cancellation);
        var written = talk.Messages.ToHashSet();
        await Polling.UntilAsync(async () => written.IsSubsetOf(await Stored.MessagesAsync(cluster.Database, Cancellation)), Cancellation);
    }

    private static async Task EverythingOnceAsync(ProductCluster cluster, Talk talk, Watermarks marks)
    {
        await talk.StopAsync();
        await Stored.EverythingOnceAsync(cluster.Database, talk, Cancellation);
        await marks.LookAsync(Cancellation);
        marks.WentBack.Should().BeEmpty();
        cluster.Of(MemberKind.Silo).Should().OnlyContain(s => s.IsRunning, "nobody else was given up");
    }

    private static async Task<bool> AnswersAsync(ProductCluster cluster, ulong guild)
    {
        try
        {
            await cluster.Grains.GetGrain<IGuildGrain>((long)guild).GetLiveAsync().WaitAsync(Patience, Cancellation);
            return true;
        }
        catch (Exception e) when (e is OrleansException or TimeoutException or StorageUnavailableException or IOException)
        {
            return false;
        }
    }
}

using System.Net;
using Orleans.Runtime;

namespace CommunityIntel.Storage.Tests.Orleans;

/// <summary>Each test has a database, and so a cluster, of its own.</summary>
public sealed class MembershipTests : IAsyncLifetime
{
    private static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, 123, 456, DateTimeKind.Utc);

    private readonly OrleansOnPostgres _orleans = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IMembershipTable Table => _orleans.Membership;

    public ValueTask InitializeAsync() => _orleans.InitializeAsync();

    public ValueTask DisposeAsync() => _orleans.DisposeAsync();

    [Fact]
    public async Task A_new_cluster_has_a_version_and_no_silos()
    {
        var empty = await Table.ReadAllAsync(Cancel);

        empty.Members.Should().BeEmpty();
        empty.Version.Version.Should().Be(0);
    }

    [Fact]
    public async Task Starting_again_keeps_the_version()
    {
        await InsertAsync(Entry(1));

        await Table.InitializeMembershipTableAsync(true, Cancel);

        (await Table.ReadAllAsync(Cancel)).Version.Version.Should().Be(1);
    }

    [Fact]
    public async Task A_silo_is_read_back_as_it_was_inserted()
    {
        var silo = Entry(1);
        (await InsertAsync(silo)).Should().BeTrue();

        var (read, _) = (await Table.ReadRowAsync(silo.SiloAddress, Cancel)).Members.Should().ContainSingle().Subject;

        read.SiloAddress.Should().Be(silo.SiloAddress);
        read.Should().BeEquivalentTo(silo, options => options
            .Including(entry => entry.SiloName).Including(entry => entry.HostName).Including(entry => entry.Status)
            .Including(entry => entry.ProxyPort).Including(entry => entry.StartTime).Including(entry => entry.IAmAliveTime));
    }

    [Fact]
    public async Task An_unknown_silo_is_read_as_the_version_alone()
    {
        await InsertAsync(Entry(1));

        var read = await Table.ReadRowAsync(Entry(2).SiloAddress, Cancel);

        read.Members.Should().BeEmpty();
        read.Version.Version.Should().Be(1);
    }

    [Fact]
    public async Task A_refused_duplicate_does_not_raise_the_version()
    {
        await InsertAsync(Entry(1));

        (await InsertAsync(Entry(1))).Should().BeFalse();

        (await Table.ReadAllAsync(Cancel)).Version.Version.Should().Be(1);
    }

    [Fact]
    public async Task An_insert_on_an_old_version_changes_nothing()
    {
        var old = (await Table.ReadAllAsync(Cancel)).Version.Next();
        await InsertAsync(Entry(1));

        (await Table.InsertRowAsync(Entry(2), old, Cancel)).Should().BeFalse();

        var read = await Table.ReadAllAsync(Cancel);
        read.Members.Should().ContainSingle();
        read.Version.Version.Should().Be(1);
    }

    [Fact]
    public async Task Of_inserts_that_race_one_wins_each_version()
    {
        const int rounds = 10, racers = 8;
        for (var round = 0; round < rounds; round++)
        {
            var next = (await Table.ReadAllAsync(Cancel)).Version.Next();
            var won = await Task.WhenAll(Enumerable.Range(0, racers).Select(racer => Table.InsertRowAsync(Entry(1 + round * racers + racer), next, Cancel)));
            won.Count(it => it).Should().Be(1);
        }

        var read = await Table.ReadAllAsync(Cancel);
        read.Version.Version.Should().Be(rounds);
        read.Members.Should().HaveCount(rounds);
    }

    [Fact]
    public async Task An_update_needs_the_current_version_and_a_silo_that_exists()
    {
        var silo = Entry(1);
        await InsertAsync(silo);
        silo.Status = SiloStatus.ShuttingDown;
        silo.AddSuspector(Entry(2).SiloAddress, Now);

        (await UpdateAsync(silo)).Should().BeTrue();
        (await UpdateAsync(Entry(9))).Should().BeFalse();

        var (read, _) = (await Table.ReadAllAsync(Cancel)).Members.Should().ContainSingle().Subject;
        read.Status.Should().Be(SiloStatus.ShuttingDown);
        read.SuspectTimes.Should().ContainSingle().Which.Item1.Should().Be(Entry(2).SiloAddress);
        (await Table.ReadAllAsync(Cancel)).Version.Version.Should().Be(2);
    }

    [Fact]
    public async Task A_heartbeat_does_not_raise_the_version()
    {
        var silo = Entry(1);
        await InsertAsync(silo);
        silo.IAmAliveTime = Now.AddSeconds(30);

        await Table.UpdateIAmAliveAsync(silo, Cancel);

        var read = await Table.ReadAllAsync(Cancel);
        read.Version.Version.Should().Be(1);
        read.Members[0].Item1.IAmAliveTime.Should().Be(Now.AddSeconds(30));
    }

    [Fact]
    public async Task Clients_are_told_of_active_silos_with_a_gateway_only()
    {
        await InsertAsync(Entry(1, SiloStatus.Active));
        await InsertAsync(Entry(2, SiloStatus.Joining));
        await InsertAsync(Entry(3, SiloStatus.Active, gatewayPort: 0));
        await InsertAsync(Entry(4, SiloStatus.Dead));

        var gateways = await _orleans.Gateways.GetGateways();

        gateways.Should().ContainSingle().Which.ToString().Should().Contain("127.0.0.1:30001");
    }

    [Fact]
    public async Task Cleaning_up_takes_old_dead_silos_only()
    {
        await InsertAsync(Entry(1, SiloStatus.Dead));
        await InsertAsync(Entry(2, SiloStatus.Dead, seen: Now.AddDays(10)));
        await InsertAsync(Entry(3, SiloStatus.Active));

        await Table.CleanupDefunctSiloEntriesAsync(Now.AddDays(1), Cancel);

        (await Table.ReadAllAsync(Cancel)).Members.Select(member => member.Item1.SiloName).Should().BeEquivalentTo("silo-2", "silo-3");
    }

    [Fact]
    public async Task A_deleted_cluster_takes_its_silos_along()
    {
        await InsertAsync(Entry(1));

        await Table.DeleteMembershipTableEntriesAsync(OrleansOnPostgres.ClusterId, Cancel);

        (await _orleans.Database.ScalarAsync<long>("SELECT (SELECT count(*) FROM orleans_silos) + (SELECT count(*) FROM orleans_clusters)", Cancel)).Should().Be(0);
    }

    private async Task<bool> InsertAsync(MembershipEntry silo) =>
        await Table.InsertRowAsync(silo, (await Table.ReadAllAsync(Cancel)).Version.Next(), Cancel);

    private async Task<bool> UpdateAsync(MembershipEntry silo)
    {
        var version = (await Table.ReadAllAsync(Cancel)).Version;
        return await Table.UpdateRowAsync(silo, version.VersionEtag, version.Next(), Cancel);
    }

    private static MembershipEntry Entry(int number, SiloStatus status = SiloStatus.Active, int? gatewayPort = null, DateTime? seen = null) => new()
    {
        SiloAddress = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11110 + number), number),
        SiloName = $"silo-{number}",
        HostName = "host",
        Status = status,
        ProxyPort = gatewayPort ?? 30000 + number,
        StartTime = seen ?? Now,
        IAmAliveTime = seen ?? Now,
    };
}

using CommunityIntel.Lab.Postgres;
using CommunityIntel.Storage.Activity;
using CommunityIntel.Storage.Guilds;
using CommunityIntel.Storage.Privacy;
using CommunityIntel.Storage.Tests.Guilds;
using CommunityIntel.Storage.Xp;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace CommunityIntel.Storage.Tests.Poolers;

public sealed class TransactionPoolerTests
{
    private const int Silos = 6, GuildsOfEach = 10, CommitsOfEach = 20, ServerConnections = 3;

    private static readonly DateOnly Day = new(2026, 3, 2);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_silos_write_and_read_through_a_few_connections_of_a_transaction_pooler()
    {
        Assert.SkipWhen(PgBouncer.Program is null, "PgBouncer is not on this machine, and could not be fetched: apt-get install -y --no-install-recommends pgbouncer");
        await using var database = await ScratchDatabase.CreateAsync(Cancel);
        await using var bouncer = await PgBouncer.StartAsync(database.ConnectionString, ServerConnections, Cancel);
        var silos = Enumerable.Range(0, Silos).Select(_ => Connections(bouncer.ConnectionString, "Transaction")).ToList();

        var most = 0L;
        await Task.WhenAll(silos.Select((silo, n) => WorkAsync(silo, [.. Enumerable.Range(0, GuildsOfEach).Select(i => (n * 100L) + i + 1)])).Append(CountAsync()));

        (await database.ScalarAsync<long>("SELECT count(*) FROM messages", Cancel)).Should().Be(Silos * GuildsOfEach * CommitsOfEach);
        (await database.ScalarAsync<long>("SELECT sum(message_count)::bigint FROM guild_stats_daily", Cancel)).Should().Be(Silos * GuildsOfEach * CommitsOfEach);
        most.Should().BeLessThanOrEqualTo(ServerConnections);
        foreach (var silo in silos) await silo.DisposeAsync();

        async Task CountAsync() => most = await database.ScalarAsync<long>(
            $"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'community-intel-%'", Cancel);
    }

    [Fact]
    public async Task A_recount_keeps_its_tables_for_one_transaction_and_leaves_nothing_to_the_next_client()
    {
        Assert.SkipWhen(PgBouncer.Program is null, "PgBouncer is not on this machine, and could not be fetched: apt-get install -y --no-install-recommends pgbouncer");
        await using var database = await ScratchDatabase.CreateAsync(Cancel);
        await using var bouncer = await PgBouncer.StartAsync(database.ConnectionString, 1, Cancel);
        await using var silo = Connections(bouncer.ConnectionString, "Transaction");
        await database.ExecuteAsync("INSERT INTO guild_watermarks (guild_id, epoch) VALUES (1, 1); INSERT INTO zone_changes VALUES (1, 'UTC', 'Etc/GMT-2', '2026-03-01', '2026-03-03', '2026-03-03')", Cancel);
        const string Recount = "SELECT recount_days(1, 1, '2026-03-01', '2026-03-03', '2026-03-03', '2026-02-28T22:00Z', '2026-03-03T22:00Z', '{-infinity}', '{0}', '{-infinity}', '{7200}')";
        foreach (var pool in (NpgsqlDataSource[])[silo.Recounts, silo.Readers])
        {
            await using var command = pool.CreateCommand(Recount);
            await command.ExecuteNonQueryAsync(Cancel);
        }

        await using var left = silo.Readers.CreateCommand("SELECT count(*) FROM pg_class WHERE relpersistence = 't'");
        (await left.ExecuteScalarAsync(Cancel)).Should().Be(0L);
    }

    [Fact]
    public void Statements_are_prepared_only_where_a_session_is_ones_own()
    {
        Prepares("None").Should().BeGreaterThan(0);
        Prepares("Transaction").Should().Be(0);

        static int Prepares(string pooler) => new NpgsqlConnectionStringBuilder(Connections("Host=127.0.0.1", pooler).Writers.ConnectionString).MaxAutoPrepare;
    }

    private static async Task WorkAsync(StorageConnections silo, long[] guilds)
    {
        var writing = new ChattyGuilds(silo.Writers, silo.Loaders).WriteAsync(guilds, CommitsOfEach, Cancel);
        foreach (var guild in guilds)
        {
            await new ActivityReader(silo.Readers).ReadAsync(guild, Day, Day, Cancel);
            await new StandingsReader(silo.Readers).ReadAsync(guild, []);
            await new GuildStore(silo.Loaders).LoadMembersAsync(guild, [100, 101]);
            await new PersonalArchive(silo.Readers).ReadGuildAsync(guild, 100);
        }

        await writing;
    }

    private static StorageConnections Connections(string connectionString, string pooler) => new(new ConfigurationBuilder().AddInMemoryCollection(
        new Dictionary<string, string?> { ["ConnectionStrings:CommunityIntel"] = connectionString, ["Storage:Pooler"] = pooler }).Build());
}

using CommunityIntel.Lab.Postgres;
using Npgsql;

namespace CommunityIntel.Storage.Tests.Postgres;

/// <summary>What outage tests rest on: a server of one's own that goes away and comes back at the same address.</summary>
public sealed class ScratchServerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_is_migrated_and_empty()
    {
        await using var one = await ScratchDatabase.CreateAsync(Cancel);
        await using var other = await ScratchDatabase.CreateAsync(Cancel);
        await one.ExecuteAsync("INSERT INTO orleans_clusters (cluster_id) VALUES ('one')", Cancel);

        (await one.ScalarAsync<long>("SELECT count(*) FROM orleans_clusters", Cancel)).Should().Be(1);
        (await other.ScalarAsync<long>("SELECT count(*) FROM orleans_clusters", Cancel)).Should().Be(0);
    }

    [Fact]
    public async Task A_killed_server_refuses_and_comes_back_with_what_was_committed()
    {
        await using var server = await ScratchServer.StartNewAsync(Cancel);
        await using var database = await server.CreateDatabaseAsync(Cancel);
        await database.ExecuteAsync("INSERT INTO orleans_clusters (cluster_id) VALUES ('kept')", Cancel);

        await server.KillAsync(Cancel);
        await FluentActions.Awaiting(() => database.ScalarAsync<long>("SELECT 1::bigint", Cancel)).Should().ThrowAsync<NpgsqlException>();
        await server.StartAsync(Cancel);

        (await database.ScalarAsync<long>("SELECT count(*) FROM orleans_clusters", Cancel)).Should().Be(1);
    }

    [Fact]
    public async Task A_server_leaves_no_trace()
    {
        var server = await ScratchServer.StartNewAsync(Cancel);
        await server.CreateDatabaseAsync(Cancel);
        var folder = server.Folder;

        await server.DisposeAsync();

        Directory.Exists(folder).Should().BeFalse();
    }
}

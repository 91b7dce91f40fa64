using CommunityIntel.Lab.Postgres;
using CommunityIntel.Storage.Activity;
using CommunityIntel.Storage.Replicas;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace CommunityIntel.Storage.Tests.Replicas;

/// <summary>One primary and one real streaming replica, through all that can happen to it.</summary>
public sealed class ReplicaTests
{
    private const long Guild = 1;

    private static readonly DateOnly Day = new(2026, 3, 2);

    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reports_are_read_from_a_replica_that_is_near_and_from_the_primary_when_it_lags_dies_or_is_promoted()
    {
        await using var server = await ScratchServer.StartNewAsync(Cancel);
        await using var database = await server.CreateDatabaseAsync(Cancel);
        await SetAsync(database, 1);
        await using var copy = await StreamingReplica.StartAsync(database.ConnectionString, Cancel);
        await using var replica = NpgsqlDataSource.Create(copy.ConnectionString(database.ConnectionString));
        using var watch = new ReplicaWatch(database.DataSource, replica, TimeSpan.FromSeconds(10), _time, NullLogger<ReplicaWatch>.Instance);
        var reports = new ReportDatabase(database.DataSource, replica, watch);
        var reader = new ActivityReader(reports);

        (await IsReplicaAsync(reports)).Should().BeFalse("nobody knows yet how far it is");
        await NearAsync(watch);
        (await IsReplicaAsync(reports)).Should().BeTrue();
        (await IsReplicaAsync(reports, mayLag: false)).Should().BeFalse("who must see what was just written does not ask it");
        (await MessagesAsync(reader, mayLag: true)).Should().Be(1);

        // It receives and replays nothing: its answers grow old, and then are asked for no more.
        await ExecuteAsync(replica, "SELECT pg_wal_replay_pause()");
        await SetAsync(database, 2);
        await AfterAsync(watch, TimeSpan.FromSeconds(9));
        (await MessagesAsync(reader, mayLag: true)).Should().Be(1, "so far behind it may be");
        (await MessagesAsync(reader, mayLag: false)).Should().Be(2);
        await AfterAsync(watch, TimeSpan.FromSeconds(2));
        (await MessagesAsync(reader, mayLag: true)).Should().Be(2, "the primary answers");
        await ExecuteAsync(replica, "SELECT pg_wal_replay_resume()");
        await NearAsync(watch);
        (await IsReplicaAsync(reports)).Should().BeTrue();

        // It dies: who finds out first is answered by the primary, and nobody tries it again.
        await copy.KillAsync(Cancel);
        (await MessagesAsync(reader, mayLag: true)).Should().Be(2);
        reports.CoveredUntil.Should().BeNull();
        await watch.CheckAsync(Cancel);
        (await MessagesAsync(reader, mayLag: true)).Should().Be(2);
        await copy.StartAsync(Cancel);
        await NearAsync(watch);
        (await IsReplicaAsync(reports)).Should().BeTrue("it is back");

        await copy.PromoteAsync(Cancel);
        await watch.CheckAsync(Cancel);
        reports.CoveredUntil.Should().BeNull("it goes its own way");
        (await MessagesAsync(reader, mayLag: true)).Should().Be(2);
    }

    [Fact]
    public async Task What_a_large_range_counted_is_kept_on_the_primary_wherever_it_was_read()
    {
        await using var database = await ScratchDatabase.CreateAsync(Cancel);
        await database.ExecuteAsync(
            $"""
            INSERT INTO member_activity_daily (guild_id, date, user_id, messages, voice_seconds, xp, became_author) SELECT {Guild}, '{Day:yyyy-MM-dd}', i, 1, 0, 0, true FROM generate_series(1, 20000) i;
            INSERT INTO guild_stats_daily VALUES ({Guild}, '{Day:yyyy-MM-dd}', 1, 0, 20000, 20000, 0, 0, 0)
            """, Cancel);
        // Nothing can be written through it, as on a replica.
        await using var readOnly = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Options = "-c default_transaction_read_only=on", MaxPoolSize = 1 });
        var stored = await new ActivityReader(new ReportDatabase(database.DataSource, readOnly, await UsableAsync(database))).ReadAsync(Guild, Day, Day, mayLag: true, Cancel);
        stored.Authors.Should().Be(20_000);
        (await database.ScalarAsync<int>("SELECT authors FROM range_people", Cancel)).Should().Be(20_000);
    }

    /// <summary>A watch that takes the database for its own replica, once it has been told that it is one.</summary>
    private async Task<ReplicaWatch> UsableAsync(ScratchDatabase database)
    {
        await database.ExecuteAsync("CREATE SCHEMA pretended; CREATE FUNCTION pretended.pg_is_in_recovery() RETURNS boolean LANGUAGE sql AS 'SELECT true'; CREATE FUNCTION pretended.pg_last_wal_replay_lsn() RETURNS pg_lsn LANGUAGE sql AS 'SELECT pg_current_wal_flush_lsn()'", Cancel);
        var pretending = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { SearchPath = "pretended, pg_catalog, public", MaxPoolSize = 1 });
        var watch = new ReplicaWatch(database.DataSource, pretending, TimeSpan.FromSeconds(10), _time, NullLogger<ReplicaWatch>.Instance);
        await watch.CheckAsync(Cancel);
        watch.CoveredUntil.Should().NotBeNull();
        return watch;
    }

    // Replaying takes a moment of real time; what is measured is the clock of the test.
    private async Task NearAsync(ReplicaWatch watch)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        do
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await watch.CheckAsync(Cancel);
        }
        while (watch.CoveredUntil is null && await timer.WaitForNextTickAsync(Cancel));
    }

    private Task AfterAsync(ReplicaWatch watch, TimeSpan time)
    {
        _time.Advance(time);
        return watch.CheckAsync(Cancel);
    }

    private static Task<bool> IsReplicaAsync(ReportDatabase reports, bool mayLag = true) => reports.ReadAsync(mayLag, async connection =>
    {
        await using var command = new NpgsqlCommand("SELECT pg_is_in_recovery()", connection);
        return (bool)(await command.ExecuteScalarAsync(Cancel))!;
    });

    private static async Task<long> MessagesAsync(ActivityReader reader, bool mayLag) => (await reader.ReadAsync(Guild, Day, Day, mayLag, Cancel)).Days.Single().Messages;

    private static Task SetAsync(ScratchDatabase database, int messages) => database.ExecuteAsync(
        $"INSERT INTO guild_stats_daily VALUES ({Guild}, '{Day:yyyy-MM-dd}', {messages}, 0, 1, 1, 0, 0, 0) ON CONFLICT (guild_id, date) DO UPDATE SET message_count = excluded.message_count", Cancel);

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}

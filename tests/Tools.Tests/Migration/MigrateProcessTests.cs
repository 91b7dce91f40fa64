using CommunityIntel.Lab.Postgres;
using CommunityIntel.Lab.Processes;
using Npgsql;

namespace CommunityIntel.Tools.Tests.Migration;

/// <summary>The real process, as an operator starts it.</summary>
public sealed class MigrateProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_that_is_killed_within_a_transaction_goes_on_and_counts_nothing_twice()
    {
        await using var world = await OldWorld.CreateAsync();
        await using (var holder = await world.Home.DataSource.OpenConnectionAsync(Cancel))
        {
            // Somebody else holds the large server: the process comes as far as its first message and waits there.
            await world.Home.ExecuteAsync($"INSERT INTO guild_watermarks (guild_id, epoch) VALUES ({OldWorld.Large}, 1)", Cancel);
            await using var held = await holder.BeginTransactionAsync(Cancel);
            await using (var hold = new NpgsqlCommand($"SELECT FROM guild_watermarks WHERE guild_id = {OldWorld.Large} FOR UPDATE", holder)) await hold.ExecuteNonQueryAsync(Cancel);
            await using var process = ChildProcess.Start("Tools", world.Environment(), "migrate", "--rows-at-once", "100", "--time-zone", "Europe/Paris");
            await WaitForLockAsync(world.Home, process);
            process.Kill();
            (await process.WaitForExitAsync(Patience, Cancel)).Should().Be(137);
        }

        var left = await world.Home.ScalarAsync<long>("SELECT seen FROM moved_tables WHERE source = 'messages' AND ended_at IS NULL", Cancel);
        left.Should().BeGreaterThan(0).And.BeLessThan(OldWorld.Good);
        await using (var again = ChildProcess.Start("Tools", world.Environment(), "migrate", "--rows-at-once", "100", "--time-zone", "Europe/Paris"))
        {
            (await again.WaitForExitAsync(Patience, Cancel)).Should().Be(0, again.Output);
            again.Output.Should().Contain("Everything that could be taken over is here.").And.Contain("4  an id is none of Discord's").And.NotContain("Password").And.NotContain("secret words");
        }

        await using var whole = await ScratchDatabase.CreateAsync(Cancel);
        await world.MoveAsync(whole);
        (await OldWorld.FingerprintAsync(world.Home)).Should().Be(await OldWorld.FingerprintAsync(whole));
    }

    [Fact]
    public async Task A_dry_run_tells_what_there_is_and_writes_nothing()
    {
        await using var world = await OldWorld.CreateAsync();
        var before = await ContentAsync(world.Old);

        await using var process = ChildProcess.Start("Tools", world.Environment(hasHome: false), "migrate", "--dry-run");

        (await process.WaitForExitAsync(Patience, Cancel)).Should().Be(0, process.Output);
        process.Output.Should().Contain("messages -> messages: guild = guild_id; channel = channel_id; author = author_id; message = message_id; time = created_at; read by id")
            .And.Contain("messages: 2,410 rows, 8 cannot be taken over").And.Contain("It would take about").And.Contain("Nothing was written.").And.Contain("1  negative XP; e.g. key 111111111111111111, 799");
        (await ContentAsync(world.Old)).Should().Be(before);
    }

    [Fact]
    public async Task A_table_that_cannot_be_mapped_stops_everything_before_anything_is_written()
    {
        await using var world = await OldWorld.CreateAsync();
        await world.Old.ExecuteAsync("ALTER TABLE user_xp RENAME COLUMN xp TO score", Cancel);

        await using var process = ChildProcess.Start("Tools", world.Environment(), "migrate");

        (await process.WaitForExitAsync(Patience, Cancel)).Should().Be(2, process.Output);
        process.Output.Should().Contain("CANNOT BE MAPPED: user_xp has no column for the XP: expected one of xp, total_xp, experience, points");
        (await world.Home.ScalarAsync<long>("SELECT count(*) FROM moved_tables", Cancel)).Should().Be(0);
        (await world.Home.ScalarAsync<long>("SELECT count(*) FROM messages", Cancel)).Should().Be(0);
    }

    [Fact]
    public async Task An_address_as_an_argument_is_refused_and_not_repeated()
    {
        await using var process = ChildProcess.Start("Tools", new Dictionary<string, string?>(), "migrate", "--dry-run", "--from", "postgres://u:hunter2@h/d");

        (await process.WaitForExitAsync(Patience, Cancel)).Should().Be(2);
        process.Output.Should().Contain("environment variable or a file").And.NotContain("hunter2");
    }

    private static async Task<string?> ContentAsync(ScratchDatabase database) => await database.ScalarAsync<string>(
        """
        SELECT (SELECT count(*) FROM pg_class) || ' ' || md5(string_agg(t::text, '|' ORDER BY t::text)) FROM (
          SELECT m::text FROM messages m UNION ALL SELECT a::text FROM messages_archive a UNION ALL SELECT v::text FROM voice_sessions v UNION ALL SELECT x::text FROM user_xp x) AS t
        """, Cancel);

    private static async Task WaitForLockAsync(ScratchDatabase database, ChildProcess process)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')", Cancel))
        {
            process.HasExited.Should().BeFalse(process.Output);
            await tick.WaitForNextTickAsync(Cancel);
        }
    }
}

using CommunityIntel.Lab.Postgres;
using CommunityIntel.Storage.MovingIn;

namespace CommunityIntel.Tools.Tests.Migration;

/// <summary>Rows of guilds that were moved end like any others, and their sums stay.</summary>
public sealed class EndedRowsTests
{
    /// <summary>All of the small server is from before, most of the large one.</summary>
    private static readonly DateOnly KeptFrom = new(2026, 4, 1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_taken_over_and_has_ended_is_not_taken_over_again_and_not_missed(bool toArchive)
    {
        await using var world = await OldWorld.CreateAsync();
        await world.MoveAsync();
        var sums = await OldWorld.SumsAsync(world.Home);
        await world.EndRowsAsync(KeptFrom, toArchive);
        var ended = await OldWorld.FingerprintAsync(world.Home);
        (await world.Home.ScalarAsync<long>("SELECT count(*) FROM messages", Cancel)).Should().BeInRange(1, OldWorld.Good / 2);

        var check = await world.CheckAsync();
        check.IsGood.Should().BeTrue();
        check.Months.Where(m => m.Target == "messages").Sum(m => m.PassedOver).Should().Be(toArchive ? 0 : await world.Old.ScalarAsync<long>("SELECT count(*) FROM said WHERE at < '2026-04-01Z'", Cancel));
        await world.MoveAsync();
        await world.MoveAsync(isDelta: true);

        (await OldWorld.FingerprintAsync(world.Home)).Should().Be(ended);
        (await OldWorld.SumsAsync(world.Home)).Should().Be(sums);
        (await world.CheckAsync()).IsGood.Should().BeTrue();
    }

    [Fact]
    public async Task What_would_end_at_once_is_counted_once_though_the_first_run_stops_and_rows_end_meanwhile()
    {
        await using var world = await OldWorld.CreateAsync();
        // What both tables hold is told apart by its row alone.
        await world.Old.ExecuteAsync("DELETE FROM messages WHERE message_id IN (SELECT message_id FROM messages_archive)", Cancel);
        await using var whole = await ScratchDatabase.CreateAsync(Cancel);
        await world.MoveAsync(whole);

        await world.EndRowsAsync(KeptFrom);
        await world.MoveAsync(world.Home, tables: 1);
        await world.EndRowsAsync(KeptFrom);
        await world.MoveAsync();
        (await OldWorld.SumsAsync(world.Home)).Should().Be(await OldWorld.SumsAsync(whole));
        await world.EndRowsAsync(KeptFrom);
        await world.MoveAsync();

        (await OldWorld.SumsAsync(world.Home)).Should().Be(await OldWorld.SumsAsync(whole));
        (await world.CheckAsync()).IsGood.Should().BeTrue();
    }

    [Fact]
    public async Task After_taking_back_only_what_was_taken_back_is_taken_over_again()
    {
        await using var world = await OldWorld.CreateAsync();
        await world.MoveAsync();
        await world.Home.ExecuteAsync($"UPDATE guild_watermarks SET session_id = 's' WHERE guild_id = {OldWorld.Large}", Cancel);
        var sums = await OldWorld.SumsAsync(world.Home);
        await world.EndRowsAsync(KeptFrom);
        var undo = new MoveUndo(world.Home.DataSource);

        (await undo.EraseAsync(OldWorld.Small, Cancel)).Should().BeTrue();
        await undo.ForgetCursorsAsync(Cancel);
        await world.MoveAsync();

        (await OldWorld.SumsAsync(world.Home)).Should().Be(sums);
        (await world.CheckAsync()).IsGood.Should().BeTrue();
    }

    [Fact]
    public async Task A_counter_that_lost_something_is_still_found_where_rows_have_ended()
    {
        await using var world = await OldWorld.CreateAsync();
        await world.MoveAsync();
        await world.EndRowsAsync(KeptFrom);
        await world.Home.ExecuteAsync($"UPDATE guild_stats_daily SET message_count = message_count - 1 WHERE guild_id = {OldWorld.Small} AND date = '2026-03-17'", Cancel);

        (await world.CheckAsync()).Counters.Should().Match<CheckedCounters>(c => c.Wrong == 1 && c.Examples.Contains(OldWorld.Small));
    }
}

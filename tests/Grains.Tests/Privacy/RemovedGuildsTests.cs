using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Notes;
using CommunityIntel.GrainInterfaces.Privacy;
using CommunityIntel.GrainInterfaces.Rewards;
using CommunityIntel.GrainInterfaces.Xp;

namespace CommunityIntel.Grains.Tests.Privacy;

public sealed class RemovedGuildsTests(RunningSilo silo) : IClassFixture<RunningSilo>
{
    private static long _guild = 712_345_678_900_000_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Thirty_days_after_the_bot_was_removed_no_table_knows_the_guild()
    {
        var (id, other) = (Next(), Next());
        await LivelyAsync(id);
        await LivelyAsync(other);
        await RemoveAsync(id);
        await LookAsync(TimeSpan.FromDays(29));
        (await silo.Database.ScalarAsync<long>($"SELECT count(*) FROM messages WHERE guild_id = {id}", Cancellation)).Should().Be(20);
        (await silo.Database.ScalarAsync<long>($"SELECT count(*) FROM date_notes WHERE guild_id = {id}", Cancellation)).Should().Be(1);

        await LookAsync(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        (await EveryTable.NamingAsync(silo.Database, id, Cancellation)).Should().BeEmpty();
        (await silo.Database.ScalarAsync<long>($"SELECT count(*) FROM messages WHERE guild_id = {other}", Cancellation)).Should().Be(20);
    }

    [Fact]
    public async Task A_bot_that_comes_back_in_time_calls_it_off()
    {
        var id = Next();
        await LivelyAsync(id);
        await RemoveAsync(id);
        await silo.Guild(id).ApplyAsync(Some.Batch("two", Some.Guild(800, silo.Clock.GetUtcNow())) with { SessionOrder = 2 });
        await LookAsync(TimeSpan.FromDays(31));
        (await silo.Guild(id).GetProfileAsync()).Should().BeEquivalentTo(new { BotPresent = true, Name = "A guild" });
        (await silo.Database.ScalarAsync<long>($"SELECT count(*) FROM messages WHERE guild_id = {id}", Cancellation)).Should().Be(20);
    }

    [Fact]
    public async Task A_guild_that_comes_back_after_its_deletion_is_new_and_an_older_activation_can_write_nothing()
    {
        var id = Next();
        await LivelyAsync(id);
        var before = await silo.Database.ScalarAsync<long>($"SELECT epoch FROM guild_watermarks WHERE guild_id = {id}", Cancellation);
        await RemoveAsync(id);
        await LookAsync(TimeSpan.FromDays(31));
        await Eventually.Succeeds(() => silo.Guild(id).ApplyAsync(Some.Batch("new", Some.Guild(1, Some.Morning.AddDays(40)), Some.Message(2, 7, Some.Morning.AddDays(40))) with { SessionOrder = 2 }));

        (await silo.Database.ScalarAsync<long>($"SELECT epoch FROM guild_watermarks WHERE guild_id = {id}", Cancellation)).Should().BeGreaterThan(before);
        (await silo.Guild(id).GetLeaderboardAsync(LeaderboardBoard.Messages, 0, 10)).Entries.Single().Messages.Should().Be(1);
    }

    [Fact]
    public async Task A_deletion_that_was_begun_ends_before_anything_new_is_applied()
    {
        var id = Next();
        await LivelyAsync(id);
        await silo.Database.ExecuteAsync($"UPDATE guild_watermarks SET is_erasing = true WHERE guild_id = {id}", Cancellation);
        await silo.DeactivateAsync(id);
        await Eventually.Succeeds(() => silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Message(900, 7, Some.Morning.AddDays(40)))));
        (await silo.Database.ScalarAsync<long>($"SELECT count(*) FROM messages WHERE guild_id = {id}", Cancellation)).Should().Be(1);
    }

    [Fact]
    public async Task A_removal_told_again_after_the_deletion_leaves_no_guild_behind()
    {
        var id = Next();
        await LivelyAsync(id);
        await RemoveAsync(id);
        await LookAsync(TimeSpan.FromDays(31));
        await Eventually.Succeeds(() => silo.Guild(id).ApplyAsync(Some.Batch("two", new GuildGone(700, false, silo.Clock.GetUtcNow())) with { SessionOrder = 2 }));
        (await silo.Database.ScalarAsync<long>($"SELECT count(*) FROM guilds WHERE guild_id = {id}", Cancellation)).Should().Be(0);
    }

    private static long Next() => Interlocked.Add(ref _guild, 1_001);

    private async Task LivelyAsync(long id)
    {
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning, voice: (7, 600))));
        await silo.HonourAsync(id, LevelAnnouncement.WhereItHappened, [new RewardRole(1, 901, "Silver", false)]);
        await silo.Guild(id).ApplyAsync(Some.Batch("s", [.. Enumerable.Range(0, 20).Select(i => Some.Message(2 + i, 7, Some.Morning.AddDays(i * 2)))]));
        await silo.Grains.GetGrain<IGuildNotesGrain>(id).AddNoteAsync(DateOnly.FromDateTime(Some.Morning.UtcDateTime), "Tournament", "note", Some.Manager);
        await silo.Guild(id).ApplyAsync(Some.Batch("two", Some.Guild(1, Some.Morning.AddDays(50))) with { SessionOrder = 2 });
    }

    private Task<TextWish> RemoveAsync(long id) => silo.Guild(id).ApplyAsync(Some.Batch("two", new GuildGone(600, false, silo.Clock.GetUtcNow())) with { SessionOrder = 2 });

    private async Task LookAsync(TimeSpan after)
    {
        silo.Clock.Advance(after);
        await silo.Grains.GetGrain<IRemovedGuildsGrain>(0).AsReference<IRemindable>().ReceiveReminder("hourly", default);
    }
}

using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Xp;

namespace CommunityIntel.Grains.Tests.Xp;

public sealed class ManualXpTests(RunningSilo silo) : IClassFixture<RunningSilo>
{
    private const long Somebody = 7, Other = 8;

    [Fact]
    public async Task Xp_given_twice_by_the_same_request_is_given_once_and_survives_the_activation()
    {
        var id = await GuildAsync();
        var gift = new XpChange(Somebody, XpChangeKind.Give, 1_150, "request-1");
        var answer = await Xp(id).ChangeXpAsync(gift, Some.Manager);
        answer.Should().Be(new XpChangeAnswer(XpChangeOutcome.Done, 0, 1_150, 0, 5, 1));
        (await Xp(id).ChangeXpAsync(gift, Some.Manager)).Should().Be(answer);
        await silo.DeactivateAsync(id);
        (await Xp(id).ChangeXpAsync(gift, Some.Manager)).Should().Be(answer);
        (await XpOfAsync(id, Somebody)).Should().Be(1_150);
    }

    [Fact]
    public async Task What_was_given_and_taken_is_undone_once_and_what_was_earned_since_stays()
    {
        var id = await GuildAsync();
        var given = await Xp(id).ChangeXpAsync(new(Somebody, XpChangeKind.Give, 500, "a"), Some.Manager);
        await Xp(id).ChangeXpAsync(new(Somebody, XpChangeKind.Take, 100, "b"), Some.Manager);
        var undone = await Audit(id).UndoAsync(given.EntryId, "c", Some.Manager);
        undone.Outcome.Should().Be(UndoOutcome.Done);
        (await Audit(id).UndoAsync(given.EntryId, "c", Some.Manager)).Should().BeEquivalentTo(undone, "a request asked twice answers the same");
        (await Audit(id).UndoAsync(given.EntryId, "d", Some.Manager)).Outcome.Should().Be(UndoOutcome.AlreadyUndone);
        (await XpOfAsync(id, Somebody)).Should().Be(0, "400 were left and 500 are taken back: nobody falls below nothing");
        (await Audit(id).UndoLastAsync(Somebody, "e", Some.Manager)).Outcome.Should().Be(UndoOutcome.Done, "the taking still stands");
        (await XpOfAsync(id, Somebody)).Should().Be(100);
        (await Audit(id).UndoLastAsync(Somebody, "f", Some.Manager)).Outcome.Should().Be(UndoOutcome.NotFound);
    }

    [Fact]
    public async Task Everybodys_xp_is_reset_at_once_and_comes_back_with_what_was_earned_since()
    {
        var id = await GuildAsync();
        await Xp(id).ChangeXpAsync(new(Somebody, XpChangeKind.Set, 4_675, "a"), Some.Manager);
        await Xp(id).ChangeXpAsync(new(Other, XpChangeKind.Set, 100, "b"), Some.Manager);
        var reset = await Xp(id).ResetEverybodyAsync("c", Some.Manager);
        reset.Should().Be(new EverybodyResetAnswer(2, 3));
        (await Xp(id).ResetEverybodyAsync("c", Some.Manager)).Should().Be(reset);
        (await XpOfAsync(id, Somebody)).Should().Be(0);
        await Xp(id).ChangeXpAsync(new(Somebody, XpChangeKind.Give, 25, "d"), Some.Manager);
        await silo.DeactivateAsync(id);
        (await Audit(id).UndoAsync(reset.EntryId, "e", Some.Manager)).Outcome.Should().Be(UndoOutcome.Done);
        (await Audit(id).UndoAsync(reset.EntryId, "f", Some.Manager)).Outcome.Should().Be(UndoOutcome.AlreadyUndone);
        (await XpOfAsync(id, Somebody)).Should().Be(4_700);
        (await XpOfAsync(id, Other)).Should().Be(100);
        (await Xp(id).ChangeXpAsync(new(Other, XpChangeKind.Give, 1, "g"), Some.Manager)).EntryId.Should().Be(6);
    }

    [Fact]
    public async Task The_newest_change_that_is_taken_back_may_be_a_reset_of_everybody()
    {
        var id = await GuildAsync();
        await Xp(id).ChangeXpAsync(new(Somebody, XpChangeKind.Set, 300, "a"), Some.Manager);
        var reset = await Xp(id).ResetEverybodyAsync("b", Some.Manager);
        (await Audit(id).UndoLastAsync(null, "c", Some.Manager)).Should().BeEquivalentTo(new { Outcome = UndoOutcome.Done, Entry = new { UndoesId = (long?)reset.EntryId } });
        (await XpOfAsync(id, Somebody)).Should().Be(300);
        (await Audit(id).UndoLastAsync(null, "d", Some.Manager)).Outcome.Should().Be(UndoOutcome.Done, "the setting before it still stands");
        (await XpOfAsync(id, Somebody)).Should().Be(0);
    }

    [Fact]
    public async Task Amounts_that_cannot_be_counted_and_bots_are_refused()
    {
        var id = await GuildAsync();
        (await Xp(id).ChangeXpAsync(new(Somebody, XpChangeKind.Give, -1, "a"), Some.Manager)).Outcome.Should().Be(XpChangeOutcome.AmountOutOfRange);
        (await Xp(id).ChangeXpAsync(new(Somebody, XpChangeKind.Set, (1L << 53) + 1, "b"), Some.Manager)).Outcome.Should().Be(XpChangeOutcome.AmountOutOfRange);
        (await Xp(id).ChangeXpAsync(new(Somebody, XpChangeKind.Set, 1L << 53, "c"), Some.Manager)).After.Should().Be(1L << 53);
        (await Xp(id).ChangeXpAsync(new(Somebody, XpChangeKind.Give, 1L << 53, "d"), Some.Manager)).Outcome.Should().Be(XpChangeOutcome.NothingToChange);
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Message(9, 77, Some.Morning, kind: GrainInterfaces.Guilds.AuthorKind.Bot)));
        (await Xp(id).ChangeXpAsync(new(77, XpChangeKind.Give, 5, "e"), Some.Manager)).Outcome.Should().Be(XpChangeOutcome.IsBot);
    }

    [Fact]
    public async Task The_log_tells_who_did_what_newest_first_in_pages()
    {
        var id = await GuildAsync();
        for (var i = 1; i <= 5; i++) await Xp(id).ChangeXpAsync(new(i % 2 == 0 ? Other : Somebody, XpChangeKind.Give, i, $"{i}", "Ada"), Some.Manager);
        var first = await Audit(id).GetAuditAsync(new AuditQuery(null, 3));
        first.Entries.Select(e => e.Id).Should().Equal(5, 4, 3);
        first.Entries[0].Should().BeEquivalentTo(new { Actor = Some.Manager, SubjectName = "Ada", SubjectId = Somebody, Before = """{"xp": 4}""", After = """{"xp": 9}""", CanUndo = true });
        (await Audit(id).GetAuditAsync(new AuditQuery(first.Next, 3))).Should().BeEquivalentTo(new { Next = (long?)null }).And.Match<AuditPage>(p => p.Entries.Count == 2);
        (await Audit(id).GetAuditAsync(new AuditQuery(null, 100, SubjectId: Other))).Entries.Select(e => e.Id).Should().Equal(4, 2);
    }

    [Fact]
    public async Task What_a_reset_kept_is_deleted_when_its_time_is_over()
    {
        var id = await GuildAsync();
        await Xp(id).ChangeXpAsync(new(Somebody, XpChangeKind.Set, 50, "a"), Some.Manager);
        await Xp(id).ResetEverybodyAsync("b", Some.Manager);
        await using var database = Npgsql.NpgsqlDataSource.Create(silo.Database.ConnectionString);
        var snapshots = new Storage.Xp.XpSnapshots(database);
        await snapshots.TrimAsync(DateTimeOffset.UtcNow.AddMinutes(-5));
        (await CountAsync()).Should().Be(1);
        await snapshots.TrimAsync(DateTimeOffset.UtcNow.AddMinutes(5));
        (await CountAsync()).Should().Be(0);

        async Task<long> CountAsync()
        {
            await using var command = database.CreateCommand("SELECT count(*) FROM xp_snapshots WHERE guild_id = $1");
            command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = id });
            return (long)(await command.ExecuteScalarAsync())!;
        }
    }

    private async Task<long> GuildAsync()
    {
        var id = Some.GuildId();
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning)));
        return id;
    }

    private async Task<long> XpOfAsync(long id, long user) => (await silo.Guild(id).GetRankAsync(user))!.Entry.Xp;

    private IGuildXpGrain Xp(long id) => silo.Grains.GetGrain<IGuildXpGrain>(id);

    private IGuildAuditGrain Audit(long id) => silo.Grains.GetGrain<IGuildAuditGrain>(id);
}

using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Notes;
using CommunityIntel.Lab.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CommunityIntel.Grains.Tests.Notes;

public sealed class GuildNotesGrainTests(RunningSilo silo) : IClassFixture<RunningSilo>
{
    private static readonly DateOnly Day = DateOnly.FromDateTime(Some.Morning.UtcDateTime);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_written_survives_the_activation_is_in_the_audit_log_and_can_be_taken_back()
    {
        var (id, notes) = await KnownAsync();
        (await notes.AddNoteAsync(Day, "  Tournament <b>  ", "one", Some.Manager)).Should().Be(NoteAnswer.Added);
        await silo.DeactivateAsync(id);

        var note = (await AllAsync(notes)).Should().ContainSingle().Which;
        note.Should().BeEquivalentTo(new { Date = Day, Text = "Tournament <b>" });
        var added = (await LogAsync(id)).Should().ContainSingle().Which;
        added.Should().BeEquivalentTo(new { note.Id, Action = AuditAction.NoteAdded, Before = (string?)null, Actor = new { Some.Manager.UserId }, CanUndo = true });
        added.After.Should().Contain("2026-03-02").And.Contain("Tournament");

        (await UndoAsync(id, added.Id, "back")).Should().Be(UndoOutcome.Done);
        await silo.DeactivateAsync(id);
        (await AllAsync(notes)).Should().BeEmpty();
        (await LogAsync(id))[0].Should().BeEquivalentTo(new { Action = AuditAction.NoteDeleted, UndoesId = (long?)added.Id, CanUndo = true });
    }

    [Fact]
    public async Task A_deleted_note_comes_back_as_it_was_and_its_addition_can_still_be_taken_back()
    {
        var (id, notes) = await KnownAsync();
        await notes.AddNoteAsync(Day, "New rules", "one", Some.Manager);
        var note = (await AllAsync(notes)).Single();
        (await notes.DeleteNoteAsync(note.Id, Some.Manager)).Should().BeTrue();
        (await notes.DeleteNoteAsync(note.Id, Some.Manager)).Should().BeFalse("it is gone");
        var log = await LogAsync(id);
        log.Should().HaveCount(2);
        log[0].Should().BeEquivalentTo(new { Action = AuditAction.NoteDeleted, After = (string?)null });

        (await UndoAsync(id, log[0].Id, "back")).Should().Be(UndoOutcome.Done);
        (await UndoAsync(id, log[0].Id, "back")).Should().Be(UndoOutcome.Done, "it is the same request");
        (await UndoAsync(id, log[0].Id, "again")).Should().Be(UndoOutcome.AlreadyUndone);
        await silo.DeactivateAsync(id);
        (await AllAsync(notes)).Should().Equal(note);
        (await UndoAsync(id, log[1].Id, "never")).Should().Be(UndoOutcome.Done);
        (await AllAsync(notes)).Should().BeEmpty();
    }

    [Fact]
    public async Task What_stands_in_the_way_of_taking_back_is_told()
    {
        var (id, notes) = await KnownAsync();
        await notes.AddNoteAsync(Day, "gone", "one", Some.Manager);
        var added = (await LogAsync(id)).Single();
        await notes.DeleteNoteAsync(added.Id, Some.Manager);
        (await UndoAsync(id, added.Id, "late")).Should().Be(UndoOutcome.Refused, "the note is gone already");

        for (var i = 0; i < 200; i++) await notes.AddNoteAsync(Day, "full", $"n{i}", Some.Manager);
        (await UndoAsync(id, (await LogAsync(id, AuditAction.NoteDeleted)).Single().Id, "full")).Should().Be(UndoOutcome.Refused);
        (await notes.AddNoteAsync(Day, "one more", "more", Some.Manager)).Should().Be(NoteAnswer.TooMany);
    }

    [Fact]
    public async Task The_same_request_is_one_note_and_the_same_words_of_two_managers_are_two()
    {
        var (id, notes) = await KnownAsync();
        var other = Some.Manager with { UserId = 9_002 };
        await Task.WhenAll(
            notes.AddNoteAsync(Day, "Launch", "one", Some.Manager), notes.AddNoteAsync(Day, "Launch", "one", Some.Manager), notes.AddNoteAsync(Day, "Launch", "two", other));
        await silo.DeactivateAsync(id);
        (await notes.AddNoteAsync(Day, "Launch", "two", other)).Should().Be(NoteAnswer.Added);

        var both = await AllAsync(notes);
        both.Should().HaveCount(2);
        (await Task.WhenAll(notes.DeleteNoteAsync(both[0].Id, Some.Manager), notes.DeleteNoteAsync(both[0].Id, other))).Should().BeEquivalentTo([true, false]);
        (await AllAsync(notes)).Should().Equal(both[1]);
        (await LogAsync(id)).Should().HaveCount(3);
    }

    [Theory]
    [InlineData(" \t ", NoteAnswer.Empty), InlineData("a\0b", NoteAnswer.NotOneLine), InlineData("\u202Etxt", NoteAnswer.NotOneLine)]
    public async Task What_may_not_be_a_note_is_refused_and_nothing_is_written(string text, NoteAnswer answer)
    {
        var (id, notes) = await KnownAsync();
        (await notes.AddNoteAsync(Day, text, "one", Some.Manager)).Should().Be(answer);
        (await notes.AddNoteAsync(Day, new string('a', 10_000), "two", Some.Manager)).Should().Be(NoteAnswer.TooLong);
        (await notes.AddNoteAsync(DateOnly.MaxValue, "far", "three", Some.Manager)).Should().Be(NoteAnswer.DateOutOfRange);
        (await notes.AddNoteAsync(Day, new string('é', 120), "four", Some.Manager)).Should().Be(NoteAnswer.Added);
        (await LogAsync(id)).Should().HaveCount(1);
    }

    [Fact]
    public async Task A_range_has_the_notes_of_its_days_in_their_order()
    {
        var (_, notes) = await KnownAsync();
        foreach (var (day, text) in new[] { (2, "third"), (0, "first"), (1, "second"), (1, "again"), (9, "later") })
            await notes.AddNoteAsync(Day.AddDays(day), text, text, Some.Manager);
        (await notes.GetNotesAsync(Day, Day.AddDays(2))).Select(n => n.Text).Should().Equal("first", "second", "again", "third");
    }

    [Fact]
    public async Task A_guild_where_the_bot_never_was_has_no_notes()
    {
        var notes = silo.Grains.GetGrain<IGuildNotesGrain>(Some.GuildId());
        (await notes.AddNoteAsync(Day, "nobody", "one", Some.Manager)).Should().Be(NoteAnswer.UnknownGuild);
        (await notes.DeleteNoteAsync(1, Some.Manager)).Should().BeFalse();
        (await AllAsync(notes)).Should().BeEmpty();
    }

    [Fact]
    public async Task An_activation_that_lost_the_guild_writes_nothing_and_shows_nothing()
    {
        var (id, notes) = await KnownAsync();
        await silo.Database.ExecuteAsync($"UPDATE guild_watermarks SET epoch = epoch + 1 WHERE guild_id = {id}", Cancellation);
        await FluentActions.Awaiting(() => notes.AddNoteAsync(Day, "lost", "one", Some.Manager)).Should().ThrowAsync<StorageUnavailableException>();
        await Eventually.Holds(async () => (await AllAsync(notes)).Count == 0);
        (await LogAsync(id)).Should().BeEmpty();

        await Eventually.Succeeds(() => notes.AddNoteAsync(Day, "found", "one", Some.Manager));
        (await AllAsync(notes)).Select(n => n.Text).Should().Equal("found");
    }

    [Fact]
    public async Task While_the_database_is_away_nothing_is_answered_as_written_and_the_same_request_later_writes_it_once()
    {
        await using var server = await ScratchServer.StartNewAsync(Cancellation);
        await using var database = await server.CreateDatabaseAsync(Cancellation);
        using var host = RunningSilo.Build(database.ConnectionString);
        await host.StartAsync(Cancellation);
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        var id = Some.GuildId();
        await grains.GetGrain<IGuildGrain>(id).ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning), Some.Message(2, 7, Some.Morning)));
        var notes = grains.GetGrain<IGuildNotesGrain>(id);
        await notes.AddNoteAsync(Day, "before", "zero", Some.Manager);

        await server.StopAsync(Cancellation);
        await FluentActions.Awaiting(() => notes.AddNoteAsync(Day, "meanwhile", "one", Some.Manager)).Should().ThrowAsync<StorageUnavailableException>();
        await server.StartAsync(Cancellation);
        await Eventually.Succeeds(() => notes.AddNoteAsync(Day, "meanwhile", "one", Some.Manager));

        (await AllAsync(notes)).Select(n => n.Text).Should().Equal("before", "meanwhile");
        (await database.ScalarAsync<long>($"SELECT count(*) FROM date_notes WHERE guild_id = {id}", Cancellation)).Should().Be(2);
        await host.StopAsync(Cancellation);
    }

    private async Task<(long Id, IGuildNotesGrain Notes)> KnownAsync()
    {
        var id = Some.GuildId();
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning), Some.Message(2, 7, Some.Morning)));
        return (id, silo.Grains.GetGrain<IGuildNotesGrain>(id));
    }

    private static Task<IReadOnlyList<DateNote>> AllAsync(IGuildNotesGrain notes) => notes.GetNotesAsync(DateOnly.MinValue, DateOnly.MaxValue);

    private async Task<IReadOnlyList<AuditRecord>> LogAsync(long id, AuditAction? action = null) =>
        (await silo.Grains.GetGrain<IGuildAuditGrain>(id).GetAuditAsync(new(null, 100, action))).Entries;

    private async Task<UndoOutcome> UndoAsync(long id, long entry, string key) =>
        (await silo.Grains.GetGrain<IGuildAuditGrain>(id).UndoAsync(entry, key, Some.Manager)).Outcome;
}

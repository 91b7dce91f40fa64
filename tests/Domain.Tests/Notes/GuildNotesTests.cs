using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Notes;
using FsCheck;
using FsCheck.Fluent;

namespace CommunityIntel.Domain.Tests.Notes;

public sealed class GuildNotesTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    private readonly Guild _guild = Some.Guild();

    [Fact]
    public void A_note_that_is_added_twice_is_there_once_and_one_that_is_deleted_twice_was_there_once()
    {
        var note = new DateNote(1, Today, "Tournament");
        _guild.AddNote(note, Today).Should().BeNull();
        _guild.AddNote(note, Today).Should().BeNull();
        _guild.TakeChanges().Notes.Should().Equal(new Dictionary<long, DateNote?> { [1] = note });

        _guild.DeleteNote(1).Should().Be(note);
        _guild.DeleteNote(1).Should().BeNull();
        _guild.TakeChanges().Notes.Should().Equal(new Dictionary<long, DateNote?> { [1] = null });
        _guild.Notes.Should().BeEmpty();
    }

    [Theory]
    [InlineData(-364, null), InlineData(-365, NoteFault.DateOutOfRange), InlineData(366, null), InlineData(367, NoteFault.DateOutOfRange)]
    public void A_day_that_is_too_far_away_has_no_notes(int days, NoteFault? fault)
    {
        _guild.AddNote(new(1, Today.AddDays(days), "far"), Today).Should().Be(fault);
        _guild.TakeChanges().IsEmpty.Should().Be(fault is not null);
    }

    [Fact]
    public void The_first_day_of_a_guild_is_what_its_past_is_measured_from()
    {
        var guild = Some.Guild(null, 7);
        guild.Says(7, Some.Noon);
        guild.AddNote(new(1, Today.AddDays(-364), "before the bot"), Today.AddDays(1_000)).Should().BeNull();
    }

    [Fact]
    public void There_are_at_most_200_and_any_number_of_them_on_a_day()
    {
        for (var id = 1; id <= NoteRules.MostNotes; id++) _guild.AddNote(new(id, Today, "a"), Today).Should().BeNull();
        _guild.AddNote(new(201, Today, "b"), Today).Should().Be(NoteFault.TooMany);
        _guild.AddNote(new(200, Today, "a"), Today).Should().BeNull("it is one of them");
        _guild.DeleteNote(7);
        _guild.AddNote(new(201, Today, "b"), Today).Should().BeNull();
    }

    [Fact]
    public void What_is_written_gives_the_same_notes_again() => Prop.ForAll<(byte Id, bool Adds, sbyte Day, NonNull<string> Text)[]>(steps =>
    {
        var guild = Some.Guild();
        var written = new Dictionary<long, DateNote>();
        foreach (var (id, adds, day, text) in steps)
        {
            if (adds) guild.AddNote(new(id, Today.AddDays(day), text.Get.Trim()), Today);
            else guild.DeleteNote(id);
            foreach (var (changed, note) in guild.TakeChanges().Notes)
            {
                if (note is null) written.Remove(changed);
                else written[changed] = note;
            }
        }

        var again = Some.Guild();
        again.RestoreNotes(written.Values);
        return again.Notes.OrderBy(n => n.Key).SequenceEqual(guild.Notes.OrderBy(n => n.Key));
    }).QuickCheckThrowOnFailure();
}

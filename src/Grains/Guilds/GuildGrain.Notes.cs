using CommunityIntel.Domain.Audit;
using CommunityIntel.Domain.Guilds;
using CommunityIntel.GrainInterfaces.Notes;
using CommunityIntel.Grains.Audit;
using Actor = CommunityIntel.GrainInterfaces.Audit.Actor;

namespace CommunityIntel.Grains.Guilds;

/// <summary>Notes on days. Few, and all in memory: reading them interleaves with whatever is written.</summary>
public sealed partial class GuildGrain : IGuildNotesGrain
{
    public Task<IReadOnlyList<DateNote>> GetNotesAsync(DateOnly firstDay, DateOnly lastDay) => Task.FromResult<IReadOnlyList<DateNote>>(
        [.. _guild.Notes.Values.Where(n => n.Date >= firstDay && n.Date <= lastDay).OrderBy(n => n.Date).ThenBy(n => n.Id).Select(ToWire)]);

    public async Task<NoteAnswer> AddNoteAsync(DateOnly day, string text, string requestKey, Actor actor)
    {
        MustBeWhole();
        if (_guild.Identity == GuildIdentity.Unknown) return NoteAnswer.UnknownGuild;
        if (await DoneBeforeAsync(requestKey) is not null) return NoteAnswer.Added;
        return await AddNoteAsync(new DateNote(_guild.LastAuditId + 1, day, text.Trim()), actor, undoesId: 0, requestKey);
    }

    public async Task<bool> DeleteNoteAsync(long noteId, Actor actor)
    {
        MustBeWhole();
        return await DeleteNoteAsync(noteId, actor, undoesId: 0, requestKey: null);
    }

    private async Task<NoteAnswer> AddNoteAsync(DateNote note, Actor actor, long undoesId, string? requestKey)
    {
        if (_guild.AddNote(ToDomain(note), _calendar.DateOf(time.GetUtcNow())) is { } fault) return (NoteAnswer)(int)fault;
        _guild.Note(AuditWire.ToDomain(actor), AuditKind.NoteAdded, 0, null, AuditWire.ToJson(note), NowMs, undoesId, requestKey);
        await CommitAsync(_guild.TakeChanges());
        return NoteAnswer.Added;
    }

    private async Task<bool> DeleteNoteAsync(long noteId, Actor actor, long undoesId, string? requestKey)
    {
        if (_guild.DeleteNote(noteId) is not { } note) return false;
        _guild.Note(AuditWire.ToDomain(actor), AuditKind.NoteDeleted, 0, AuditWire.ToJson(ToWire(note)), null, NowMs, undoesId, requestKey);
        await CommitAsync(_guild.TakeChanges());
        return true;
    }

    private async Task<bool> TakeNoteBackAsync(AuditEntry entry, string requestKey, Actor actor) =>
        AuditWire.NoteOf(entry.After) is { } note && await DeleteNoteAsync(note.Id, actor, entry.Id, requestKey);

    // The same note again: whoever takes this back, or the entry with which it was first added, finds it by its id.
    private async Task<bool> RestoreNoteAsync(AuditEntry entry, string requestKey, Actor actor) =>
        AuditWire.NoteOf(entry.Before) is { } note && !_guild.Notes.ContainsKey(note.Id)
        && await AddNoteAsync(note, actor, entry.Id, requestKey) == NoteAnswer.Added;

    private static DateNote ToWire(Domain.Notes.DateNote note) => new(note.Id, note.Date, note.Text);

    private static Domain.Notes.DateNote ToDomain(DateNote note) => new(note.Id, note.Date, note.Text);
}

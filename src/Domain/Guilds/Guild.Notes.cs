using CommunityIntel.Domain.Notes;

namespace CommunityIntel.Domain.Guilds;

public sealed partial class Guild
{
    private readonly Dictionary<long, DateNote> _notes = [];

    /// <summary>By id.</summary>
    public IReadOnlyDictionary<long, DateNote> Notes => _notes;

    /// <summary>Puts back what was durable, before the first fact.</summary>
    public void RestoreNotes(IEnumerable<DateNote> notes)
    {
        foreach (var note in notes) _notes[note.Id] = note;
    }

    /// <summary>Answers with what is wrong, having changed nothing; null = it is there, once however often it is added.</summary>
    /// <param name="note">Its text without white space around it.</param>
    /// <param name="today">The guild's local day.</param>
    public NoteFault? AddNote(DateNote note, DateOnly today)
    {
        if (NoteRules.FaultOf(note.Text) is { } fault) return fault;
        var (first, last) = NoteRules.DaysFor(Identity.FirstDate, today);
        if (note.Date < first || note.Date > last) return NoteFault.DateOutOfRange;
        if (!_notes.ContainsKey(note.Id) && _notes.Count >= NoteRules.MostNotes) return NoteFault.TooMany;
        _notes[note.Id] = note;
        Changes.Notes[note.Id] = note;
        return null;
    }

    /// <summary>The note that was there; null = none, and nothing changed.</summary>
    public DateNote? DeleteNote(long id)
    {
        if (!_notes.Remove(id, out var note)) return null;
        Changes.Notes[id] = null;
        return note;
    }
}

using CommunityIntel.Domain.Notes;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Notes;
using DateNote = CommunityIntel.GrainInterfaces.Notes.DateNote;

namespace CommunityIntel.Web.Tests;

/// <summary>One guild has notes from the beginning; what is added to the others stays while they live.</summary>
public sealed partial class ScriptedGuild : IGuildNotesGrain
{
    public const string Hostile = "</script><script>alert(1)</script>", Hebrew = "יום המשחקים";

    private static IReadOnlyList<DateNote> FirstNotes =>
    [
        new(1, Today.AddDays(-9), "Tournament"), new(2, Today.AddDays(-3), Hostile), new(3, Today.AddDays(-3), Hebrew), new(4, Today.AddDays(-2), new string('w', NoteRules.LongestText)),
        new(5, Today.AddDays(200), "Planned"),
    ];

    private readonly HashSet<string> _noteRequests = [];
    private List<DateNote>? _notes;

    private List<DateNote> Notes => _notes ??= this.GetPrimaryKeyLong() == ScriptedSite.GuildId ? [.. FirstNotes] : [];

    public Task<IReadOnlyList<DateNote>> GetNotesAsync(DateOnly firstDay, DateOnly lastDay) =>
        Task.FromResult<IReadOnlyList<DateNote>>([.. Notes.Where(note => note.Date >= firstDay && note.Date <= lastDay).OrderBy(note => note.Date)]);

    public Task<NoteAnswer> AddNoteAsync(DateOnly day, string text, string requestKey, Actor actor)
    {
        if (NoteRules.FaultOf(text.Trim()) is { } fault)
            return Task.FromResult((NoteAnswer)(int)fault);
        if (day > NoteRules.DaysFor(null, Today).Last)
            return Task.FromResult(NoteAnswer.DateOutOfRange);
        if (_noteRequests.Add(requestKey))
            Notes.Add(new(10 + Notes.Count, day, text.Trim()));
        return Task.FromResult(NoteAnswer.Added);
    }

    public Task<bool> DeleteNoteAsync(long noteId, Actor actor) => Task.FromResult(Notes.RemoveAll(note => note.Id == noteId) > 0);
}

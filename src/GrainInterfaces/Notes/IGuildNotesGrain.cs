using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Guilds;
using Orleans.Concurrency;

namespace CommunityIntel.GrainInterfaces.Notes;

/// <summary>What managers wrote to days of a guild. The guild's own grain; the key is the guild id.</summary>
[Alias("IGuildNotesGrain")]
public interface IGuildNotesGrain : IGrainWithIntegerKey
{
    /// <summary>Those of the local days from the first to the last, in their order; those of a day in the order in which they were added.</summary>
    [Alias("GetNotes"), AlwaysInterleave]
    Task<IReadOnlyList<DateNote>> GetNotesAsync(DateOnly firstDay, DateOnly lastDay);

    /// <summary>
    /// The caller has checked that the actor may. Durable when it is answered as added; the same request twice is one note. Throws
    /// <see cref="StorageUnavailableException"/>.
    /// </summary>
    /// <param name="text">White space around it is left out.</param>
    [Alias("AddNote")]
    [ResponseTimeout("00:00:15")]
    Task<NoteAnswer> AddNoteAsync(DateOnly day, string text, string requestKey, Actor actor);

    /// <summary>The caller has checked that the actor may. Durable when it is answered; false = it was not there. Throws <see cref="StorageUnavailableException"/>.</summary>
    [Alias("DeleteNote")]
    [ResponseTimeout("00:00:15")]
    Task<bool> DeleteNoteAsync(long noteId, Actor actor);
}

/// <summary>What happened on a local day, in one line: 1 to 120 characters (UTF-16).</summary>
[GenerateSerializer, Immutable, Alias("DateNote")]
public sealed record DateNote([property: Id(0)] long Id, [property: Id(1)] DateOnly Date, [property: Id(2)] string Text);

/// <summary>What came of adding a note.</summary>
[GenerateSerializer, Alias("NoteAnswer")]
public enum NoteAnswer
{
    Added = 0,

    /// <summary>There is nothing to read in it.</summary>
    Empty = 1,
    TooLong = 2,

    /// <summary>It has line breaks or control characters, of direction too.</summary>
    NotOneLine = 3,

    /// <summary>More than 364 days before the guild's first one, or more than 366 ahead of today.</summary>
    DateOutOfRange = 4,

    /// <summary>The guild has 200 already.</summary>
    TooMany = 5,

    /// <summary>The bot was never seen in that guild.</summary>
    UnknownGuild = 6,
}

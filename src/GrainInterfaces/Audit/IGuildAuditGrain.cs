using CommunityIntel.GrainInterfaces.Guilds;
using Orleans.Concurrency;

namespace CommunityIntel.GrainInterfaces.Audit;

/// <summary>What people did by hand in a guild; the key is the guild id. An outage is <see cref="StorageUnavailableException"/>.</summary>
[Alias("IGuildAuditGrain")]
public interface IGuildAuditGrain : IGrainWithIntegerKey
{
    [Alias("GetAudit"), AlwaysInterleave]
    Task<AuditPage> GetAuditAsync(AuditQuery query);

    /// <summary>
    /// Takes an entry back and notes that as an entry of its own. XP: what was added is taken and the other way round, what was earned
    /// since stays. Settings: what was before holds again. The same request twice is taken back once.
    /// </summary>
    [Alias("Undo")]
    [ResponseTimeout("00:05:00")]
    Task<UndoAnswer> UndoAsync(long entryId, string requestKey, Actor actor);

    /// <summary>Takes the newest change of XP by hand back that still stands: of a member, or of anybody (null).</summary>
    [Alias("UndoLast")]
    [ResponseTimeout("00:05:00")]
    Task<UndoAnswer> UndoLastAsync(long? subjectId, string requestKey, Actor actor);
}

/// <summary>What came of taking something back. <c>Entry</c>: the new one, null when nothing was done.</summary>
[GenerateSerializer, Immutable, Alias("UndoAnswer")]
public sealed record UndoAnswer(
    [property: Id(0)] UndoOutcome Outcome,
    [property: Id(1)] AuditRecord? Entry);

[GenerateSerializer, Alias("UndoOutcome")]
public enum UndoOutcome
{
    Done = 0,

    /// <summary>There is no such entry, or none that stands.</summary>
    NotFound = 1,
    AlreadyUndone = 2,

    /// <summary>It cannot be taken back: older than 30 days, or of a kind that changes nothing.</summary>
    TooLate = 3,

    /// <summary>What was before is refused today, e.g. a role that is gone.</summary>
    Refused = 4,
}

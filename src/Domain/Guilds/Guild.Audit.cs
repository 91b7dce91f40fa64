using CommunityIntel.Domain.Audit;

namespace CommunityIntel.Domain.Guilds;

public sealed partial class Guild
{
    /// <summary>Of the newest entry; 0 = none yet.</summary>
    public long LastAuditId { get; private set; }

    /// <summary>Puts back what was durable; called once, before the first fact.</summary>
    public void RestoreAudit(long lastId) => LastAuditId = lastId;

    /// <summary>Notes what somebody did by hand, to be written with its effects. Returns the entry's id.</summary>
    /// <param name="subjectId">A member; 0 = nobody in particular.</param>
    /// <param name="before">JSON, as <paramref name="after"/>.</param>
    /// <param name="undoesId">The entry that this one takes back; 0 = none.</param>
    public long Note(Actor actor, AuditKind kind, long subjectId, string? before, string? after, long atMs, long undoesId = 0, string? requestKey = null)
    {
        Changes.Audit.Add(new AuditEntry(++LastAuditId, kind, actor, subjectId, before, after, atMs, undoesId, requestKey));
        return LastAuditId;
    }
}
